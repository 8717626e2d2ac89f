package org.morl4j.agents.ope;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.RowShape;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.PolicyCritic;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.core.train.PolicyActions;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * Fitted Q evaluation (Le et al. 2019, arXiv 1903.08738, algorithm 3): the critics of one policy
 * pi, all S signals, from recorded transitions (s, a, r, s').
 *
 * <pre>
 *   y_s = r_s + gamma_s (1 - terminated) Q'_s(s', a'),   a' ~ pi(s')
 *   L   = mean over the batch of sum_s (Q_s(s, a) - y_s)^2
 *   Q'  = Q' + polyak (Q - Q')                            each targetEvery updates
 * </pre>
 *
 * Only a terminal state ends the sum: after a time limit the target goes on at s'. Signals are
 * learned in units of their own ({@link SignalUnits}), so that a learning rate serves rewards of
 * any size. B rows, F features, A values of an action. See docs/off-policy-evaluation.md.
 */
public final class FittedQ implements PolicyCritic {
  /**
   * How critics are fitted; rates and target of d3rlpy's FQE where nothing else is said.
   *
   * @param updates gradient steps
   * @param batch transitions of each
   * @param learningRate of Adam
   * @param targetEvery updates between two moves of the target
   * @param polyak how far the target moves towards the critics at a time; 1 copies them
   * @param scaled whether signals are learned in units of their own; else as they are
   * @param networks of the critics; they take no preference, since the policy's is given
   */
  public record Options(
      @Allowed(min = 1, max = 1_000_000_000) long updates,
      @Allowed(min = 1, max = 1_048_576) int batch,
      @Allowed(above = 0, max = 1000) double learningRate,
      @Allowed(min = 1, max = 1_000_000) int targetEvery,
      @Allowed(above = 0, max = 1) double polyak,
      boolean scaled,
      @JsonUnwrapped MlpOptions networks) {
    public static final Options DEFAULT =
        new Options(20_000, 256, 3e-4, 100, 1, true, MlpOptions.DEFAULT);

    public Options {
      Check.allowed(Options.class, "updates", updates);
      Check.allowed(Options.class, "batch", batch);
      Check.allowed(Options.class, "learningRate", learningRate);
      Check.allowed(Options.class, "targetEvery", targetEvery);
      Check.allowed(Options.class, "polyak", polyak);
    }

    /** Critics with these options, updated by who asks for them, of policies as they explore. */
    public PolicyCritic.Factory critics() {
      return (setup, data, policy) ->
          new FittedQ(this, setup, data, new PolicyActions.Acting(policy, null, Mode.EXPLORE));
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(value, batch, learningRate, targetEvery, polyak, scaled, networks);
    }

    /** The same with another {@code batch}. */
    public Options withBatch(int value) {
      return new Options(updates, value, learningRate, targetEvery, polyak, scaled, networks);
    }

    /** The same with another {@code learningRate}. */
    public Options withLearningRate(double value) {
      return new Options(updates, batch, value, targetEvery, polyak, scaled, networks);
    }

    /** The same with another {@code targetEvery}. */
    public Options withTargetEvery(int value) {
      return new Options(updates, batch, learningRate, value, polyak, scaled, networks);
    }

    /** The same with another {@code polyak}. */
    public Options withPolyak(double value) {
      return new Options(updates, batch, learningRate, targetEvery, value, scaled, networks);
    }

    /** The same with another {@code scaled}. */
    public Options withScaled(boolean value) {
      return new Options(updates, batch, learningRate, targetEvery, polyak, value, networks);
    }

    /** The same with other {@code networks}. */
    public Options withNetworks(MlpOptions value) {
      return new Options(updates, batch, learningRate, targetEvery, polyak, scaled, value);
    }
  }

  private final Options options;
  private final RowShape shape;
  private final double[] gamma; // [S]
  private final double[] unit; // [S]
  private final Trainable network;
  private final TransitionSource source;
  private final Rng draws;
  private final PolicyActions actions;
  private final double[] nextAct; // [B, actSize]
  private final float[] in; // [B, F + A]
  private final float[] next; // [B, F + A]
  private final float[] dOut; // [B, S]
  private long done;

  /**
   * @param setup what the data is of: signals with the discounts to evaluate under, all of them
   *     objectives or costs; its seeds decide all that is random
   * @param data single steps
   * @param acting the policy; where it changes meanwhile, the critics follow it
   * @throws IllegalArgumentException if a discount is 1, or a row sums several steps
   */
  public FittedQ(Options options, Setup setup, DataView data, PolicyActions.Acting acting) {
    this.options = options;
    unit = SignalUnits.of(data, setup.signals(), options.scaled);
    Mlps mlps = Mlps.of(setup, options.networks.withPreference(false));
    shape = mlps.shape();
    gamma = setup.signals().all().stream().mapToDouble(signal -> signal.gamma()).toArray();
    network =
        mlps.trainable(
            TrainableSpec.of(mlps.spec(shape.stateAction(), false, shape.signals()))
                .withTarget(true));
    source = data.source();
    draws = setup.seeds().child("draws").generator();
    int n = options.batch;
    actions = new PolicyActions(setup.spec(), acting, n, setup.seeds().child("act"));
    nextAct = new double[n * setup.spec().actionSpace().size()];
    in = new float[n * shape.stateAction()];
    next = new float[in.length];
    dOut = new float[n * shape.signals()];
  }

  /**
   * All updates.
   *
   * @throws ArithmeticException if they diverge
   */
  public void fit() {
    while (done < options.updates) {
      update();
    }
  }

  /**
   * One update.
   *
   * @return L, in the signals' own units
   * @throws ArithmeticException if it is not finite
   */
  @Override
  public double update() {
    Batch batch = source.sample(options.batch, draws);
    int n = batch.rows();
    actions.at(batch.nextObs(), nextAct);
    shape.join(batch.nextObs(), nextAct, null, n, next);
    shape.join(batch.obs(), batch.act(), null, n, in);
    float[] after = network.target(0).forward(next, n);
    float[] q = network.network(0).forward(in, n);
    int size = shape.signals();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      for (int s = 0; s < size; s++) {
        double goesOn = batch.terminated()[i] ? 0 : gamma[s];
        double y = batch.value(i, s) / unit[s] + goesOn * after[i * size + s];
        double d = q[i * size + s] - y;
        loss += d * d / n;
        dOut[i * size + s] = (float) (2 * d / n);
      }
    }
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "Fitted Q evaluation diverged after %d updates. Maybe lower its learningRate, or use data that covers the policy's actions."
              .formatted(done));
    }
    network.network(0).backward(dOut, network.gradient(0), 0, null);
    network.step(0, options.learningRate);
    done++;
    if (done % options.targetEvery == 0) {
      network.track(options.polyak);
    }
    return loss;
  }

  /** Q_s(s, a) as fitted so far, in the signals' units. */
  @Override
  public ValueFunction values() {
    return (obs, act, preference, n, out) -> {
      float[] rows = new float[n * shape.stateAction()];
      shape.join(obs, act, null, n, rows);
      float[] q = network.network(0).forward(rows, n);
      for (int i = 0; i < n * shape.signals(); i++) {
        out[i] = (float) (q[i] * unit[i % shape.signals()]);
      }
    };
  }

  @Override
  public void save(State out) {
    out.put("network", network);
    out.put("draws", draws);
    out.put("actions", actions);
    out.put("done", done);
  }

  @Override
  public void restore(State in) {
    in.restore("network", network);
    in.restore("draws", draws);
    in.restore("actions", actions);
    done = in.scalarLong("done");
  }
}
