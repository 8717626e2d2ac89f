package org.morl4j.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.morl4j.core.state.State;

/**
 * Memory for many rows of equal length, cut into shards since a buffer has less than 2 GiB. Bytes
 * are little-endian wherever they lie, so every storage holds the same ones.
 */
final class Shards {
  /** Most bytes of a shard, where a row is not longer. */
  private static final long SHARD = 1L << 28;

  private final int stride;
  private final int shift;
  private final int mask;
  private final ByteBuffer[] bytes;
  private final DoubleBuffer[] doubles;
  private final FloatBuffer[] floats;
  private final IntBuffer[] ints;

  /** Where shards come from. */
  interface Memory<E extends Exception> {
    /** {@code size} zeros. */
    ByteBuffer shard(int index, int size) throws E;
  }

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

  /**
   * Shards for {@code rows} rows.
   *
   * @param stride bytes of a row, a multiple of 8
   */
  static <E extends Exception> Shards of(int rows, long stride, Memory<E> memory) throws E {
    return of(rows, stride, SHARD, memory);
  }

  /** Likewise, with another size of shards. */
  static <E extends Exception> Shards of(int rows, long stride, long shardBytes, Memory<E> memory)
      throws E {
    int shift = 63 - Long.numberOfLeadingZeros(Math.max(1, shardBytes / stride));
    shift = Math.min(shift, 30);
    long whole = 1L << shift;
    ByteBuffer[] bytes = new ByteBuffer[(int) ((rows + whole - 1) / whole)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = memory.shard(i, Math.toIntExact(Math.min(whole, rows - i * whole) * stride));
    }
    return new Shards(Math.toIntExact(stride), shift, bytes);
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

  /** How many shards. */
  int count() {
    return bytes.length;
  }

  /** Copies a row of other shards of the same stride. */
  void copy(int to, Shards from, int row) {
    int at = from.localRow(row) * stride;
    bytes[shardOf(to)].put(localRow(to) * stride, from.bytes[from.shardOf(row)], at, stride);
  }

  /** Saves the first {@code rows} rows, shard by shard; those in a mapped file are not copied. */
  void save(State out, int rows) {
    for (int shard = 0; shard < bytes.length; shard++) {
      out.put("rows." + shard, bytes(shard, rows));
    }
  }

  /** Takes up the first {@code rows} rows that {@link #save} wrote. */
  void restore(State in, int rows) {
    for (int shard = 0; shard < bytes.length; shard++) {
      ByteBuffer to = bytes(shard, rows);
      to.put(in.buffer("rows." + shard, to.remaining()));
    }
  }

  /** Those bytes of a shard that the first {@code rows} rows of all take: a live view. */
  ByteBuffer bytes(int shard, int rows) {
    long before = (long) shard << shift;
    long here = Math.max(0, Math.min(1L << shift, rows - before));
    return bytes[shard].slice(0, (int) (here * stride));
  }
}
