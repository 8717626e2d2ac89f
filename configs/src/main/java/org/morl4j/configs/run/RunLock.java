package org.morl4j.configs.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.state.WholeFiles;

/** Keeps other processes out of a run's folder until it is closed. */
final class RunLock implements AutoCloseable {
  private static final long PAUSE_NANOS = 10_000_000;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a run's folder, which is created where it isn't there.
   *
   * @throws ConfigException if another process, or another run of this one, has it
   */
  static RunLock take(Path path) throws IOException {
    return take(path, Duration.ZERO);
  }

  /**
   * The same, with some patience: one that only looks whether the folder is taken has the lock for
   * a moment.
   */
  static RunLock take(Path path, Duration patience) throws IOException {
    Path file = WholeFiles.folder(path.resolve("checkpoints")).resolve("lock");
    WholeFiles.requireOwn(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      long end = System.nanoTime() + patience.toNanos();
      FileLock lock = tried(channel);
      while (lock == null && System.nanoTime() < end) {
        LockSupport.parkNanos(PAUSE_NANOS);
        lock = tried(channel);
      }
      if (lock == null) {
        throw new ConfigException(
            path + " is in use by another process. Maybe wait for it to end.");
      }
      return new RunLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process runs here
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
