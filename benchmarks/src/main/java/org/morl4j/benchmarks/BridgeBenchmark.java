package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.gym.EnvWorkerException;
import org.morl4j.envs.gym.GymOptions;
import org.morl4j.envs.gym.GymVectorEnv;
import org.morl4j.envs.gym.PythonEnvironment;

/**
 * The bridge's side of {@code benchmarks/python/bridge/compare.py}, which starts it and asks for
 * one window at a time so that the peers' windows lie between ours.
 *
 * <p>First writes the interpreter's path. Then answers each line of standard input: {@code rate ID
 * LIMIT ROWS WORKERS SECONDS} with environment steps a second, {@code latency FOLDER CALLS} with
 * the median and the 99th percentile of one row's round trip in microseconds, {@code death FOLDER}
 * with the milliseconds from killing a worker to the exception.
 */
public final class BridgeBenchmark {
  private static final int ACTIONS = 64;

  private BridgeBenchmark() {}

  public static void main(String[] args) throws IOException {
    System.out.println(PythonEnvironment.resolve().interpreter());
    Map<String, Driver> drivers = new HashMap<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] word = line.split(" ", -1);
      if (word[0].equals("rate")) {
        GymOptions options =
            GymOptions.of("gymnasium:" + word[1])
                .withMaxEpisodeSteps(Integer.parseInt(word[2]))
                .withWorkers(Integer.parseInt(word[4]));
        int rows = Integer.parseInt(word[3]);
        Driver driver =
            drivers.computeIfAbsent(
                String.join(" ", Arrays.asList(word).subList(1, 5)),
                key -> new Driver(options, rows));
        System.out.println(driver.rate(Double.parseDouble(word[5])));
      } else if (word[0].equals("death")) {
        System.out.println(death(word[1]));
      } else {
        System.out.println(latency(word[1], Integer.parseInt(word[2])));
      }
    }
    drivers.values().forEach(driver -> driver.env.close());
  }

  private static GymOptions trivial(String folder) {
    return GymOptions.of("python:trivial_env:Trivial").withPythonPath(List.of(folder));
  }

  private static double death(String folder) {
    Driver driver = new Driver(trivial(folder).withWorkers(2), 2);
    try {
      ProcessHandle worker = ProcessHandle.of(driver.env.pid(1)).orElseThrow();
      long start = System.nanoTime();
      worker.destroyForcibly();
      try {
        while (true) {
          driver.step();
        }
      } catch (EnvWorkerException e) {
        return (System.nanoTime() - start) / 1e6;
      }
    } finally {
      driver.env.close();
    }
  }

  private static String latency(String folder, int calls) {
    Driver driver = new Driver(trivial(folder).withWorkers(1), 1);
    try {
      for (int i = 0; i < calls; i++) {
        driver.step();
      }
      double[] micros = new double[calls];
      for (int i = 0; i < calls; i++) {
        long start = System.nanoTime();
        driver.step();
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
      Arrays.sort(micros);
      return micros[calls / 2] + " " + micros[calls * 99 / 100];
    } finally {
      driver.env.close();
    }
  }

  private static final class Driver {
    final GymVectorEnv env;
    private final double[][] actions = new double[ACTIONS][];
    private int t;

    Driver(GymOptions options, int rows) {
      env = GymVectorEnv.open(options, rows);
      int size = env.spec().actionSpace().size();
      Rng rng = new Rng(1);
      for (int a = 0; a < ACTIONS; a++) {
        actions[a] = new double[rows * size];
        for (int i = 0; i < rows; i++) {
          env.spec().actionSpace().sample(rng, actions[a], i * size);
        }
      }
      env.reset(new EpisodeSeeds(new SeedTree(1), rows));
    }

    void step() {
      env.step(actions[t++ % ACTIONS]);
    }

    double rate(double seconds) {
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      long steps = 0;
      long now = start;
      while (now < end) {
        step();
        steps += env.size();
        now = System.nanoTime();
      }
      return steps / ((now - start) / 1e9);
    }
  }
}
