package org.morl4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.offline.Episode;
import org.morl4j.offline.EpisodeCursor;
import org.morl4j.offline.Recording;
import org.morl4j.offline.Recordings;

/**
 * Our half of benchmarks/python/data/compare.py: for each line on stdin reads a dataset, with all
 * its checks, and prints wall and CPU seconds and how many numbers its episodes have.
 */
public final class DataReadBenchmark {
  private DataReadBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    while (requests.readLine() != null) {
      long wall = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      long numbers = numbers(path);
      System.out.printf(
          Locale.ROOT,
          "%.4f %.4f %d%n",
          (System.nanoTime() - wall) * 1e-9,
          (system.getProcessCpuTime() - cpu) * 1e-9,
          numbers);
    }
  }

  private static long numbers(Path path) throws IOException {
    long numbers = 0;
    Recording recording = Recordings.open(path, CsvColumns.DEFAULT);
    try (EpisodeCursor cursor = recording.open()) {
      while (cursor.hasNext()) {
        Episode episode = cursor.next();
        numbers += episode.obs().length + episode.act().length + episode.reward().length;
      }
    }
    return numbers;
  }
}
