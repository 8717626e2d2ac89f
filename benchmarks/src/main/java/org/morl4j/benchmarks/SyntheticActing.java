package org.morl4j.benchmarks;

import java.util.Arrays;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/**
 * SAC's policy acting on one observation of 17 numbers, as a trainer or an evaluation has it act:
 * raw observation in, raw action out. Each run is one action.
 */
final class SyntheticActing implements Runnable {
  private final Actor actor;
  private final double[][] observations = new double[16][];
  private final double[] act;
  private int next;

  SyntheticActing(Mode mode) {
    AgentOptions options = BenchmarkAgents.of("sac", false);
    EnvSpec spec = SyntheticUpdates.spec(SyntheticUpdates.Shape.DEFAULT);
    Signals signals = options.signals(spec);
    SeedTree seeds = new SeedTree(1);
    actor =
        options
            .factory()
            .create(new Setup(spec, signals, 1, seeds))
            .snapshot()
            .policy()
            .actor(1, mode, seeds.child("acting").generators(1));
    act = new double[spec.actionSpace().size()];
    Rng rng = new Rng(2);
    for (int i = 0; i < observations.length; i++) {
      observations[i] = new double[spec.observationSpace().size()];
      Arrays.setAll(observations[i], j -> rng.nextGaussian());
    }
  }

  @Override
  public void run() {
    actor.act(observations[next], null, act, null);
    next = (next + 1) % observations.length;
  }
}
