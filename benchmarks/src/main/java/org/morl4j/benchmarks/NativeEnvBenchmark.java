package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.NativeEnvs;

/**
 * Steps native environments on request, so that {@code benchmarks/python/envs/compare.py} can take
 * turns with the originals. Reads lines {@code NAME ROWS STEPS} from standard input; for each it
 * steps {@code ROWS} environments with pre-drawn random actions, {@code STEPS} steps in all, and
 * prints the CPU seconds of the stepping thread.
 */
public final class NativeEnvBenchmark {
  private static final int DRAWN = 256;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private NativeEnvBenchmark() {}

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      double seconds = run(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]));
      System.out.println(seconds);
    }
  }

  private static double run(String name, int rows, long steps) {
    try (VectorEnv env = VectorEnv.of(() -> NativeEnvs.create(name), rows)) {
      SeedTree seeds = new SeedTree(1);
      double[][] actions = actions(env, seeds.child("actions").generator());
      env.reset(new EpisodeSeeds(seeds, rows));
      double sum = 0;
      long start = CLOCK.getCurrentThreadCpuTime();
      for (long t = 0; t < steps / rows; t++) {
        VectorStep step = env.step(actions[(int) (t % DRAWN)]);
        sum += step.reward()[0];
      }
      double seconds = (CLOCK.getCurrentThreadCpuTime() - start) * 1e-9;
      if (Double.isNaN(sum)) { // uses the sum, so that no step can be optimised away
        throw new ArithmeticException(name + " gave a NaN reward.");
      }
      return seconds;
    }
  }

  private static double[][] actions(VectorEnv env, Rng rng) {
    int size = env.spec().actionSpace().size();
    double[][] actions = new double[DRAWN][env.size() * size];
    for (double[] act : actions) {
      for (int i = 0; i < env.size(); i++) {
        env.spec().actionSpace().sample(rng, act, i * size);
      }
    }
    return actions;
  }
}
