package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.Task.Bound;

/**
 * Thresholds inside the largest gaps of the archive: the epsilon-constraint method (Haimes, Lasdon,
 * Wismer 1971) on what was found so far. Ours, not the paper's: a relative slack around a point
 * can't jump to a far unsupported one.
 *
 * <p>Sorted by objective j, two neighbours a and b with f_j(a) &lt; f_j(b) leave a gap. From b,
 * every other objective l in which a is better is maximised while G_j stays above a threshold
 * inside the gap; the remaining objectives are held by relative bounds around b. A gap that is
 * chosen again gets its threshold elsewhere: 1/2, 1/4, 3/4, 1/8 and so on of its width.
 *
 * <p>The gap is chosen by evaluated returns; the threshold lies as far into it under the training's
 * discount, by which the learner counts. Where that discount turns the neighbours round there is
 * nothing between them to aim at, and the gap is left.
 *
 * @param beta for the remaining objectives, see {@link Threshold.Relative}
 * @param barrier t of the log barrier
 * @param episodes see {@link Task.Extension}
 */
record GapSelection(double beta, double barrier, int episodes) implements Selection {
  /** Thresholds tried in one gap before it is given up as empty. */
  private static final int VISITS = 8;

  private record Gap(Point<Snapshot> low, Point<Snapshot> high, int j, double share) {
    String key(int visit) {
      return "gap " + j + " " + low.id() + " " + high.id() + " visit " + visit;
    }
  }

  @Override
  public List<Task.Extension> next(Findings found, Set<String> tried, int select, int most) {
    ParetoArchive<Snapshot> archive = found.archive();
    int m = archive.reference().size();
    long limit = Math.min(most, (long) select * m);
    List<Gap> gaps = new ArrayList<>();
    for (int j = 0; j < m; j++) {
      gaps.addAll(gaps(archive.points(), j));
    }
    gaps.sort(Comparator.comparingDouble((Gap gap) -> -gap.share).thenComparingInt(Gap::j));
    List<Task.Extension> tasks = new ArrayList<>();
    for (int visit = 1; visit <= VISITS; visit++) {
      for (Gap gap : gaps) {
        if (tried.contains(gap.key(visit))) {
          continue;
        }
        List<Task.Extension> more = tasks(gap, visit, archive);
        if (!tasks.isEmpty() && tasks.size() + more.size() > limit) {
          return tasks;
        }
        tried.add(gap.key(visit));
        tasks.addAll(more.subList(0, (int) Math.min(limit, more.size())));
      }
    }
    return tasks;
  }

  private static List<Gap> gaps(List<Point<Snapshot>> points, int j) {
    List<Point<Snapshot>> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(point -> point.returns().get(j)));
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      Point<Snapshot> low = sorted.get(i - 1);
      Point<Snapshot> high = sorted.get(i);
      double range =
          sorted.get(sorted.size() - 1).returns().get(j) - sorted.get(0).returns().get(j);
      double width = high.returns().get(j) - low.returns().get(j);
      if (width > 0) {
        gaps.add(new Gap(low, high, j, width / range));
      }
    }
    return gaps;
  }

  private List<Task.Extension> tasks(Gap gap, int visit, ParetoArchive<Snapshot> archive) {
    List<Task.Extension> tasks = new ArrayList<>();
    double width = trained(gap.high, gap.j) - trained(gap.low, gap.j);
    if (width <= 0) {
      return tasks;
    }
    for (int l = 0; l < gap.low.returns().size(); l++) {
      if (l == gap.j || gap.low.returns().get(l) <= gap.high.returns().get(l)) {
        continue;
      }
      List<Bound> bounds = new ArrayList<>();
      double offset = (vanDerCorput(visit) - 1) * width;
      bounds.add(new Bound(gap.j, new Threshold.Shifted(offset, width / 2)));
      for (int k = 0; k < gap.low.returns().size(); k++) {
        if (k != l && k != gap.j) {
          double floor = CrowdingSelection.floor(archive, k);
          bounds.add(new Bound(k, new Threshold.Relative(beta, floor)));
        }
      }
      tasks.add(new Task.Extension(gap.high, l, bounds, barrier, episodes));
    }
    return tasks;
  }

  private static double trained(Point<Snapshot> point, int j) {
    return point.measure().trained().mean().get(j);
  }

  /** 1/2, 1/4, 3/4, 1/8, 5/8, ... for n = 1, 2, 3, .. */
  static double vanDerCorput(int n) {
    double value = 0;
    double place = 0.5;
    for (int rest = n; rest > 0; rest /= 2) {
      value += place * (rest % 2);
      place /= 2;
    }
    return value;
  }
}
