package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

/**
 * The Java side of benchmarks/python/nn/compare.py. Reads lines "TASK SECONDS" and answers each
 * with the calls a second, the median of a few slices; the script runs the peer in between, so that
 * both see the same machine.
 */
public final class NetworkBenchmark {
  private static final int SLICES = 5;

  private final LongSupplier clock;

  private NetworkBenchmark(LongSupplier clock) {
    this.clock = clock;
  }

  /** The argument "cpu" counts this thread's processor time, for a machine that isn't idle. */
  public static void main(String[] args) throws IOException {
    LongSupplier clock = System::nanoTime;
    if (args.length > 0 && args[0].equals("cpu")) {
      clock = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    }
    NetworkBenchmark benchmark = new NetworkBenchmark(clock);
    System.out.println("kernel " + Networks.kernel());
    Map<String, Runnable> tasks = new LinkedHashMap<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      Runnable task = tasks.computeIfAbsent(words[0], benchmark::task);
      System.out.println(benchmark.medianRate(task, Double.parseDouble(words[1])));
    }
  }

  private Runnable task(String name) {
    Runnable task =
        switch (name) {
          case "ppo-64" -> new PpoMinibatch(64);
          case "ppo-4096" -> new PpoMinibatch(4096);
          case "act-1" -> acting(1);
          case "act-16" -> acting(16);
          default -> throw new IllegalArgumentException("There is no task called " + name);
        };
    medianRate(task, 3);
    return task;
  }

  /** Forward of 17 observations through 256x256 ReLU to 6 actions. */
  private static Runnable acting(int rows) {
    Random rng = new Random(1);
    Network network =
        Networks.create(NetworkSpec.mlp(17, new int[] {256, 256}, Activation.RELU, 6, 1), rng);
    float[] obs = new float[rows * 17];
    for (int i = 0; i < obs.length; i++) {
      obs[i] = (float) rng.nextGaussian();
    }
    return () -> network.forward(obs, rows);
  }

  /** Calls a second, the median of {@value #SLICES} slices that last {@code seconds} together. */
  private double medianRate(Runnable task, double seconds) {
    long slice = (long) (seconds / SLICES * 1e9);
    int between = 1;
    double[] rates = new double[SLICES];
    for (int s = 0; s < SLICES; s++) {
      long start = clock.getAsLong();
      long now = start;
      long calls = 0;
      while (now - start < slice) {
        for (int i = 0; i < between; i++) {
          task.run();
        }
        calls += between;
        now = clock.getAsLong();
      }
      rates[s] = calls * 1e9 / (now - start);
      // Reading the clock costs as much as a small call, so it is read about once a millisecond.
      between = (int) Math.max(1, rates[s] / 1000);
    }
    Arrays.sort(rates);
    return rates[SLICES / 2];
  }
}
