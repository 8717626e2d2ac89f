package org.morl4j.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

/**
 * A learner that is fed batches of random numbers, as the scripts updates.py feed the peers: batch
 * 256, 16 batches in turn. Each run is one update. What scans its data is shown a handful of rows,
 * so that a search among them costs next to nothing.
 */
final class SyntheticUpdates implements Runnable {
  /** How many numbers an observation and an action have. */
  record Shape(int obs, int act) {
    static final Shape DEFAULT = new Shape(17, 6);
  }

  private static final int ROWS = 256;
  private static final int SCANNED = 8;
  private static final double TERMINATED = 0.01;

  private final Learner<?> learner;
  private final Criterion criterion;
  private final Batch[] batches = new Batch[16];
  private int next;

  SyntheticUpdates(AgentOptions options, Shape shape) {
    EnvSpec spec = spec(shape);
    Signals signals = options.signals(spec);
    learner = options.factory().create(new Setup(spec, signals, Long.MAX_VALUE, new SeedTree(1)));
    criterion = new Mixture(Mixer.oneHot(0, signals.size()), List.of());
    Rng rng = new Rng(2);
    for (int i = 0; i < batches.length; i++) {
      batches[i] = batch(signals, shape, ROWS, rng);
    }
    learner.prepare(new OneBatch(batch(signals, shape, SCANNED, rng)));
  }

  static EnvSpec spec(Shape shape) {
    return new EnvSpec(
        "synthetic",
        Box.of(shape.obs(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Dtype.FLOAT64),
        Box.of(shape.act(), -1, 1, Dtype.FLOAT32),
        List.of("reward"),
        List.of(),
        0,
        null,
        null,
        "none");
  }

  private static Batch batch(Signals signals, Shape shape, int rows, Rng rng) {
    float[] obs = new float[rows * shape.obs()];
    float[] nextObs = new float[rows * shape.obs()];
    double[] act = new double[rows * shape.act()];
    double[] reward = new double[rows];
    boolean[] terminated = new boolean[rows];
    int[] steps = new int[rows];
    for (int i = 0; i < obs.length; i++) {
      obs[i] = (float) rng.nextGaussian();
      nextObs[i] = (float) rng.nextGaussian();
    }
    for (int i = 0; i < act.length; i++) {
      act[i] = rng.nextDouble(-1, 1);
    }
    for (int i = 0; i < rows; i++) {
      reward[i] = rng.nextGaussian();
      terminated[i] = rng.nextDouble() < TERMINATED;
      steps[i] = 1;
    }
    int[] offsets = IntStream.rangeClosed(0, rows).toArray();
    boolean[] truncated = new boolean[rows];
    double[] cost = {};
    return new Batch(
        signals, offsets, obs, nextObs, act, reward, cost, terminated, truncated, steps);
  }

  @Override
  public void run() {
    learner.update(batches[next], criterion);
    next = (next + 1) % batches.length;
  }
}
