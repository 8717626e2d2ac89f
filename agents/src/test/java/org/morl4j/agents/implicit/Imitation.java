package org.morl4j.agents.implicit;

import java.util.List;
import java.util.Map;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.agents.SingleSteps;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataSets;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

/** A state, actions near 0.5 of an expert among actions anywhere, and rewards that say nothing. */
public final class Imitation {
  private static final int ROWS = 256;

  private Imitation() {}

  /** Steps that end their episode; every fourth recorded one is the expert's. */
  public static DataSets data(Signals signals, List<String> drawn) {
    Rng rng = new Rng(8);
    DataView expert = table(signals, rng, 1);
    DataView recorded = table(signals, rng, 4);
    return new DataSets(Map.of("expert", expert, "recorded", recorded), drawn);
  }

  private static DataView table(Signals signals, Rng rng, int every) {
    double[] act = new double[ROWS];
    double[] reward = new double[2 * ROWS];
    boolean[] terminated = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      act[i] = i % every == 0 ? 0.5 + 0.05 * rng.nextGaussian() : 2 * rng.nextDouble() - 1;
      reward[2 * i] = -act[i];
      terminated[i] = true;
    }
    float[] obs = new float[ROWS];
    Batch all = SingleSteps.of(signals, obs, obs.clone(), act, reward, terminated);
    return TransitionTable.of("steps", List.of(all));
  }

  /** What is done at best after so many updates. */
  public static double greedyAction(AlgorithmOptions options, int updates) {
    EnvSpec spec = Bandit.spec(Box.of(1, -1, 1, Dtype.FLOAT64));
    Signals signals = options.signals(spec);
    Learner<?> learner =
        options.factory().create(new Setup(spec, signals, updates, new SeedTree(3)));
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    DataSets data = data(signals, options.requirements().sets());
    if (options.requirements().scan()) {
      learner.prepare(data);
    }
    TransitionSource source = data.source();
    Rng rng = new Rng(5);
    for (int update = 0; update < updates; update++) {
      learner.update(source.sample(64, rng), criterion);
    }
    return Bandit.greedyAction(learner);
  }
}
