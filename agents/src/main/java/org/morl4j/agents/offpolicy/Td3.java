package org.morl4j.agents.offpolicy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.Critics;
import org.morl4j.agents.part.DeterministicActor;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.part.ReplayRows;
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

/**
 * Twin delayed deep deterministic policy gradient (Fujimoto et al. 2018, arXiv 1802.09477) with
 * vector critics of any value head.
 *
 * <pre>
 *   a'   = clip(mu'(s') + clip(N(0, sigma^2), -c, c), -1, 1)
 *   y    = r + discount Q'_k(s', a'),  k = argmin_i mix(Q'_i(s', a'))
 *   L_Q  = sum_i E[loss of critic i's head at y]                (1/2 (Q_i - y)^2 for numbers)
 *   L_pi = -E[mix(Q_1(s, mu(s)))],  every policyDelay updates, the targets with it
 * </pre>
 *
 * sigma and c are in half-ranges of the action. See docs/td3.md.
 */
public final class Td3 implements Learner<Td3.Losses> {
  /**
   * The method's knobs; the defaults are the paper's, with the replay of Stable-Baselines3.
   *
   * @param learningRate Adam's rate of policy and critics
   * @param gamma discount of every signal
   * @param polyak how far targets move towards their networks at a policy step
   * @param policyDelay updates between two steps of policy and targets
   * @param exploration deviation of the noise that acting adds, in half-ranges of the action
   * @param smoothing sigma, deviation of the noise on target actions, in half-ranges
   * @param smoothingClip c, its bound
   * @param preference whether policy and critics are conditioned on a preference
   * @param hidden units of the hidden layers of all networks
   * @param activation of the hidden layers
   * @param critic the critics
   * @param replay what is kept and drawn
   */
  public record Options(
      double learningRate,
      double gamma,
      double polyak,
      int policyDelay,
      double exploration,
      double smoothing,
      double smoothingClip,
      boolean preference,
      List<Integer> hidden,
      Activation activation,
      CriticOptions critic,
      ReplayOptions replay)
      implements AgentOptions {
    public static final Options DEFAULT =
        new Options(
            1e-3,
            0.99,
            0.005,
            2,
            0.1,
            0.2,
            0.5,
            false,
            List.of(256, 256),
            Activation.RELU,
            CriticOptions.FIRST,
            ReplayOptions.DEFAULT);

    public Options {
      Check.positive("learningRate", learningRate);
      Check.closed01("gamma", gamma);
      Check.positiveUpTo1("polyak", polyak);
      Check.atLeast("policyDelay", policyDelay, 1);
      Check.positive("exploration", exploration);
      Check.notNegative("smoothing", smoothing);
      Check.notNegative("smoothingClip", smoothingClip);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, gamma, 1);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          requirements(), setup -> new Td3(this, setup.spec(), setup.signals(), setup.seeds()));
    }

    Requirements requirements() {
      return Requirements.replay(replay).with(Hook.SAMPLE).withPreference(preference);
    }
  }

  /**
   * One update's losses; those of the policy are of its last step.
   *
   * @param critic L_Q
   * @param policy L_pi
   * @param q E[mix(Q_1(s, mu(s)))]
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double critic,
      double policy,
      double q,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final DeterministicActor actor;
  private final Critics critics;
  private final ReplayRows rows;
  private final Rng rng;
  private final int actAt;
  private final int actSize;
  private float[] mixed = {}; // [B]
  private float[] dMixed = {};
  private float[] dAct = {}; // [B, A]
  private double lPolicy;
  private double policyNorm;
  private long done;

  public Td3(Options options, EnvSpec spec, Signals signals, SeedTree seeds) {
    this.options = options;
    int preferences = options.preference ? signals.count(Signal.Kind.OBJECTIVE) : 0;
    Rng init = seeds.child("init").generator();
    actor =
        new DeterministicActor(
            spec, preferences, options.exploration, options.hidden, options.activation, init);
    actAt = spec.observationSpace().features();
    actSize = spec.actionSpace().size();
    int inputs = actAt + actSize + preferences;
    critics =
        new Critics(
            options.critic, inputs, options.hidden, options.activation, signals.size(), init);
    rows = new ReplayRows(signals, actAt, actSize, preferences);
    rng = seeds.child("noise").generator();
  }

  @Override
  public Requirements requirements() {
    return options.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    load(batch, criterion);
    int n = rows.rows();
    double lCritic = criticStep(n, criterion, rng);
    if (batch.has(Column.TD_ERROR)) {
      critics.errors(n, batch.column(Column.TD_ERROR));
    }
    if ((done + 1) % options.policyDelay == 0) {
      policyStep(n, criterion);
      critics.track(options.polyak);
      actor.network().track(options.polyak);
    }
    double norm = critics.gradientNorm();
    if (!Double.isFinite(lCritic + lPolicy + norm + policyNorm)) {
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
              + "). Maybe lower agent.learningRate or scale the rewards.");
    }
    done++;
    return new Losses(lCritic, lPolicy, -lPolicy, norm, policyNorm);
  }

  void load(Batch batch, Criterion criterion) {
    rows.load(batch, criterion);
    int n = rows.rows();
    if (mixed.length != n) {
      mixed = new float[n];
      dMixed = new float[n];
      dAct = new float[n * actSize];
    }
  }

  /** L_Q: regresses all critics on y. */
  double criticStep(int n, Criterion criterion, RandomGenerator random) {
    float[] nextAct =
        actor.smoothedTarget(rows.nextState(), n, options.smoothing, options.smoothingClip, random);
    float[] y =
        critics.targets(
            rows.nextWithActions(nextAct),
            n,
            criterion,
            rows.preference(),
            rows.reward(),
            rows.discount(),
            null,
            random);
    return critics.regress(rows.stateAction(), y, n, rows.weights(), options.learningRate);
  }

  /** L_pi: one step of the policy up the first critic's mixed value. */
  double policyStep(int n, Criterion criterion) {
    float[] in = rows.withActions(actor.act(rows.state(), n));
    float[] values = critics.values(in, n, criterion, rows.preference());
    criterion.mix(values, rows.preference(), n, mixed);
    lPolicy = policyLoss(mixed, n, dMixed);
    critics.backward(dMixed, n, criterion, rows.preference(), actAt, actSize, dAct);
    policyNorm = actor.step(dAct, n, options.learningRate);
    return lPolicy;
  }

  /** L_pi = -E[q] of mixed values [B], and its derivative. */
  static double policyLoss(float[] q, int n, float[] dQ) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += q[i];
      dQ[i] = -1f / n;
    }
    return -sum / n;
  }

  Critics critics() {
    return critics;
  }

  DeterministicActor actor() {
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
    actor.network().saveNetworks(state.child("actor"));
    critics.saveNetworks(state.child("critics"));
    return new Snapshot(actor.policy().copy(), state);
  }

  @Override
  public void start(Snapshot snapshot) {
    actor.network().restoreNetworks(snapshot.state().child("actor"));
    critics.restoreNetworks(snapshot.state().child("critics"));
    actor.network().resetOptimiser();
    critics.resetOptimisers();
    lPolicy = 0;
    policyNorm = 0;
    done = 0;
  }

  @Override
  public void save(State out) {
    out.put("actor", actor);
    out.put("critics", critics);
    out.put("noise", rng);
    out.put("updates", done);
    out.put("last", new double[] {lPolicy, policyNorm});
  }

  @Override
  public void restore(State in) {
    in.restore("actor", actor);
    in.restore("critics", critics);
    in.restore("noise", rng);
    done = in.scalarLong("updates");
    double[] last = in.doubles("last", 2);
    lPolicy = last[0];
    policyNorm = last[1];
  }
}
