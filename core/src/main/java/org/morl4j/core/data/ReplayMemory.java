package org.morl4j.core.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Heap;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where the rows of a replay buffer lie and takes the memory, or refuses with one error
 * before anything is taken.
 *
 * @param freeHeap bytes the heap can still grow by
 * @param folder where mapped files go
 * @param tenant whose rows they are
 */
record ReplayMemory(long freeHeap, Path folder, Tenant tenant) {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayMemory.class);

  /** In the heap a saved state copies the rows, so they count twice there. */
  private static final int COPIES = 2;

  /** AUTO leaves this share of the free heap to all else. */
  private static final double SPARED = 0.25;

  private static final int CHUNK = 1 << 20;

  /**
   * Whose rows they are, for messages.
   *
   * @param name at the start of a sentence
   * @param remedy that makes them fewer
   * @param told whether the log says that they go to a file
   */
  record Tenant(String name, String remedy, boolean told) {
    static final Tenant REPLAY =
        new Tenant("The replay buffer", "lower agent.replay.capacity", false);
  }

  ReplayMemory(long freeHeap, Path folder) {
    this(freeHeap, folder, Tenant.REPLAY);
  }

  /** What this process has for rows of recorded data. */
  static ReplayMemory ofData(long needed, String description) {
    ReplayMemory here = here(needed);
    Tenant data = new Tenant("The table of " + description, "slice it", true);
    return new ReplayMemory(here.freeHeap, here.folder, data);
  }

  /** What this process has. */
  static ReplayMemory here(long needed) {
    long free = Heap.free(COPIES * needed / (1 - SPARED));
    return new ReplayMemory(free, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Memory for {@code rows} rows of {@code stride} bytes, all zero.
   *
   * @throws IllegalArgumentException if it doesn't fit
   */
  Shards take(Storage storage, int rows, long stride) {
    require(storage, rows, rows * stride);
    if (tenant.told && !inHeap(storage, rows * stride)) {
      LOG.info(
          "{} of {} transitions takes {}, the heap has {} left: its rows go to a file in {}.",
          tenant.name,
          rows,
          mebibytes(rows * stride),
          mebibytes(freeHeap),
          folder);
    }
    return inHeap(storage, rows * stride) ? heap(rows, stride) : mapped(rows, stride);
  }

  /**
   * Checks that {@code bytes} for {@code rows} rows are to be had, and takes nothing.
   *
   * @throws IllegalArgumentException if not
   */
  void require(Storage storage, int rows, long bytes) {
    if (inHeap(storage, bytes)) {
      requireHeap(rows, bytes);
    } else {
      requireDisk(rows, bytes);
    }
  }

  private boolean inHeap(Storage storage, long bytes) {
    return storage == Storage.HEAP
        || (storage == Storage.AUTO && COPIES * bytes <= (1 - SPARED) * freeHeap);
  }

  private void requireHeap(int rows, long bytes) {
    if (COPIES * bytes > freeHeap) {
      throw new IllegalArgumentException(
          tenant.name
              + " of "
              + rows
              + " transitions needs "
              + mebibytes(bytes)
              + ", and as much again while it is saved, but the heap has "
              + mebibytes(freeHeap)
              + " left. Maybe "
              + tenant.remedy
              + ", raise -Xmx or set agent.replay.storage to mapped.");
    }
  }

  private void requireDisk(int rows, long bytes) {
    long usable = folder.toFile().getUsableSpace();
    if (usable < bytes) {
      throw tooBigForDisk(rows, bytes, usable, null);
    }
  }

  private Shards heap(int rows, long stride) {
    return Shards.of(rows, stride, (shard, size) -> ByteBuffer.allocate(size));
  }

  private Shards mapped(int rows, long stride) {
    long bytes = rows * stride;
    try {
      Path file = Files.createTempFile(folder, "morl4j-replay-", ".rows");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        fill(channel, bytes);
        long[] at = {0};
        return Shards.of(
            rows,
            stride,
            (shard, size) -> {
              ByteBuffer part = channel.map(FileChannel.MapMode.READ_WRITE, at[0], size);
              at[0] += size;
              return part;
            });
      }
    } catch (IOException e) {
      throw tooBigForDisk(rows, bytes, folder.toFile().getUsableSpace(), e);
    }
  }

  /** Takes the disk space now: a full disk behind a mapping would end the whole process. */
  private static void fill(FileChannel channel, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
    for (long left = bytes; left > 0; left -= zeros.limit()) {
      zeros.clear().limit((int) Math.min(CHUNK, left));
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    }
  }

  private IllegalArgumentException tooBigForDisk(
      int rows, long bytes, long usable, @Nullable IOException cause) {
    return new IllegalArgumentException(
        tenant.name
            + " of "
            + rows
            + " transitions needs "
            + mebibytes(bytes)
            + " in a file in "
            + folder
            + ", where "
            + mebibytes(usable)
            + " are left"
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + ". Maybe "
            + tenant.remedy
            + " or name another folder with -Djava.io.tmpdir.",
        cause);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
