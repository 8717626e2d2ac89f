package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.space.Discrete;
import org.morl4j.nn.Trainable;

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
public final class Iqn implements Algorithm<Dqn.Losses> {
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
      @Allowed(min = 1, max = 4_096) int samples,
      @Allowed(min = 1, max = 4_096) int actingSamples,
      @Allowed(min = 1, max = 4_096) int cosines,
      @Allowed(above = 0, max = 1e6) double kappa,
      Risk risk,
      @JsonUnwrapped DqnSettings settings)
      implements DiscreteOptions<Options> {
    public static final Options DEFAULT =
        new Options(8, 32, 64, 1, new Risk.Neutral(), QrDqn.Options.DEFAULT.settings());

    public Options {
      Check.allowed(Options.class, "samples", samples);
      Check.allowed(Options.class, "actingSamples", actingSamples);
      Check.allowed(Options.class, "cosines", cosines);
      Check.allowed(Options.class, "kappa", kappa);
      if (settings.network().dueling()) {
        throw new IllegalArgumentException(
            "dueling is true, but IQN has no dueling streams. Maybe use qr-dqn.");
      }
      DqnSettings.Shape shape = settings.network();
      new ImplicitQuantiles.Spec(
          1, shape.hidden(), shape.activation(), 1, 1, cosines, actingSamples, risk);
    }

    ImplicitQuantiles.Spec network(int features, int actions, int signals) {
      DqnSettings.Shape shape = settings.network();
      return new ImplicitQuantiles.Spec(
          features,
          shape.hidden(),
          shape.activation(),
          actions,
          signals,
          cosines,
          actingSamples,
          risk);
    }

    private QuantileHead.Options head(int quantiles) {
      return new QuantileHead.Options(quantiles, kappa, QuantileHead.Average.TARGETS, false, 0);
    }

    @Override
    public int outputs(int signals) {
      return 1;
    }

    @Override
    public int rowsOfOne() {
      return Math.max(samples, actingSamples);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Iqn(this, setup);
    }

    /** The same with other {@code samples}. */
    public Options withSamples(int value) {
      return new Options(value, actingSamples, cosines, kappa, risk, settings);
    }

    /** The same with other {@code actingSamples}. */
    public Options withActingSamples(int value) {
      return new Options(samples, value, cosines, kappa, risk, settings);
    }

    /** The same with other {@code cosines}. */
    public Options withCosines(int value) {
      return new Options(samples, actingSamples, value, kappa, risk, settings);
    }

    /** The same with another {@code kappa}. */
    public Options withKappa(double value) {
      return new Options(samples, actingSamples, cosines, value, risk, settings);
    }

    /** The same with another {@code risk}. */
    public Options withRisk(Risk value) {
      return new Options(samples, actingSamples, cosines, kappa, value, settings);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(samples, actingSamples, cosines, kappa, risk, value);
    }
  }

  private final int samples;
  private final boolean doubleQ;
  private final QuantileHead head;
  private final ImplicitQuantiles online;
  private final ImplicitQuantiles target;
  private final QTraining training;
  private final DqnBatch batch;
  private float[] tau = {}; // [B, N]

  public Iqn(Options options, Setup setup) {
    DqnSettings settings = options.settings;
    Discrete actions = QTraining.actions(setup.spec());
    int features = setup.spec().observationSpace().features();
    int signals = setup.signals().size();
    samples = options.samples;
    doubleQ = settings.target().doubleQ();
    head = options.head(samples).head(signals, 1);
    ImplicitQuantiles.Spec spec = options.network(features, actions.n(), signals);
    Trainable trainable = QTraining.trainable(settings, setup, spec.parts());
    online = ImplicitQuantiles.of(spec, QTraining.online(trainable));
    target = ImplicitQuantiles.of(spec, QTraining.target(trainable));
    QuantileHead.Options acting = options.head(options.actingSamples);
    QPolicy policy = QTraining.policy(settings, setup, acting, online, null);
    training = new QTraining(settings, setup, trainable, policy, head);
    batch = new DqnBatch(policy, head);
  }

  @Override
  public Dqn.Losses update(Batch transitions, Criterion criterion, long done) {
    int n = transitions.rows();
    batch.load(transitions);
    if (tau.length != n * samples) {
      tau = new float[n * samples];
    }
    // y: the target network's quantiles of the best next action, at fractions of their own.
    float[] next = transitions.nextObs();
    ImplicitQuantiles judge = doubleQ ? online : target;
    int[] best = batch.greedy(judge.forward(next, n), next, criterion);
    draw(tau, training.rng());
    batch.target(target.forward(next, n, tau, samples), best, training.rng());
    // L and its gradient at the quantiles of the action taken.
    draw(tau, training.rng());
    float[] quantiles = online.forward(transitions.obs(), n, tau, samples);
    double loss =
        batch.loss(
            quantiles,
            transitions,
            (own, y, values, weight, error, dOwn) ->
                head.loss(own, y, values, weight, error, dOwn, tau));
    double norm = training.step(online, batch.dDists(), batch.mixingWeights(), done);
    return batch.losses(loss, norm, training.policy().epsilon(), transitions, criterion);
  }

  /** tau ~ U[0, 1]. */
  private static void draw(float[] tau, RandomGenerator rng) {
    for (int i = 0; i < tau.length; i++) {
      tau[i] = rng.nextFloat();
    }
  }

  @Override
  public QPolicy policy() {
    return training.policy();
  }

  @Override
  public Parts parts() {
    return training.parts();
  }
}
