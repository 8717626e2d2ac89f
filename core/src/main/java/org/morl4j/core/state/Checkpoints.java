package org.morl4j.core.state;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named states in a folder, each replaced atomically: a reader sees the old one or the new one,
 * never half of either, whenever the writer is killed. Each file carries the format version, the
 * fingerprint of the configuration it belongs to, and a hash of its bytes.
 */
public final class Checkpoints {
  /** Version of the layout of states; readers refuse newer ones. */
  public static final int VERSION = 3;

  /** The one before, of the same layout but without a hash. */
  private static final int UNSEALED = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** A name is one of a file: no separator, no dot to begin with. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final String VERSION_KEY = "morl4j_checkpoint";
  private static final String FINGERPRINT_KEY = "fingerprint";

  private final Path folder;
  private final String fingerprint;

  /**
   * @param fingerprint of whatever must be the same for a state to be of use, e.g. a hash of the
   *     resolved config
   */
  public Checkpoints(Path folder, String fingerprint) throws IOException {
    this.folder = WholeFiles.folder(folder);
    this.fingerprint = fingerprint;
  }

  /** Replaces the state of that name. */
  public void write(String name, State state) throws IOException {
    Path target = file(name);
    Path beside = folder.resolve(name + ".partial");
    WholeFiles.requireOwn(target);
    WholeFiles.requireOwn(beside);
    Map<String, String> metadata = new LinkedHashMap<>(); // in order: equal states, equal bytes
    metadata.put(VERSION_KEY, Integer.toString(VERSION));
    metadata.put(FINGERPRINT_KEY, fingerprint);
    Safetensors.writeSealed(beside, state, metadata);
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
    WholeFiles.force(target.toAbsolutePath().getParent());
  }

  /**
   * The state of that name, if there is one.
   *
   * @throws StateException if it is damaged, of another version or of another configuration
   */
  public Optional<State> read(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    State state;
    try {
      state = read(file, metadata);
    } catch (StateException e) {
      throw new StateException(
          """
          %s Or delete the folder %s: a resume then trains from the start, to the same results."""
              .formatted(e.getMessage(), folder),
          e);
    }
    if (!fingerprint.equals(metadata.get(FINGERPRINT_KEY))) {
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
   * @throws StateException if it is damaged or of another version
   */
  public static State read(Path file) throws IOException {
    return read(file, new LinkedHashMap<>());
  }

  private static State read(Path file, Map<String, String> metadata) throws IOException {
    State state = Safetensors.read(file, metadata);
    String version = metadata.getOrDefault(VERSION_KEY, "none");
    boolean sealed = metadata.containsKey(Safetensors.SEAL);
    if (version.equals(Integer.toString(UNSEALED))) {
      LOG.debug("{} is of version {}, which may have no hash.", file, UNSEALED);
    } else if (!version.equals(Integer.toString(VERSION))) {
      throw new StateException(
          "%s is a checkpoint of version %s, but this program reads versions %d and %d. Maybe it was written by another release."
              .formatted(file, version, UNSEALED, VERSION));
    } else if (!sealed) {
      throw new StateException(
          "%s is damaged: it has no hash, which every checkpoint of version %d has. Maybe put back a copy of it."
              .formatted(file, VERSION));
    }
    return state;
  }

  public void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new StateException(
          "\"%s\" is no name of a checkpoint: allowed are letters, digits, dots and dashes. Maybe a file of the run was edited."
              .formatted(name));
    }
    return folder.resolve(name + ".safetensors");
  }
}
