package org.morl4j.envs.gym;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morl4j.core.env.VectorStep;

/**
 * One worker's memory-mapped file of B rows, little-endian. A header of 4 KiB: magic, protocol,
 * status (0 or 1), row that failed, length of the error text (int32 each), the text in UTF-8 from
 * byte 64. Then, each on a 64-byte boundary: {@code act} f64 [B,actSize], {@code seed} i64 [B],
 * {@code mask} u8 [B], {@code obs} and {@code finalObs} f64 [B,obsSize], {@code reward} f64 [B,m],
 * {@code cost} f64 [B,k], {@code terminated} and {@code truncated} u8 [B].
 *
 * <p>Both sides touch it only between their own receive and send, so the socket orders the
 * accesses. Doubles hold float32, float64 and the integer types exactly.
 */
final class DataPlane {
  static final int MAGIC = 0x4D344247;
  static final int PROTOCOL = 1;
  private static final int HEADER = 4096;
  private static final int ERROR_TEXT = 64;

  private final int rows;
  private final int actSize;
  private final int obsSize;
  private final int m;
  private final int k;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final int bytes;
  private final MappedByteBuffer memory;
  private final DoubleBuffer act;
  private final LongBuffer seed;
  private final ByteBuffer mask;
  private final DoubleBuffer obs;
  private final DoubleBuffer finalObs;
  private final DoubleBuffer reward;
  private final DoubleBuffer cost;
  private final ByteBuffer terminated;
  private final ByteBuffer truncated;

  /** Creates the file and maps it. */
  DataPlane(Path file, int rows, int actSize, int obsSize, int m, int k) throws IOException {
    this.rows = rows;
    this.actSize = actSize;
    this.obsSize = obsSize;
    this.m = m;
    this.k = k;
    long end = HEADER;
    end = place("act", end, 8L * rows * actSize);
    end = place("seed", end, 8L * rows);
    end = place("mask", end, rows);
    end = place("obs", end, 8L * rows * obsSize);
    end = place("finalObs", end, 8L * rows * obsSize);
    end = place("reward", end, 8L * rows * m);
    end = place("cost", end, 8L * rows * k);
    end = place("terminated", end, rows);
    end = place("truncated", end, rows);
    bytes = Math.toIntExact(end);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    }
    memory.order(ByteOrder.LITTLE_ENDIAN).putInt(0, MAGIC).putInt(4, PROTOCOL);
    act = block("act", 8 * rows * actSize).asDoubleBuffer();
    seed = block("seed", 8 * rows).asLongBuffer();
    mask = block("mask", rows);
    obs = block("obs", 8 * rows * obsSize).asDoubleBuffer();
    finalObs = block("finalObs", 8 * rows * obsSize).asDoubleBuffer();
    reward = block("reward", 8 * rows * m).asDoubleBuffer();
    cost = block("cost", 8 * rows * k).asDoubleBuffer();
    terminated = block("terminated", rows);
    truncated = block("truncated", rows);
  }

  private long place(String name, long offset, long length) {
    if (offset + length > Integer.MAX_VALUE - 64L) {
      throw new IllegalArgumentException(
          "One worker's observations need more than 2 GiB. Maybe use fewer environments a worker.");
    }
    offsets.put(name, (int) offset);
    return (offset + length + 63) / 64 * 64;
  }

  private ByteBuffer block(String name, int length) {
    int offset = offsets.getOrDefault(name, 0);
    return memory.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the blocks begin, by name. */
  Map<String, Integer> offsets() {
    return offsets;
  }

  int bytes() {
    return bytes;
  }

  /** Copies the worker's rows out of {@code actions} [n, actSize]. */
  void putActions(double[] actions, int firstRow) {
    act.put(0, actions, firstRow * actSize, rows * actSize);
  }

  /** Sets the seed with which a row of this worker begins its next episode. */
  void putSeed(int row, long value) {
    seed.put(row, value);
  }

  /** Says whether a row takes part in the next reset or replay. */
  void putMask(int row, boolean takesPart) {
    mask.put(row, (byte) (takesPart ? 1 : 0));
  }

  /** Copies the worker's observations into {@code to} [n, obsSize]. */
  void getObs(double[] to, int firstRow) {
    obs.get(0, to, firstRow * obsSize, rows * obsSize);
  }

  /** Copies what the last step gave into the worker's rows of {@code to}. */
  void getStep(VectorStep to, int firstRow) {
    getObs(to.obs(), firstRow);
    reward.get(0, to.reward(), firstRow * m, rows * m);
    cost.get(0, to.cost(), firstRow * k, rows * k);
    for (int i = 0; i < rows; i++) {
      int row = firstRow + i;
      to.terminated()[row] = terminated.get(i) != 0;
      to.truncated()[row] = truncated.get(i) != 0;
      if (to.ended(row)) {
        finalObs.get(i * obsSize, to.finalObs(), row * obsSize, obsSize);
      }
    }
  }

  /** True if the last replayed step ended the row's episode. */
  boolean ended(int row) {
    return terminated.get(row) != 0 || truncated.get(row) != 0;
  }

  /** The row of this worker that failed. */
  int failedRow() {
    return memory.getInt(12);
  }

  /** The text of the last failure. */
  String errorText() {
    int length = Math.min(Math.max(0, memory.getInt(16)), HEADER - ERROR_TEXT);
    byte[] text = new byte[length];
    memory.get(ERROR_TEXT, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
