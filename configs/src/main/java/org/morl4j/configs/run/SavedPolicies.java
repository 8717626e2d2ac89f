package org.morl4j.configs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;
import org.morl4j.policy.Policies;
import org.morl4j.policy.PolicyScore;

/**
 * {@code policies/} of a run: a folder for each policy, replaced by renaming. A kill between the
 * two renames leaves the old one under {@code ID.old}, which is read until the next save puts
 * things right, so a policy that was saved once is always there.
 */
final class SavedPolicies {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]+");
  private static final String BESIDE = ".partial";
  private static final String OLD = ".old";

  private final Path folder;

  SavedPolicies(Path folder) {
    this.folder = folder;
  }

  /** The folder of a policy, if there is one of that id. */
  Optional<Path> find(String id) {
    return ID.matcher(id).matches()
        ? Stream.of(id, id + OLD).map(folder::resolve).filter(Files::isDirectory).findFirst()
        : Optional.empty();
  }

  /**
   * Replaces a policy; one that is the same stays untouched.
   *
   * @throws StateException if the id would name anything but a folder in this one, or this one is a
   *     symbolic link
   */
  void save(String id, Policy policy, PolicyScore score) throws IOException {
    if (!ID.matcher(id).matches()) {
      throw new StateException(
          "A policy of the run has an id that is not of letters and digits. Maybe its checkpoints were edited: put back a copy of them.");
    }
    WholeFiles.folder(folder);
    Path target = folder.resolve(id);
    Path beside = folder.resolve(id + BESIDE);
    Path old = folder.resolve(id + OLD);
    if (!isThere(target) && isThere(old)) {
      rename(old, target); // killed between the renames below
    }
    WholeFiles.delete(beside);
    Policies.save(beside, policy, score);
    if (isSame(beside, target)) {
      WholeFiles.delete(beside);
    } else {
      WholeFiles.delete(old);
      WholeFiles.force(beside);
      if (isThere(target)) {
        rename(target, old);
      }
      rename(beside, target);
      WholeFiles.force(folder);
    }
    WholeFiles.delete(old);
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(one)) {
      for (Path file : files.toList()) {
        Path there = other.resolve(file.getFileName());
        if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
            || Files.mismatch(file, there) >= 0) {
          return false;
        }
      }
    }
    return true;
  }
}
