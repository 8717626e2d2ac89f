package org.morl4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.morl4j.core.learn.Mode;
import org.morl4j.nn.Networks;

/**
 * The Java side of benchmarks/python/agents/compare.py and of that in offline, which names how many
 * numbers an observation and an action have. Reads lines {@code TASK CORES SECONDS} and answers
 * each with {@code CALLS WALL CPU}: how many updates or actions it made and the seconds that took
 * by the wall and by the processor, all threads of the process counted. With more than one core
 * each critic has a thread of its own.
 */
public final class UpdateBenchmark {
  private static final double WARM_UP_SECONDS = 8;
  private static final int BETWEEN = 4; // calls between two looks at the clock

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private UpdateBenchmark() {}

  public static void main(String[] args) throws IOException {
    SyntheticUpdates.Shape shape =
        args.length == 0
            ? SyntheticUpdates.Shape.DEFAULT
            : new SyntheticUpdates.Shape(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.println("kernel " + Networks.kernel() + ", Java " + Runtime.version());
    Map<String, Runnable> tasks = new HashMap<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      boolean parallel = Integer.parseInt(words[1]) > 1;
      Runnable task = tasks.get(words[0]);
      if (task == null) {
        task =
            switch (words[0]) {
              case "act" -> new SyntheticActing(Mode.EXPLORE);
              case "act-greedy" -> new SyntheticActing(Mode.EXPLOIT);
              default -> new SyntheticUpdates(BenchmarkAgents.of(words[0], parallel), shape);
            };
        tasks.put(words[0], task);
        measure(task, WARM_UP_SECONDS);
      }
      System.out.println(measure(task, Double.parseDouble(words[2])));
    }
  }

  private static String measure(Runnable task, double seconds) {
    long n = 0;
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    long now = start;
    while (now - start < seconds * 1e9) {
      for (int i = 0; i < BETWEEN; i++) {
        task.run();
      }
      n += BETWEEN;
      now = System.nanoTime();
    }
    return n + " " + (now - start) / 1e9 + " " + (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
  }
}
