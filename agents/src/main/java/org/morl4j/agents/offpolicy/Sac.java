package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.Critics;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.part.ReplayRows;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
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
 * Q' and Q are of the critic with the smaller mixed value (see {@link Critics}); the entropy counts
 * for every objective, so weights that sum to 1 give it its plain weight, and not for costs. log pi
 * is the density of the action in [-1, 1]^n, whatever the environment's bounds. Order of an update:
 * critics, policy, temperature, targets. With {@code preference} both networks see a preference
 * beside the observation: CAPQL (Lu et al. 2023, arXiv 2208.07914). See docs/sac.md.
 */
public final class Sac implements Learner<Sac.Losses> {
  /**
   * What {@code sac} is in a config; the defaults are those of Stable-Baselines3.
   *
   * @param settings all knobs but the critics'
   * @param critic the critics
   * @param proximity what keeps the policy near an older one; null for nothing
   */
  public record Options(
      @JsonUnwrapped Settings settings, CriticOptions critic, @Nullable Proximity proximity)
      implements AgentOptions {
    public static final Options DEFAULT = new Options(Settings.DEFAULT, CriticOptions.DEFAULT);

    public Options(Settings settings, CriticOptions critic) {
      this(settings, critic, null);
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, settings.gamma, 1);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          requirements(), setup -> new Sac(this, setup.spec(), setup.signals(), setup.seeds()));
    }

    Requirements requirements() {
      return Requirements.replay(settings.replay)
          .with(Hook.SAMPLE)
          .withPreference(settings.preference);
    }
  }

  /**
   * Adds coefficient E[KL(pi || pi_k)] to L_pi, see {@link OffPolicyMdpo}.
   *
   * @param coefficient in units of the return
   * @param every updates after which pi_k becomes pi
   */
  public record Proximity(double coefficient, int every) {
    public static final Proximity DEFAULT = new Proximity(1, 1000);

    public Proximity {
      Check.notNegative("coefficient", coefficient);
      Check.atLeast("every", every, 1);
    }
  }

  /**
   * The method's knobs but those of the critics, as all its kinds share them.
   *
   * @param learningRate Adam's rate of policy and critics
   * @param gamma discount of every signal
   * @param polyak how far targets move towards their networks at a time
   * @param policyDelay updates between two steps of policy and temperature
   * @param targetDelay updates between two moves of the targets
   * @param targetPolicy whether a' comes from a slowly moving copy of the policy
   * @param backupEntropy whether y holds the entropy of a'
   * @param preference whether policy and critics are conditioned on a preference
   * @param hidden units of the hidden layers of all networks
   * @param activation of the hidden layers
   * @param head the squashed Gaussian's settings
   * @param temperature weight of the entropy
   * @param replay what is kept and drawn
   */
  public record Settings(
      double learningRate,
      double gamma,
      double polyak,
      int policyDelay,
      int targetDelay,
      boolean targetPolicy,
      boolean backupEntropy,
      boolean preference,
      List<Integer> hidden,
      Activation activation,
      HeadOptions head,
      TemperatureOptions temperature,
      ReplayOptions replay) {
    public static final Settings DEFAULT =
        new Settings(
            3e-4,
            0.99,
            0.005,
            1,
            1,
            false,
            true,
            false,
            List.of(256, 256),
            Activation.RELU,
            new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -20, 2),
            TemperatureOptions.Learned.DEFAULT,
            ReplayOptions.DEFAULT);

    public Settings {
      Check.positive("learningRate", learningRate);
      Check.closed01("gamma", gamma);
      Check.positiveUpTo1("polyak", polyak);
      Check.atLeast("policyDelay", policyDelay, 1);
      Check.atLeast("targetDelay", targetDelay, 1);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
    }
  }

  /**
   * One update's losses; those of the policy and the temperature are of its last step.
   *
   * @param critic L_Q
   * @param policy L_pi
   * @param temperature L_alpha
   * @param alpha the temperature itself
   * @param entropy -E[log pi], of the action in [-1, 1]^n
   * @param q E[mix(Q(s, a))] at the policy's actions
   * @param kl E[KL(pi || pi_k)]; 0 without {@link Proximity}
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double critic,
      double policy,
      double temperature,
      double alpha,
      double entropy,
      double q,
      double kl,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Requirements requirements;
  private final Settings settings;
  private final @Nullable Proximity proximity;
  private final SoftActor actor;
  private final Critics critics;
  private final Temperature temperature;
  private final ReplayRows rows;
  private final Rng rng;
  private final int actAt;
  private final int actSize;
  private float[] shift = {}; // [B, S]
  private float[] mixed = {}; // [B]
  private float[] dMixed = {};
  private float[] dLogProb = {};
  private float[] dAct = {}; // [B, A]
  private double lPolicy;
  private double lTemperature;
  private double entropy;
  private double q;
  private double kl;
  private double policyNorm;
  private long done;

  public Sac(Options options, EnvSpec spec, Signals signals, SeedTree seeds) {
    requirements = options.requirements();
    settings = options.settings;
    proximity = options.proximity;
    int preferences = settings.preference ? signals.count(Signal.Kind.OBJECTIVE) : 0;
    Rng init = seeds.child("init").generator();
    actor =
        new SoftActor(
            spec,
            preferences,
            settings.head,
            settings.hidden,
            settings.activation,
            settings.targetPolicy,
            proximity != null,
            init);
    actAt = spec.observationSpace().features();
    actSize = spec.actionSpace().size();
    int inputs = actAt + actSize + preferences;
    critics =
        new Critics(
            options.critic, inputs, settings.hidden, settings.activation, signals.size(), init);
    temperature = new Temperature(settings.temperature, actSize);
    rows = new ReplayRows(signals, actAt, actSize, preferences);
    rng = seeds.child("noise").generator();
  }

  @Override
  public Requirements requirements() {
    return requirements;
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    load(batch, criterion);
    double lCritic = criticStep(criterion, rng);
    if (batch.has(Column.TD_ERROR)) {
      critics.errors(rows.rows(), batch.column(Column.TD_ERROR));
    }
    if ((done + 1) % settings.policyDelay == 0) {
      policyStep(criterion, rng);
      lTemperature = temperature.update(actor.logProb(), rows.rows());
    }
    if ((done + 1) % settings.targetDelay == 0) {
      critics.track(settings.polyak);
      actor.network().track(settings.polyak);
    }
    if (proximity != null && (done + 1) % proximity.every == 0) {
      actor.moveOld();
    }
    double norm = critics.gradientNorm();
    if (!Double.isFinite(lCritic + lPolicy + norm + policyNorm + temperature.alpha())) {
      throw new ArithmeticException(
          "Update "
              + done
              + ": a loss or its gradient is not finite (critic "
              + lCritic
              + ", its gradient norm "
              + norm
              + ", policy "
              + lPolicy
              + ", its gradient norm "
              + policyNorm
              + ", alpha "
              + temperature.alpha()
              + "). Maybe lower agent.learningRate or scale the rewards.");
    }
    done++;
    return new Losses(
        lCritic, lPolicy, lTemperature, temperature.alpha(), entropy, q, kl, norm, policyNorm);
  }

  void load(Batch batch, Criterion criterion) {
    rows.load(batch, criterion);
    int n = rows.rows();
    if (mixed.length != n) {
      shift = new float[n * batch.signals().size()];
      mixed = new float[n];
      dMixed = new float[n];
      dLogProb = new float[n];
      dAct = new float[n * actSize];
    }
  }

  /** L_Q: regresses all critics on y. */
  double criticStep(Criterion criterion, RandomGenerator random) {
    int n = rows.rows();
    actor.sampleTarget(rows.nextState(), n, random);
    if (settings.backupEntropy) {
      rows.entropy(temperature.alpha(), actor.logProb(), shift);
    }
    float[] y =
        critics.targets(
            rows.nextWithActions(actor.act()),
            n,
            criterion,
            rows.preference(),
            rows.reward(),
            rows.discount(),
            settings.backupEntropy ? shift : null,
            random);
    return critics.regress(rows.stateAction(), y, n, rows.weights(), settings.learningRate);
  }

  /** L_pi: one step of the policy up the critics' mixed value and the entropy. */
  double policyStep(Criterion criterion, RandomGenerator random) {
    int n = rows.rows();
    actor.sample(rows.state(), n, random);
    float[] values = critics.values(rows.withActions(actor.act()), n, criterion, rows.preference());
    criterion.mix(values, rows.preference(), n, mixed);
    lPolicy = policyLoss(temperature.alpha(), actor.logProb(), mixed, n, dLogProb, dMixed);
    entropy = -mean(actor.logProb(), n);
    q = mean(mixed, n);
    critics.backward(dMixed, n, criterion, rows.preference(), actAt, actSize, dAct);
    kl = actor.kl(rows.state(), n);
    double coefficient = proximity == null ? 0 : proximity.coefficient;
    policyNorm = actor.step(dAct, dLogProb, coefficient, n, settings.learningRate);
    lPolicy += coefficient * kl;
    return lPolicy;
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

  private static double mean(float[] values, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
    }
    return sum / n;
  }

  Critics critics() {
    return critics;
  }

  SoftActor actor() {
    return actor;
  }

  @Override
  public Policy policy() {
    return actor.policy();
  }

  @Override
  public ValueFunction values() {
    return critics.valueFunction(actAt, actSize);
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    saveNetworks(state);
    return new Snapshot(actor.policy().copy(), state);
  }

  private void saveNetworks(State out) {
    actor.saveNetworks(out.child("actor"));
    critics.saveNetworks(out.child("critics"));
    temperature.saveValue(out.child("temperature"));
  }

  @Override
  public void start(Snapshot snapshot) {
    actor.restoreNetworks(snapshot.state().child("actor"));
    critics.restoreNetworks(snapshot.state().child("critics"));
    temperature.restoreValue(snapshot.state().child("temperature"));
    actor.network().resetOptimiser();
    critics.resetOptimisers();
    temperature.resetOptimiser();
    lPolicy = 0;
    lTemperature = 0;
    entropy = 0;
    q = 0;
    kl = 0;
    policyNorm = 0;
    done = 0;
  }

  @Override
  public void save(State out) {
    out.put("actor", actor);
    out.put("critics", critics);
    out.put("temperature", temperature);
    out.put("noise", rng);
    out.put("updates", done);
    out.put("last", new double[] {lPolicy, lTemperature, entropy, q, kl, policyNorm});
  }

  @Override
  public void restore(State in) {
    in.restore("actor", actor);
    in.restore("critics", critics);
    in.restore("temperature", temperature);
    in.restore("noise", rng);
    done = in.scalarLong("updates");
    double[] last = in.doubles("last", 6);
    lPolicy = last[0];
    lTemperature = last[1];
    entropy = last[2];
    q = last[3];
    kl = last[4];
    policyNorm = last[5];
  }
}
