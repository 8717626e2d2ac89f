package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.morl4j.pareto.indicator.Distance;
import org.morl4j.pareto.indicator.Hypervolume;
import org.morl4j.pareto.indicator.NonDominated;

/**
 * Our half of benchmarks/python/indicators/compare.py, which starts it, asks on stdin and reads
 * stdout. A request is one line of words:
 *
 * <pre>  OPERATION MINIMUM_SECONDS FRONT.csv OTHER.csv</pre>
 *
 * The answer is one line: CPU seconds of one call, averaged over as many calls as fill the minimum
 * time, and a value that the other side can check. In each CSV a row is a point; OTHER is the
 * reference set of distances, and its first row the reference point of volumes.
 */
public final class IndicatorBenchmark {
  private IndicatorBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      List<String> words = List.of(line.split(" ", 4));
      double[][] front = read(Path.of(words.get(2)));
      double[][] other = read(Path.of(words.get(3)));
      System.out.println(
          measure(operation(words.get(0), front, other), Double.parseDouble(words.get(1))));
    }
  }

  private static DoubleSupplier operation(String name, double[][] front, double[][] other) {
    double[] reference = other[0];
    double[] newest = front[front.length - 1];
    double[][] archive = Arrays.copyOf(front, front.length - 1);
    return switch (name) {
      case "hypervolume" -> () -> Hypervolume.of(front, reference);
      case "contributions" -> () -> sum(Hypervolume.contributions(front, reference));
      case "insertion" -> () -> Hypervolume.contribution(archive, newest, reference);
      case "filter" -> () -> count(NonDominated.mask(front));
      case "epsilon" -> () -> Distance.epsilonAdditive(front, other);
      case "igd" -> () -> Distance.igd(front, other);
      case "igd+" -> () -> Distance.igdPlus(front, other);
      default -> throw new IllegalArgumentException("unknown operation " + name);
    };
  }

  private static String measure(DoubleSupplier operation, double minimumSeconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long calls = 0;
    double value;
    double seconds;
    do {
      value = operation.getAsDouble();
      calls++;
      seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
    } while (seconds < minimumSeconds);
    return seconds / calls + " " + value;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double count(boolean[] mask) {
    int count = 0;
    for (boolean kept : mask) {
      count += kept ? 1 : 0;
    }
    return count;
  }

  private static double[][] read(Path csv) throws IOException {
    try (var lines = Files.lines(csv)) {
      return lines
          .map(row -> Arrays.stream(row.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }
}
