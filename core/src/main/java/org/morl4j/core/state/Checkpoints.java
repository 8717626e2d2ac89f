package org.morl4j.core.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Named states in a folder, each replaced atomically: a reader sees the old one or the new one,
 * never half of either, whenever the writer is killed. Each file carries the format version and the
 * fingerprint of the configuration it belongs to.
 */
public final class Checkpoints {
  /** Version of the layout of states; readers refuse newer ones. */
  public static final int VERSION = 2;

  private final Path folder;
  private final String fingerprint;

  /**
   * @param fingerprint of whatever must be the same for a state to be of use, e.g. a hash of the
   *     resolved config
   */
  public Checkpoints(Path folder, String fingerprint) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.fingerprint = fingerprint;
  }

  /** Replaces the state of that name. */
  public void write(String name, State state) throws IOException {
    Path target = file(name);
    Path beside = folder.resolve(name + ".partial");
    Safetensors.write(
        beside,
        state,
        Map.of("morl4j_checkpoint", Integer.toString(VERSION), "fingerprint", fingerprint));
    moveOver(beside, target);
  }

  /** Renames {@code beside} over {@code target} and makes the rename durable. */
  public static void moveOver(Path beside, Path target) throws IOException {
    try {
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // Windows can't open folders; there the rename itself is as durable as it gets.
      return;
    }
  }

  /**
   * The state of that name, if there is one.
   *
   * @throws StateException if it is of a newer version or another configuration
   */
  public Optional<State> read(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    State state = read(file, metadata);
    if (!fingerprint.equals(metadata.get("fingerprint"))) {
      throw new StateException(
          file
              + " belongs to another configuration. Maybe config.json was edited after the run"
              + " began.");
    }
    return Optional.of(state);
  }

  /**
   * The state in a file, of whatever configuration it is.
   *
   * @throws StateException if it is of another version
   */
  public static State read(Path file) throws IOException {
    return read(file, new LinkedHashMap<>());
  }

  private static State read(Path file, Map<String, String> metadata) throws IOException {
    State state = Safetensors.read(file, metadata);
    String version = metadata.getOrDefault("morl4j_checkpoint", "none");
    if (!version.equals(Integer.toString(VERSION))) {
      throw new StateException(
          file
              + " is a checkpoint of version "
              + version
              + ", but this program reads version "
              + VERSION
              + ". Maybe it was written by another release.");
    }
    return state;
  }

  public void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  private Path file(String name) {
    return folder.resolve(name + ".safetensors");
  }
}
