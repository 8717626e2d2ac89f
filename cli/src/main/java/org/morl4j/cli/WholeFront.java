package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.morl4j.cli.report.JsonValue;

/** Whether a run's front.csv still has all rows that its run wrote. */
final class WholeFront {
  private static final String ARCHIVE = "archive.json";

  /** The two policies of a run that searches no front: each stands for itself. */
  private static final Set<String> ALONE = Set.of("best", "last");

  private WholeFront() {}

  private record ArchivePolicy(String id, double[] returns) {
    boolean covers(ArchivePolicy other) {
      return IntStream.range(0, returns.length).allMatch(j -> returns[j] >= other.returns[j]);
    }
  }

  /**
   * Compares a front with the archive.json beside it: a policy that the front lacks must be
   * dominated by, or equal to, one that it has.
   *
   * @param policies of the front
   * @throws UsageException naming a policy that the front should have
   */
  static void check(Path front, List<String> policies) {
    Path file = front.resolveSibling(ARCHIVE);
    if (!front.endsWith(Results.FRONT) || !Files.isRegularFile(file)) {
      return;
    }
    Set<String> there = new HashSet<>(policies);
    List<ArchivePolicy> kept = new ArrayList<>();
    List<ArchivePolicy> missing = new ArrayList<>();
    for (ArchivePolicy policy : archived(file)) {
      (there.contains(policy.id()) ? kept : missing).add(policy);
    }
    for (ArchivePolicy policy : missing) {
      if (ALONE.contains(policy.id()) || kept.stream().noneMatch(k -> k.covers(policy))) {
        throw new UsageException(
            """
            %s lacks the policy %s, which by %s belongs to it. Maybe the file was cut short: write \
            it again with morl4j resume %s."""
                .formatted(front, policy.id(), ARCHIVE, front.toAbsolutePath().getParent()));
      }
    }
  }

  private static List<ArchivePolicy> archived(Path file) {
    JsonValue archive = JsonValue.parse(text(file), file.toString(), 1);
    int objectives = archive.get("objectives").items().size();
    return archive.get("points").items().stream()
        .map(p -> new ArchivePolicy(p.get("policy").text(), p.get("returns").numbers(objectives)))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(file + " can't be read as UTF-8 text: " + e.getMessage());
    }
  }
}
