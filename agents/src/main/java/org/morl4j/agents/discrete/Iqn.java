package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.policy.ActionValue;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/**
 * Implicit quantile networks (Dabney et al. 2018, arXiv 1806.06923): {@link Dqn} with a network
 * that gives the quantile of the return at any fraction tau, for each of S signals and each action.
 *
 * <pre>
 *   Q(s, a) = mix(1/K sum_k Z_beta(tau_k)(s, a))              tau_k = (k + 1/2) / K      (2), (3)
 *   y_j     = r + discount Zbar_tau'_j(s', argmax_a Q(s', a))             tau'_j ~ U[0, 1]
 *   L       = 1/N sum_i sum_j |tau_i - 1(d_ij &lt; 0)| H_kappa(d_ij)         tau_i ~ U[0, 1]   (3)
 *   d_ij    = y_j - Z_tau_i(s, a),   i, j = 1..N
 * </pre>
 *
 * <p>Z see {@link ImplicitQuantiles}, beta {@link Risk}, H_kappa {@link QuantileHead} (not divided
 * by kappa as the paper's is; the same at kappa 1). Q is of the target network, or with double of
 * the online one. The paper draws the K fractions; here they are midpoints, in acting as in
 * targets. See docs/iqn.md.
 */
public final class Iqn implements Learner<Dqn.Losses> {
  /**
   * What {@code iqn} is in a config; the defaults are the paper's for Atari, with a short warm-up.
   *
   * @param samples N, fractions drawn of own quantiles and of the target's
   * @param actingSamples K, midpoints that actions are chosen by
   * @param cosines features of a fraction
   * @param kappa where the Huber loss turns linear, in units of the return
   * @param risk beta, the distortion by which actions are chosen
   * @param settings the other knobs; dueling must be off, hidden holds a layer at least
   */
  public record Options(
      int samples,
      int actingSamples,
      int cosines,
      double kappa,
      Risk risk,
      @JsonUnwrapped Dqn.Settings settings)
      implements AgentOptions {
    public static final Options DEFAULT =
        new Options(
            8,
            32,
            64,
            1,
            new Risk.Neutral(),
            new Dqn.Settings(
                new ReplayOptions(1_000_000, 32, 100, 4, 1, 1, null, ReplayOptions.Storage.AUTO),
                5e-5,
                0.01 / 32,
                0.99,
                0,
                2500,
                1,
                false,
                false,
                new Dqn.Exploration(1, 0.01, 0.005),
                List.of(64, 64),
                Activation.RELU));

    public Options {
      Check.atLeast("samples", samples, 1);
      Check.atLeast("actingSamples", actingSamples, 1);
      Check.positive("kappa", kappa);
      if (settings.dueling()) {
        throw new IllegalArgumentException(
            "dueling is true, but IQN has no dueling streams. Maybe use qr-dqn.");
      }
      network(1, 1, 1, settings, cosines, actingSamples, risk);
    }

    private static ImplicitQuantiles.Spec network(
        int features,
        int actions,
        int signals,
        Dqn.Settings settings,
        int cosines,
        int samples,
        Risk risk) {
      return new ImplicitQuantiles.Spec(
          features,
          settings.hidden(),
          settings.activation(),
          actions,
          signals,
          cosines,
          samples,
          risk);
    }

    private QuantileHead.Options head(int quantiles) {
      return new QuantileHead.Options(quantiles, kappa, QuantileHead.Average.TARGETS, false, 0);
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, settings.gamma(), 1);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          settings.requirements(),
          setup -> new Iqn(this, setup.spec(), setup.signals(), setup.updates(), setup.seeds()));
    }
  }

  private final Options options;
  private final int actions;
  private final int signals;
  private final int start; // the lowest action's number
  private final QuantileHead head;
  private final QPolicy policy;
  private final ActionValue worth;
  private final ImplicitQuantiles online;
  private final ImplicitQuantiles target;
  private final QTraining training;
  private DqnMinibatch batch;
  private float[] tau; // [B, N]

  public Iqn(Options options, EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    Discrete space = QTraining.actions(spec);
    Dqn.Settings settings = options.settings;
    this.options = options;
    this.signals = signals.size();
    actions = space.n();
    start = space.start();
    head = options.head(options.samples).head(this.signals, 1);
    int features = spec.observationSpace().features();
    online =
        ImplicitQuantiles.create(
            Options.network(
                features,
                actions,
                this.signals,
                settings,
                options.cosines,
                options.actingSamples,
                options.risk),
            seeds.child("init").generator());
    target = online.copy();
    policy =
        new QPolicy(
            spec.observationSpace(),
            space,
            options.head(options.actingSamples),
            online,
            QTraining.sumOfObjectives(signals),
            settings.exploration().start());
    worth = policy.worth();
    training = new QTraining(settings, updates, policy, head, online, target, seeds);
    int rows = settings.replay().batch();
    batch = new DqnMinibatch(rows, actions, head, this.signals);
    tau = new float[rows * options.samples];
  }

  @Override
  public Requirements requirements() {
    return options.settings.requirements();
  }

  @Override
  public Dqn.Losses update(Batch transitions, Criterion criterion) {
    int n = transitions.rows();
    if (batch.rows() != n) {
      batch = new DqnMinibatch(n, actions, head, signals);
      tau = new float[n * options.samples];
    }
    batch.load(transitions, start);
    // y: the target network's quantiles of the best next action, at fractions of their own.
    float[] next = transitions.nextObs();
    ImplicitQuantiles judge = options.settings.doubleQ() ? online : target;
    int[] best = batch.greedy(worth, judge.forward(next, n), next, criterion);
    draw(tau, training.rng());
    batch.target(target.forward(next, n, tau, options.samples), best, training.rng());
    // L and its gradient at the quantiles of the action taken.
    draw(tau, training.rng());
    float[] laws = online.forward(transitions.obs(), n, tau, options.samples);
    double loss =
        batch.loss(
            laws,
            transitions,
            (own, y, values, weight, error, dOwn) ->
                head.loss(own, y, values, weight, error, dOwn, tau));
    double norm = training.step(loss, batch.dLaws(), batch.mixingWeights());
    return batch.losses(loss, transitions, criterion, policy.epsilon(), norm);
  }

  /** tau ~ U[0, 1]. */
  private static void draw(float[] tau, RandomGenerator rng) {
    for (int i = 0; i < tau.length; i++) {
      tau[i] = rng.nextFloat();
    }
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public Snapshot snapshot() {
    return training.snapshot();
  }

  @Override
  public void start(Snapshot snapshot) {
    training.start(snapshot);
  }

  @Override
  public void save(State out) {
    training.save(out);
  }

  @Override
  public void restore(State in) {
    training.restore(in);
  }
}
