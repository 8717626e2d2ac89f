package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Trainer;
import org.morl4j.envs.gym.GymOptions;
import org.morl4j.envs.gym.GymVectorEnv;

/**
 * The Java side of benchmarks/python/agents/end_to_end.py: trains an agent on one row of a
 * Gymnasium environment through the bridge. Arguments: the task, the environment's id, the cores.
 * Reads lines with a number of steps and answers each with the wall seconds they took.
 */
public final class TrainingBenchmark {
  /** What the replay buffer is made for, as the peers' buffers are. */
  private static final long TRANSITIONS = 1_000_000;

  private TrainingBenchmark() {}

  public static void main(String[] args) throws IOException {
    AgentOptions options = BenchmarkAgents.of(args[0], Integer.parseInt(args[2]) > 1);
    try (VectorEnv env = GymVectorEnv.open(GymOptions.of("gymnasium:" + args[1]), 1)) {
      Signals signals = options.signals(env.spec());
      SeedTree seeds = new SeedTree(1);
      Learner<?> learner =
          options.factory().create(new Setup(env.spec(), signals, TRANSITIONS, seeds));
      Mixture criterion = new Mixture(Mixer.oneHot(0, signals.size()), List.of());
      Trainer trainer = new Trainer(env, learner, criterion, signals, TRANSITIONS, seeds);
      System.out.println("MORL4J on " + env.spec().simulator() + ", Java " + Runtime.version());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long until = trainer.transitions() + Long.parseLong(line);
        long start = System.nanoTime();
        while (trainer.transitions() < until) {
          trainer.advance();
        }
        System.out.println((System.nanoTime() - start) / 1e9);
      }
    }
  }
}
