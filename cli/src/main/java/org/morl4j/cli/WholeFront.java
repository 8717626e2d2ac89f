package org.morl4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.RunText;
import org.morl4j.core.state.Seal;

/** Whether a run's front.csv still has all rows that its run wrote. */
final class WholeFront {
  private static final String ARCHIVE = "archive.json";
  private static final String HASH = "front_sha256";

  /** The two policies of a run that searches no front: each stands for itself. */
  private static final Set<String> ALONE = Set.of("best", "last");

  private WholeFront() {}

  private record ArchivePolicy(String id, double[] returns) {
    boolean covers(ArchivePolicy other) {
      return IntStream.range(0, returns.length).allMatch(j -> returns[j] >= other.returns[j]);
    }
  }

  /**
   * Compares a front with the hash that the archive.json beside it has of it.
   *
   * @throws UsageException if it is another text
   * @throws org.morl4j.cli.report.ReportException if archive.json is malformed or damaged
   */
  static void requireUnchanged(Path front, String text) {
    Path file = front.resolveSibling(ARCHIVE);
    if (!front.endsWith(Results.FRONT) || !Files.exists(file)) {
      return;
    }
    JsonValue hash = RunText.archive(file).find(HASH);
    if (hash != null && !hash.text().equals(Seal.of(text))) {
      throw new UsageException(
          """
          %s is not as its run wrote it: %s has another hash of it. Maybe it was cut short or \
          edited: write it again with morl4j resume %s, or edit a copy in another folder."""
              .formatted(front, ARCHIVE, front.toAbsolutePath().getParent()));
    }
  }

  /**
   * Compares a front with the archive.json beside it, also one of an earlier release, which has no
   * hash of it: a policy that the front lacks must be dominated by, or equal to, one that it has.
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
    for (ArchivePolicy policy : archived(RunText.archive(file))) {
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

  private static List<ArchivePolicy> archived(JsonValue archive) {
    int objectives = archive.get("objectives").items().size();
    return archive.get("points").items().stream()
        .map(p -> new ArchivePolicy(p.get("policy").text(), p.get("returns").numbers(objectives)))
        .toList();
  }
}
