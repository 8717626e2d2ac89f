package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Hypervolume;
import org.morl4j.testkit.NoisyArms;

/** Flukes among policies that each pull one of {@link NoisyArms}, half of the arms very noisy. */
class ArchiveRaceTest {
  private static final int EPISODES = 20;
  private static final int COUNT = 160;
  private static final double[] REFERENCE = {0, 0};

  @TempDir Path temp;

  private SearchContext context(double race) {
    Searches searches = new Searches();
    searches.env = NoisyArms::new;
    searches.learners = new IdleLearner.Factory(8);
    searches.gamma = 1;
    searches.reference = Vec.of(REFERENCE);
    searches.evaluation = new Evaluation(EPISODES, 1, 0).withRace(race);
    return searches.context(temp);
  }

  /** So many measurements, of each arm in turn. */
  private static List<Point<Snapshot>> measured(SearchContext context, int count) {
    List<Point<Snapshot>> points = new ArrayList<>();
    ReturnEstimator evaluator = context.evaluator(context.open(EPISODES), EPISODES);
    for (int i = 0; i < count; i++) {
      Snapshot arm = IdleLearner.snapshot(i % 8);
      SeedTree seeds = new SeedTree(11).child(i);
      Measure measure = context.measure(evaluator, arm.policy(), null, context.mode(), seeds);
      Lineage lineage = new Lineage(1, 0, i, null, null, null, Effort.NONE);
      points.add(new Point<>("p" + i, measure, lineage, arm));
    }
    return points;
  }

  private static double promised(ParetoArchive<Snapshot> archive) {
    return Hypervolume.of(archive.returns(), REFERENCE);
  }

  /** Of the arms that the archive's policies really pull. */
  private static double kept(ParetoArchive<Snapshot> archive) {
    double[][] means =
        archive.points().stream()
            .map(point -> (int) point.policy().state().scalarLong("action"))
            .map(arm -> NoisyArms.mean(arm).toArray())
            .toArray(double[][]::new);
    return Hypervolume.of(means, REFERENCE);
  }

  /** As it takes them up from four jobs, one after the other. */
  private static ParetoArchive<Snapshot> takeUp(
      SearchContext context, List<Point<Snapshot>> points, long[] transitions) {
    ParetoArchive<Snapshot> archive = ParetoArchive.empty(Vec.of(REFERENCE), 200);
    int job = points.size() / 4;
    try (LocalJobs runner = new LocalJobs(context);
        ArchiveRace race = new ArchiveRace(context, runner)) {
      for (int j = 0; j < 4; j++) {
        List<Point<Snapshot>> offered = points.subList(j * job, (j + 1) * job);
        archive = race.take(archive, offered, (long) job * EPISODES);
      }
      transitions[0] = race.transitions();
    }
    return archive;
  }

  @Test
  void whatTheArchivePromisesIsKept() {
    SearchContext context = context(8);
    List<Point<Snapshot>> points = measured(context, COUNT);
    long[] transitions = new long[1];
    ParetoArchive<Snapshot> archive = takeUp(context, points, transitions);
    assertThat(promised(archive)).isCloseTo(kept(archive), within(0.02 * kept(archive)));
    assertThat(kept(archive))
        .isCloseTo(NoisyArms.HYPERVOLUME, within(0.02 * NoisyArms.HYPERVOLUME));
    assertThat(transitions[0]).isPositive().isLessThanOrEqualTo(8L * COUNT * EPISODES);
    for (Point<Snapshot> point : archive.points()) {
      assertThat(point.measure().episodes()).isGreaterThan(EPISODES);
      assertThat(point.measure().evaluated().each()).hasSize(point.measure().episodes());
    }
  }

  @Test
  void withoutARaceItIsNot() {
    SearchContext context = context(0);
    List<Point<Snapshot>> points = measured(context, COUNT);
    long[] transitions = new long[1];
    ParetoArchive<Snapshot> archive = takeUp(context, points, transitions);
    assertThat(promised(archive)).isGreaterThan(1.2 * kept(archive));
    assertThat(transitions[0]).isZero();
    assertThat(archive.points()).allMatch(point -> point.measure().episodes() == EPISODES);
  }

  @Test
  void whatHasNoNoiseIsTakenUpAsItIs() {
    SearchContext context = context(1);
    List<Point<Snapshot>> exact = new ArrayList<>();
    for (int arm = 0; arm < 8; arm++) {
      Lineage lineage = new Lineage(1, 0, arm, null, null, null, Effort.NONE);
      Measure measure = Measure.exact(NoisyArms.mean(arm), 0);
      exact.add(new Point<>("p" + arm, measure, lineage, IdleLearner.snapshot(arm)));
    }
    long[] transitions = new long[1];
    ParetoArchive<Snapshot> archive = takeUp(context, exact, transitions);
    assertThat(archive.points()).containsExactlyElementsOf(exact.subList(0, 4));
    assertThat(transitions[0]).isZero();
  }
}
