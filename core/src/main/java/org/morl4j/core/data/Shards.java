package org.morl4j.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Memory for many rows of equal length, cut into shards since a buffer has less than 2 GiB. Bytes
 * are little-endian wherever they lie, so every storage holds the same ones.
 */
final class Shards {
  /** Most bytes of a shard. */
  private static final long SHARD = 1L << 28;

  private final int stride;
  private final int shift;
  private final int mask;
  private final ByteBuffer[] bytes;
  private final DoubleBuffer[] doubles;
  private final FloatBuffer[] floats;
  private final IntBuffer[] ints;

  private Shards(int stride, int shift, ByteBuffer[] bytes) {
    this.stride = stride;
    this.shift = shift;
    this.bytes = bytes;
    mask = (1 << shift) - 1;
    doubles = new DoubleBuffer[bytes.length];
    floats = new FloatBuffer[bytes.length];
    ints = new IntBuffer[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i].order(ByteOrder.LITTLE_ENDIAN);
      doubles[i] = bytes[i].asDoubleBuffer();
      floats[i] = bytes[i].asFloatBuffer();
      ints[i] = bytes[i].asIntBuffer();
    }
  }

  /** In the heap. */
  static Shards heap(int rows, long stride) {
    int shift = shift(rows, stride);
    ByteBuffer[] bytes = new ByteBuffer[count(rows, shift)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = ByteBuffer.allocate(Math.toIntExact(rowsIn(i, rows, shift) * stride));
    }
    return new Shards(Math.toIntExact(stride), shift, bytes);
  }

  /** The power of two of rows in a whole shard. */
  private static int shift(int rows, long stride) {
    int shift = 63 - Long.numberOfLeadingZeros(Math.max(1, SHARD / stride));
    return Math.min(shift, 31 - Integer.numberOfLeadingZeros(rows));
  }

  private static int count(int rows, int shift) {
    return (int) (((long) rows + (1 << shift) - 1) >> shift);
  }

  private static long rowsIn(int shard, int rows, int shift) {
    return Math.min(1L << shift, rows - ((long) shard << shift));
  }

  int shardOf(int row) {
    return row >> shift;
  }

  int localRow(int row) {
    return row & mask;
  }

  DoubleBuffer doubles(int shard) {
    return doubles[shard];
  }

  FloatBuffer floats(int shard) {
    return floats[shard];
  }

  IntBuffer ints(int shard) {
    return ints[shard];
  }

  int count() {
    return bytes.length;
  }

  /** Bytes of the first {@code rows} rows that lie in a shard. */
  int bytesIn(int shard, int rows) {
    long before = (long) shard << shift;
    return (int) (Math.max(0, Math.min(1L << shift, rows - before)) * stride);
  }

  /** The first {@code n} bytes of a shard, for reading and writing. */
  ByteBuffer bytes(int shard, int n) {
    return bytes[shard].slice(0, n);
  }
}
