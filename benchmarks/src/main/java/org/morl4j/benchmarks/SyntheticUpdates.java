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
 * A learner that is fed batches of random numbers, as updates.py feeds the peers: obs 17, act 6,
 * batch 256, 16 batches in turn. Each run is one update.
 */
final class SyntheticUpdates implements Runnable {
  private static final int OBS = 17;
  private static final int ACT = 6;
  private static final int ROWS = 256;
  private static final double TERMINATED = 0.01;

  private final Learner<?> learner;
  private final Criterion criterion;
  private final Batch[] batches = new Batch[16];
  private int next;

  SyntheticUpdates(AgentOptions options) {
    EnvSpec spec = spec();
    Signals signals = options.signals(spec);
    learner = options.factory().create(new Setup(spec, signals, Long.MAX_VALUE, new SeedTree(1)));
    criterion = new Mixture(Mixer.oneHot(0, signals.size()), List.of());
    Rng rng = new Rng(2);
    for (int i = 0; i < batches.length; i++) {
      batches[i] = batch(signals, rng);
    }
  }

  static EnvSpec spec() {
    return new EnvSpec(
        "synthetic",
        Box.of(OBS, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Dtype.FLOAT64),
        Box.of(ACT, -1, 1, Dtype.FLOAT32),
        List.of("reward"),
        List.of(),
        0,
        null,
        null,
        "none");
  }

  private static Batch batch(Signals signals, Rng rng) {
    float[] obs = new float[ROWS * OBS];
    float[] nextObs = new float[ROWS * OBS];
    double[] act = new double[ROWS * ACT];
    double[] reward = new double[ROWS];
    boolean[] terminated = new boolean[ROWS];
    int[] steps = new int[ROWS];
    for (int i = 0; i < obs.length; i++) {
      obs[i] = (float) rng.nextGaussian();
      nextObs[i] = (float) rng.nextGaussian();
    }
    for (int i = 0; i < act.length; i++) {
      act[i] = rng.nextDouble(-1, 1);
    }
    for (int i = 0; i < ROWS; i++) {
      reward[i] = rng.nextGaussian();
      terminated[i] = rng.nextDouble() < TERMINATED;
      steps[i] = 1;
    }
    int[] offsets = IntStream.rangeClosed(0, ROWS).toArray();
    boolean[] truncated = new boolean[ROWS];
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
