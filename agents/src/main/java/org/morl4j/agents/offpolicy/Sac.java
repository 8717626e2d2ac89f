package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticTerm;
import org.morl4j.agents.part.EntropyBonus;
import org.morl4j.agents.part.LastLosses;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.SoftValues;
import org.morl4j.agents.part.TargetActions;
import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.head.HeadOptions;

/**
 * Soft actor-critic (Haarnoja et al. 2018, arXiv 1812.05905) with vector critics of any value head.
 *
 * <pre>
 *   y       = r + discount (Q'(s', a') - alpha log pi(a'|s')),    a' ~ pi(.|s')
 *   L_Q     = sum_i E[loss of critic i's head at y]              (1/2 (Q_i - y)^2 for numbers)
 *   L_pi    = E[alpha log pi(a|s) - mix(Q(s, a))],                a ~ pi(.|s)
 *   L_alpha = -E[log alpha (log pi(a|s) + H)]
 * </pre>
 *
 * Q' and Q are of the critic with the smaller mixed value (see {@link QEnsemble}); the entropy in y
 * is divided by the objectives' weights, so that it counts once in the mix (see {@link
 * EntropyBonus}). log pi is the density of the action in [-1, 1]^n, whatever the environment's
 * bounds. A variant adds a {@link PolicyTerm} to L_pi, a {@link CriticTerm} to L_Q. With {@code
 * preference} both networks see a preference beside the observation: CAPQL (Lu et al. 2023, arXiv
 * 2208.07914). See docs/sac.md.
 */
public final class Sac implements Algorithm<Sac.Losses> {
  /**
   * What {@code sac} is in a config; the defaults are those of Stable-Baselines3.
   *
   * @param settings all knobs but the critics'
   * @param critic the critics
   */
  public record Options(@JsonUnwrapped Settings settings, CriticOptions critic)
      implements SacPreset<Options> {
    public static final Options DEFAULT = new Options(Settings.DEFAULT, CriticOptions.DEFAULT);

    @Override
    public Options sac() {
      return this;
    }

    @Override
    public Options withSettings(Settings value) {
      return new Options(value, critic);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticOptions value) {
      return new Options(settings, value);
    }
  }

  /**
   * The method's knobs but those of the critics, as all its kinds share them.
   *
   * @param rates of learning
   * @param targets what critics learn from
   * @param networks policy and critics
   * @param head the squashed Gaussian's settings
   * @param temperature weight of the entropy
   * @param replay what is kept and drawn
   */
  public record Settings(
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped Targets targets,
      @JsonUnwrapped MlpOptions networks,
      HeadOptions head,
      TemperatureOptions temperature,
      ReplayOptions replay) {
    public static final Settings DEFAULT =
        new Settings(
            Rates.DEFAULT,
            Targets.DEFAULT,
            MlpOptions.DEFAULT,
            new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -20, 2),
            TemperatureOptions.Learned.DEFAULT,
            ReplayOptions.DEFAULT);

    /** The same with other {@code rates}. */
    public Settings withRates(Rates value) {
      return new Settings(value, targets, networks, head, temperature, replay);
    }

    /** The same with other {@code networks}. */
    public Settings withNetworks(MlpOptions value) {
      return new Settings(rates, targets, value, head, temperature, replay);
    }

    /** The same with another {@code temperature}. */
    public Settings withTemperature(TemperatureOptions value) {
      return new Settings(rates, targets, networks, head, value, replay);
    }

    /** The same with another {@code replay}. */
    public Settings withReplay(ReplayOptions value) {
      return new Settings(rates, targets, networks, head, temperature, value);
    }

    /** The same with other {@code targets}. */
    public Settings withTargets(Targets value) {
      return new Settings(rates, value, networks, head, temperature, replay);
    }

    /** The same with another {@code head}. */
    public Settings withHead(HeadOptions value) {
      return new Settings(rates, targets, networks, value, temperature, replay);
    }
  }

  /**
   * What critics learn from.
   *
   * @param targetDelay updates between two moves of the targets
   * @param targetPolicy whether a' comes from a slowly moving copy of the policy
   * @param backupEntropy whether y holds the entropy of a'
   */
  public record Targets(
      @Allowed(min = 1, max = 1_000_000_000) int targetDelay,
      boolean targetPolicy,
      boolean backupEntropy) {
    public static final Targets DEFAULT = new Targets(1, false, true);

    public Targets {
      Check.allowed(Targets.class, "targetDelay", targetDelay);
    }

    /** Those of a policy that has a target too, all of them moved every {@code delay} updates. */
    static Targets withPolicy(int delay) {
      return new Targets(delay, true, true);
    }
  }

  /**
   * One update's losses.
   *
   * @param critic L_Q
   * @param temperature L_alpha of the last step
   * @param alpha the temperature itself
   * @param criticGradientNorm of all critics together
   * @param criticTerm those of a variant's term on the critics
   * @param last of the policy's last step
   */
  public record Losses(
      double critic,
      double temperature,
      double alpha,
      double criticGradientNorm,
      Record criticTerm,
      PolicyLosses last) {}

  /**
   * Losses of a step of the policy.
   *
   * @param policy L_pi
   * @param entropy -E[log pi], of the action in [-1, 1]^n
   * @param q E[mix(Q(s, a))] at the policy's actions
   * @param policyGradientNorm of the policy
   * @param term those of a variant's term
   */
  public record PolicyLosses(
      double policy, double entropy, double q, double policyGradientNorm, Record term) {}

  private final Settings settings;
  private final long updates;
  final BatchRows rows;
  final SoftActor actor;
  final QEnsemble critics;
  private final Temperature temperature;
  private final EntropyBonus bonus;
  private final PolicyTerm term;
  private final CriticTerm criticTerm;
  private final TargetActions nextActions;
  private final double policyRate;
  private final LastLosses<PolicyLosses> last;
  private final Rng rng;

  public Sac(SacPreset<?> preset, Setup setup) {
    Options options = preset.sac();
    settings = options.settings;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, settings.networks);
    boolean target = settings.targets.targetPolicy;
    actor = new SoftActor(setup.spec(), settings.head, mlps, target, preset.normalizeObs());
    rows = new BatchRows(mlps.shape(), setup.signals(), actor.network().scale());
    critics = new QEnsemble(options.critic, mlps);
    temperature = new Temperature(settings.temperature, mlps.shape().act());
    bonus = new EntropyBonus(setup.signals());
    term = preset.term(actor);
    criticTerm = preset.criticTerm(actor);
    nextActions = new TargetActions(preset.targetActions());
    policyRate = preset.policyLearningRate() / preset.rates().learningRate();
    last = new LastLosses<>(new PolicyLosses(0, 0, 0, 0, term.losses()));
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public void prepare(DataView data) {
    actor.network().prepare(data);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    double share = settings.rates.schedule().at(1, done, updates);
    double rate = share * settings.rates.learningRate();
    double lCritic = criticStep(rng, rate);
    criticTerm.after(rows, share);
    critics.tellErrors(batch);
    if ((done + 1) % settings.rates.policyDelay() == 0) {
      last.set(policyStep(rng, policyRate * rate));
      temperature.step(actor.logProb(), rows.size(), share);
    }
    if ((done + 1) % settings.targets.targetDelay == 0) {
      critics.track(settings.rates.polyak());
      actor.network().track(settings.rates.polyak());
    }
    term.after(done + 1);
    return new Losses(
        lCritic,
        temperature.loss(),
        temperature.alpha(),
        critics.gradientNorm(),
        criticTerm.losses(),
        last.get());
  }

  /** L_Q: regresses all critics on y. */
  double criticStep(RandomGenerator random, double rate) {
    nextActions.draw(actor, critics, rows, random);
    float[] next = critics.next(rows.nextWith(nextActions.act()), rows, random);
    float[] entropy =
        settings.targets.backupEntropy
            ? bonus.of(temperature.alpha(), nextActions.logProb(), critics.nextSlope(), rows.size())
            : null;
    float[] y = critics.bellman(next, entropy, rows, random);
    return critics.regress(y, criticTerm, rows, random, rate);
  }

  /** L_pi: one step of the policy up the critics' mixed value and the entropy. */
  PolicyLosses policyStep(RandomGenerator random, double rate) {
    int n = rows.size();
    actor.sample(Copy.LIVE, rows.state(), n, random);
    float[] q = critics.mixed(rows.with(actor.act()), rows);
    float[] dLogProb = new float[n];
    float[] dQ = new float[n];
    double loss = policyLoss(temperature.alpha(), actor.logProb(), q, n, dLogProb, dQ);
    float[] dOut = actor.backward(critics.backward(dQ, rows), dLogProb, n);
    loss += term.add(rows, actor.out(), dOut);
    double norm = actor.network().step(dOut, rate);
    return new PolicyLosses(loss, -rows.mean(actor.logProb()), rows.mean(q), norm, term.losses());
  }

  /**
   * L_pi = E[alpha log pi - q] and its derivatives.
   *
   * @param logProb [B]
   * @param q mixed values [B]
   */
  static double policyLoss(
      double alpha, float[] logProb, float[] q, int n, float[] dLogProb, float[] dQ) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += alpha * logProb[i] - q[i];
      dLogProb[i] = (float) (alpha / n);
      dQ[i] = -1f / n;
    }
    return sum / n;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("critics", critics)
        .part("temperature", temperature)
        .part("term", term)
        .part("criticTerm", criticTerm)
        .part("last", last)
        .progress("noise", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.network().policy();
  }

  @Override
  public ValueFunction values() {
    ValueFunction values = critics.valueFunction();
    return actor
        .network()
        .scale()
        .before(
            settings.targets.backupEntropy
                ? new SoftValues(values, actor, temperature, rows, bonus)
                : values);
  }
}
