package org.morl4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.core.data.NeighbourIndex;
import org.morl4j.core.data.Neighbours;

/**
 * Our half of benchmarks/python/neighbours/compare.py, which starts it, asks on stdin and reads
 * stdout. Its arguments are the points' file (little-endian floats) and their dimensions; it
 * answers the CPU seconds that the index took. A request is one line of words, answered by one
 * line:
 *
 * <pre>  MINIMUM_SECONDS QUERIES HINTS NEAREST</pre>
 *
 * CPU seconds of one search of all queries, averaged over as many as fill the minimum time; their
 * nearest points are written to the file NEAREST.
 */
public final class NeighbourBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private NeighbourBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int dimensions = Integer.parseInt(arguments[1]);
    float[] points = floats(Path.of(arguments[0]));
    long start = THREADS.getCurrentThreadCpuTime();
    NeighbourIndex index = Neighbours.factory().of(points, dimensions);
    System.out.println((THREADS.getCurrentThreadCpuTime() - start) * 1e-9);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      List<String> words = List.of(line.split(" ", 4));
      float[] queries = floats(Path.of(words.get(1)));
      int[] hints = ints(Path.of(words.get(2)));
      int[] nearest = new int[hints.length];
      double seconds = seconds(index, Double.parseDouble(words.get(0)), queries, hints, nearest);
      byte[] found = new byte[Integer.BYTES * nearest.length];
      ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(nearest);
      Files.write(Path.of(words.get(3)), found);
      System.out.println(seconds);
    }
  }

  private static double seconds(
      NeighbourIndex index, double minimum, float[] queries, int[] hints, int[] nearest) {
    long start = THREADS.getCurrentThreadCpuTime();
    long calls = 0;
    double seconds;
    do {
      index.nearest(queries, hints.length, hints, nearest);
      calls++;
      seconds = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
    } while (seconds < minimum);
    return seconds / calls;
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static int[] ints(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }
}
