package org.morl4j.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;

/** Which policies of the archive are on the front: those of front.csv, which have been saved. */
final class FrontMembers {
  private FrontMembers() {}

  /**
   * The policies, told whether they are on it. Before there is a front.csv, those are that no other
   * one that keeps the limits dominates.
   *
   * @throws ReportException if the file can't be read
   */
  static List<ArchivePoint> mark(List<ArchivePoint> policies, Path file) {
    Set<String> named = named(file);
    boolean known = policies.stream().anyMatch(p -> named.contains(p.policy()));
    return policies.stream()
        .map(p -> p.on(known ? named.contains(p.policy()) : isBest(p, policies)))
        .toList();
  }

  private static Set<String> named(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Set.of();
    }
    try {
      WholeFiles.requireRegular(file);
      Set<String> named = new HashSet<>();
      Csv.each(file, line -> true, row -> named.add(row.text("policy")));
      return named;
    } catch (CsvException | StateException e) {
      throw new ReportException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ReportException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Of policies with equal returns the first counts. */
  private static boolean isBest(ArchivePoint policy, List<ArchivePoint> all) {
    if (!keepsLimits(policy)) {
      return false;
    }
    boolean before = true;
    for (ArchivePoint other : all) {
      before &= other != policy;
      boolean same = before && Arrays.equals(other.returns(), policy.returns());
      if (keepsLimits(other) && (same || dominates(other.returns(), policy.returns()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean keepsLimits(ArchivePoint policy) {
    return !Boolean.FALSE.equals(policy.costs().withinLimits());
  }

  private static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int j = 0; j < a.length; j++) {
      if (!(a[j] >= b[j])) {
        return false;
      }
      better |= a[j] > b[j];
    }
    return better;
  }
}
