package org.morl4j.envs.classic;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * What {@code benchmarks/python/envs/record.py} recorded of the original environments, and the same
 * walk through ours. A fingerprint is 8 bytes of a SHA-256 over 50 rows.
 */
record TrajectoryParity(
    int repeat, int seeds, int steps, int block, long[][] fingerprints, double[][] firstRows) {
  private static final int[][] PLAN = {
    {2, 0, 1}, {3, 1, 4}, {5, 0, 8}, {4, 1, 1}, {0, 1, 12}, {1, 4, 5}, {3, 1, 4}, {5, 0, 12}
  };

  /** The recordings by our names. */
  static Map<String, TrajectoryParity> recorded() {
    Map<String, TrajectoryParity> all = new LinkedHashMap<>();
    try (InputStream file =
            Objects.requireNonNull(TrajectoryParity.class.getResourceAsStream("parity.bin.gz"));
        DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
      int envs = in.readInt();
      for (int e = 0; e < envs; e++) {
        String name = in.readUTF();
        all.put(name, read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static TrajectoryParity read(DataInputStream in) throws IOException {
    int repeat = in.readInt();
    int seeds = in.readInt();
    int steps = in.readInt();
    int block = in.readInt();
    int full = in.readInt();
    long[][] fingerprints = new long[seeds][steps / block];
    double[][] rows = new double[full][];
    for (int s = 0; s < seeds; s++) {
      for (int b = 0; b < steps / block; b++) {
        fingerprints[s][b] = in.readLong();
      }
      if (s == 0) {
        int columns = in.readInt();
        for (int r = 0; r < full; r++) {
          rows[r] = new double[columns];
          for (int c = 0; c < columns; c++) {
            rows[r][c] = in.readDouble();
          }
        }
      }
    }
    return new TrajectoryParity(repeat, seeds, steps, block, fingerprints, rows);
  }

  /**
   * Our rows of one seed: observation, reward, terminated, truncated; Pendulum's reward as float32.
   */
  double[][] walk(Environment env, int seed) {
    double[][] actions = actions(env, seed);
    double[][] rows = new double[steps][];
    boolean single = env.spec().id().endsWith("Pendulum-v1");
    int episode = 0;
    env.reset(100_000L * seed * 1009);
    for (int t = 0; t < steps; t++) {
      Step step = env.step(actions[t]);
      int n = step.obs().length;
      int m = step.reward().length;
      double[] row = Arrays.copyOf(step.obs(), n + m + 2);
      for (int j = 0; j < m; j++) {
        row[n + j] = single ? (float) step.reward()[j] : step.reward()[j];
      }
      row[n + m] = step.terminated() ? 1 : 0;
      row[n + m + 1] = step.truncated() ? 1 : 0;
      for (int j = 0; j < row.length; j++) {
        row[j] += 0.0; // no negative zeros, as in the recording
      }
      rows[t] = row;
      if (step.terminated() || step.truncated()) {
        episode++;
        env.reset((100_000L * seed + episode) * 1009);
      }
    }
    return rows;
  }

  /** How many blocks of 50 rows differ from the recording; 0 means that every bit agrees. */
  int mismatches(double[][] rows, int seed) {
    int mismatches = 0;
    for (int b = 0; b < steps / block; b++) {
      double[][] part = Arrays.copyOfRange(rows, b * block, (b + 1) * block);
      mismatches += fingerprint(part) == fingerprints[seed][b] ? 0 : 1;
    }
    return mismatches;
  }

  private static long fingerprint(double[][] rows) {
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * rows[0].length * Double.BYTES);
    for (double[] row : rows) {
      for (double value : row) {
        bytes.putDouble(value);
      }
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private double[][] actions(Environment env, int seed) {
    NumpyGenerator rng = new NumpyGenerator(1_000_000L + seed);
    boolean planned = env.spec().id().contains("minecart") && seed % 2 == 0;
    double[][] actions = new double[steps][];
    int t = 0;
    while (t < steps) {
      if (planned) {
        for (int[] leg : PLAN) {
          t = fill(actions, t, new double[] {leg[0]}, (int) rng.integers(leg[1], leg[2] + 1));
        }
      } else if (env.spec().actionSpace() instanceof Discrete discrete) {
        double[] act = {rng.integers(0, discrete.n())};
        t = fill(actions, t, act, (int) rng.integers(1, repeat + 1));
      } else if (env.spec().actionSpace() instanceof Box box) {
        double[] act = new double[box.size()];
        for (int j = 0; j < act.length; j++) {
          act[j] = (float) rng.uniform(1.2 * box.low().get(j), 1.2 * box.high().get(j));
        }
        t = fill(actions, t, act, (int) rng.integers(1, repeat + 1));
      }
    }
    return actions;
  }

  private static int fill(double[][] actions, int from, double[] act, int times) {
    int to = Math.min(actions.length, from + times);
    for (int t = from; t < to; t++) {
      actions[t] = act;
    }
    return to;
  }
}
