package org.morl4j.core.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read whole and replaced whole. Only regular files are read: a pipe would be waited
 * for and a device read without end. Nothing is written or deleted through a symbolic link.
 */
public final class WholeFiles {
  private WholeFiles() {}

  /**
   * A text in UTF-8.
   *
   * @param most bytes that are read
   * @throws StateException if it is no regular file, larger, or no UTF-8
   * @throws NoSuchFileException if it isn't there
   */
  public static String text(Path file, long most) throws IOException {
    requireRegular(file);
    long size = Files.size(file);
    if (size > most) {
      throw new StateException(
          "%s has %d bytes, but at most %d are read. Maybe another program wrote it."
              .formatted(file, size, most));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size);
    try (InputStream in = Files.newInputStream(file)) {
      bytes.writeBytes(in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 16)));
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new StateException(
          "%s is not text in UTF-8. Maybe it was damaged: put back a copy of it.".formatted(file),
          e);
    }
  }

  /**
   * Asks before a file is opened.
   *
   * @throws StateException if it is a folder, a pipe, a device or the like, or leads to one
   * @throws NoSuchFileException if it isn't there
   */
  public static void requireRegular(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return;
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    throw new StateException(
        "%s is %s, but must be a regular file. Maybe move it away."
            .formatted(file, Files.isDirectory(file) ? "a folder" : "a pipe, a device or a link"));
  }

  /**
   * Asks before a file is written or replaced.
   *
   * @throws StateException if there is something else than a regular file, such as a link
   */
  public static void requireOwn(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
      throw new StateException(
          "%s is %s, but is to be written as a regular file. Maybe move it away."
              .formatted(file, folder ? "a folder" : "a link, a pipe or a device"));
    }
  }

  /**
   * A folder to write in, created where it isn't there.
   *
   * @throws StateException if it is a symbolic link, which could lead anywhere, or a file
   */
  public static Path folder(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new StateException(
          """
          %s is a symbolic link, but must be a folder: nothing is written through links. Maybe \
          move it where the link is; the folder above it may be a link."""
              .formatted(folder));
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      throw new StateException("%s must be a folder. Maybe move it away.".formatted(folder));
    }
    return Files.createDirectories(folder);
  }

  /**
   * Replaces a file: whenever the process or the machine dies there is the old one or the new one,
   * whole.
   */
  public static void replace(Path file, String text) throws IOException {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of bytes. */
  public static void replace(Path file, byte[] bytes) throws IOException {
    requireOwn(file);
    Path beside = file.resolveSibling(file.getFileName() + ".partial");
    try {
      write(beside, bytes);
      Checkpoints.moveOver(beside, file);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(beside); // a full disk needs the room
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Writes a file anew and syncs it to disk; one of that name, such as a leftover, goes first. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] all) throws IOException {
    requireOwn(file);
    Files.deleteIfExists(file);
    ByteBuffer bytes = ByteBuffer.wrap(all);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Deletes a folder and all in it; of links the link, not what it leads to. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes the names in a folder durable. */
  public static void force(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // Windows can't open folders; there the rename itself is as durable as it gets.
      return;
    }
  }
}
