package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Point;

/** C-MORL's stages on {@link Dive}; the traps T1 to T10 of its released code have a test each. */
class CMorlTest {
  @TempDir Path temp;

  private static final CMorl.StageTwo GAPS =
      new CMorl.StageTwo(4, 3, new CMorl.Thresholds.Gap(0.9), 20, 4, Searches.PER_UPDATE);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stageTwoFindsPointsBetweenTheEnds(boolean gaps) throws IOException {
    Searches searches = new Searches();
    searches.env = () -> new Dive(new double[] {1, 8, 12, 14, 15}, 0);
    CMorl.StageOne one = new CMorl.StageOne(0.2, 1, null, 1000 * Searches.PER_UPDATE);
    CMorl.StageTwo two =
        gaps
            ? GAPS
            : new CMorl.StageTwo(
                4, 3, new CMorl.Thresholds.Relative(0.5), 20, 4, Searches.PER_UPDATE);
    searches.options = new CMorl.Options(400L * Searches.PER_UPDATE, 0, one, two, 200);
    SearchResult result = searches.run(temp);
    List<Vec> before = result.lines().get(0).points();
    assertThat(before).hasSize(2);
    List<Point<Snapshot>> front = result.results();
    assertThat(front).hasSizeGreaterThan(2);
    for (Point<Snapshot> point : front) {
      boolean extended = point.lineage().stage() == 2;
      assertThat(point.lineage().parent() != null).isEqualTo(extended);
      assertThat(before.contains(point.returns())).isNotEqualTo(extended);
    }
  }

  @Test
  void weightsAreIntegerCompositions() throws IOException {
    // Trap T7: filtering a 0.1 grid by sum == 1 keeps 62 of 66 with three objectives.
    Searches searches = new Searches();
    CMorl.StageOne one = new CMorl.StageOne(1, 10, null, Searches.PER_UPDATE);
    searches.options = new CMorl.Options(11L * Searches.PER_UPDATE, 0, one, null, 200);
    List<String> jobs = new CopyOnWriteArrayList<>();
    searches.metrics = new Recorder(new ConcurrentHashMap<>(), jobs);
    searches.run(temp);
    assertThat(jobs.stream().distinct()).hasSize(11).contains("s1r0j00", "s1r0j10");
  }

  @Test
  void everyExtensionStartsFromTheSelectedSnapshotAsItWas() throws IOException {
    // Trap T1: the released code starts objective 2 where objective 1 ended.
    Searches searches = new Searches();
    searches.options =
        new CMorl.Options(
            60L * Searches.PER_UPDATE,
            0,
            Searches.ONE,
            new CMorl.StageTwo(1, 2, CMorl.Thresholds.Relative.DEFAULT, 20, 4, Searches.PER_UPDATE),
            200);
    List<String> starts = new CopyOnWriteArrayList<>();
    searches.learners = new Watched(starts);
    searches.run(temp);
    assertThat(starts).hasSize(4);
    assertThat(starts.get(0)).isEqualTo(starts.get(1));
    assertThat(starts.get(2)).isEqualTo(starts.get(3)).isNotEqualTo(starts.get(0));
  }

  @Test
  void extensionsBeginWithTheFullRateAndAFreshOptimiser() throws IOException {
    // Trap T5: in the released code a restored policy brings its annealed rate along.
    Map<String, Double> metrics = new TreeMap<>();
    Searches searches = new Searches();
    searches.metrics = new Recorder(metrics, new ArrayList<>());
    searches.run(temp);
    long first = Searches.PER_UPDATE;
    assertThat(metrics.get("s1r0j00 " + 8 * first + " losses/learning_rate"))
        .isEqualTo(TabularLearner.RATE / 8);
    List<String> extensions = metrics.keySet().stream().filter(k -> k.startsWith("s2")).toList();
    assertThat(extensions).isNotEmpty();
    for (String job : List.of("s2r1j00", "s2r1j01", "s2r1j02", "s2r1j03", "s2r2j00")) {
      String key = job + " " + first + " losses/";
      assertThat(metrics).containsEntry(key + "learning_rate", TabularLearner.RATE);
      assertThat(metrics).containsEntry(key + "momentum", 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8, 9, 13, 25, 31, 47})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void noRemainderHangsAndTheBudgetIsNeverExceeded(long updates) throws IOException {
    // Trap T9: a remainder of 0 updates leaves the released code's workers silent for ever.
    for (long rest : new long[] {0, 1, Searches.PER_UPDATE - 1}) {
      Searches searches = new Searches();
      long budget = updates * Searches.PER_UPDATE + rest;
      searches.options = new CMorl.Options(budget, 0, Searches.ONE, Searches.TWO, 200);
      SearchResult result = searches.run(temp.resolve(updates + "-" + rest));
      assertThat(result.effort().transitions()).isLessThanOrEqualTo(budget);
      assertThat(result.effort().transitions() % Searches.PER_UPDATE).isZero();
      // Both rounds together leave at most one update less than they have jobs.
      assertThat(budget - result.effort().transitions()).isLessThan(4L * Searches.PER_UPDATE);
    }
  }

  @Test
  void tooSmallABudgetIsRefused() throws IOException {
    Searches searches = new Searches();
    searches.options =
        new CMorl.Options(90, 0, new CMorl.StageOne(1, 2, null, Searches.PER_UPDATE), null, 200);
    assertThatThrownBy(() -> searches.run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.transitions gives each of 3 stage-one jobs 30 transitions, but the first update"
                + " comes after 32. Maybe set search.transitions to 96 or more, or lower the number"
                + " of weights, agent.rolloutLength or environment.rows.");
    searches.options =
        new CMorl.Options(96, 0, new CMorl.StageOne(1, 2, null, Searches.PER_UPDATE), null, 200);
    assertThat(searches.run(temp).effort().transitions()).isEqualTo(96);
  }

  @Test
  void trainingAndEvaluationTransitionsAreCountedApart() throws IOException {
    Searches searches = new Searches();
    searches.env = () -> new Dive(0);
    searches.evaluation = new Evaluation(1, 1, 1);
    searches.options =
        new CMorl.Options(
            6L * Searches.PER_UPDATE,
            0,
            new CMorl.StageOne(1, 2, null, Searches.PER_UPDATE),
            null,
            200);
    SearchResult result = searches.run(temp);
    // Three jobs of two updates. An evaluation is one episode on one row: -time steps.
    assertThat(result.effort().transitions()).isEqualTo(6L * Searches.PER_UPDATE);
    assertThat(result.lines()).hasSize(2);
    assertThat(result.lines().get(0).effort().transitions()).isEqualTo(3L * Searches.PER_UPDATE);
    long before = result.lines().get(1).evaluationTransitions();
    assertThat(before).isBetween(6L, 30L);
    long last = 0;
    for (var measured : result.measured()) {
      last += (long) -measured.returns().get(1);
    }
    assertThat(result.evaluationTransitions()).isEqualTo(before + last);
  }

  @Test
  void theArchiveIsMeasuredAnewWithOtherSeeds() throws IOException {
    // Trap T10: the best of noisy evaluations flatters.
    Searches searches = new Searches();
    searches.evaluation = new Evaluation(1, 1, 4);
    SearchResult result = searches.run(temp);
    double archived = 0;
    double anew = 0;
    for (int i = 0; i < result.measured().size(); i++) {
      var point = result.policies().get(i);
      assertThat(result.measured().get(i).episodes()).isEqualTo(4);
      assertThat(result.measured().get(i).returns().get(0)).isNotEqualTo(point.returns().get(0));
      assertThat(result.measured().get(i).standardError().get(0)).isPositive();
      archived += point.returns().get(0);
      anew += result.measured().get(i).returns().get(0);
    }
    assertThat(archived).isGreaterThan(anew);
    assertThat(result.results()).allMatch(p -> p.measure().episodes() == 4);
  }

  @Test
  void whatVariesIsMeasuredTenTimesAsLongInTheEnd() throws IOException {
    Searches searches = new Searches();
    searches.evaluation = new Evaluation(2, 1, 0);
    assertThat(searches.run(temp.resolve("noisy")).measured())
        .isNotEmpty()
        .allMatch(measure -> measure.episodes() == 20);
    searches.env = () -> new Dive(0);
    assertThat(searches.run(temp.resolve("exact")).measured())
        .isNotEmpty()
        .allMatch(measure -> measure.episodes() == 2);
  }

  @Test
  void nothingAboveTheReferenceGivesAnEmptyFront() throws IOException {
    Searches searches = new Searches();
    searches.reference = Vec.of(100, 100);
    SearchResult result = searches.run(temp);
    assertThat(result.results()).isEmpty();
    assertThat(result.policies()).isEmpty();
    assertThat(result.effort().transitions()).isEqualTo(24L * Searches.PER_UPDATE);
    assertThat(result.lines()).allMatch(line -> line.points().isEmpty());
    assertThat(Searches.text(searches.run(temp))).isEqualTo(Searches.text(result));
  }

  @Test
  void returnsThatAreNotNumbersStopTheRun() {
    Searches searches = new Searches();
    searches.env = () -> new Dive(Double.NaN);
    assertThatThrownBy(() -> searches.run(temp))
        .isInstanceOf(EnvException.class)
        .hasMessageContaining("= NaN")
        .hasMessageContaining("Maybe");
  }

  @Test
  void costsAreMeasuredButNotTrainedFor() throws IOException {
    Searches searches = new Searches();
    searches.env = () -> new Dive(0, "air", "noise");
    SearchResult withCosts = searches.run(temp.resolve("costs"));
    searches.env = () -> new Dive(0);
    SearchResult without = searches.run(temp.resolve("none"));
    assertThat(withCosts.policies().stream().map(Point::returns))
        .containsExactlyElementsOf(without.policies().stream().map(Point::returns).toList());
    assertThat(withCosts.measured())
        .allMatch(r -> r.costs().size() == 2 && r.costs().get(0) >= 100);
    assertThat(withCosts.results()).allMatch(p -> p.returns().size() == 2);
  }

  @Test
  void curvesGrowAndEndAtTheArchive() throws IOException {
    Searches searches = new Searches();
    SearchResult result = searches.run(temp);
    List<FrontSnapshot> lines = result.lines();
    assertThat(searches.merged).hasSize(3); // stage one and two rounds
    assertThat(searches.merged.get(2)).isEqualTo(lines);
    assertThat(lines.subList(0, searches.merged.get(0).size())).isEqualTo(searches.merged.get(0));
    for (int i = 1; i < lines.size(); i++) {
      assertThat(lines.get(i).effort().transitions())
          .isGreaterThanOrEqualTo(lines.get(i - 1).effort().transitions());
      assertThat(lines.get(i).evaluationTransitions())
          .isGreaterThanOrEqualTo(lines.get(i - 1).evaluationTransitions());
    }
    assertThat(lines.get(lines.size() - 1).points())
        .containsExactlyElementsOf(result.policies().stream().map(Point::returns).toList());
  }

  @Test
  void weightedSumIsStageOneAlone() throws IOException {
    Searches searches = new Searches();
    WeightedSum sum =
        new WeightedSum(
            8L * Searches.PER_UPDATE, 0, 1, List.of(Vec.of(1, 0)), Searches.PER_UPDATE, 200);
    searches.options = sum;
    SearchResult result = searches.run(temp);
    assertThat(result.effort().transitions()).isEqualTo(8L * Searches.PER_UPDATE);
    assertThat(result.policies()).allMatch(p -> Vec.of(1, 0).equals(p.lineage().preference()));
  }

  @Test
  void weightsAreChecked() {
    assertThatThrownBy(() -> new WeightedSum(1, 0, 1, List.of(), 1, 1))
        .hasMessageContaining("weights is []");
    assertThatThrownBy(() -> new WeightedSum(1, 0, 1, List.of(Vec.of(1, -1)), 1, 1))
        .hasMessageContaining("weights[0][1] is -1.0");
    assertThatThrownBy(() -> new WeightedSum(1, 0, 1, List.of(Vec.of(0, 0)), 1, 1))
        .hasMessageContaining("one positive");
    assertThatThrownBy(() -> new WeightedSum(0, 0, 1, null, 1, 1))
        .hasMessageContaining("transitions is 0");
    assertThatThrownBy(
            () ->
                new WeightedSum(9, 0, 1, List.of(Vec.of(1, 0)), 1, 1)
                    .check(3, TabularLearner.REQUIREMENTS))
        .hasMessageContaining("2 entries, but the environment has 3 objectives");
  }

  @Test
  void namesDoNotDependOnTheLocale() {
    java.util.Locale before = java.util.Locale.getDefault();
    try {
      java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(
              new Job(new JobId(2, 1, 4), new Task.Preference(Vec.of(1)), Budget.transitions(1), 1)
                  .name())
          .isEqualTo("s2r1j04");
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  /** Keeps values under "job transitions metric". */
  private record Recorder(Map<String, Double> values, List<String> jobs) implements MetricsSink {
    @Override
    public void scalar(String job, Effort effort, String metric, double value) {
      values.put(job + " " + effort.transitions() + " " + metric, value);
      jobs.add(job);
    }

    @Override
    public void close() {}
  }

  /** Writes down every snapshot that a learner is started from, and what the learner made of it. */
  private record Watched(List<String> starts) implements LearnerFactory {
    @Override
    public Requirements requirements() {
      return TabularLearner.REQUIREMENTS;
    }

    @Override
    public Learner<?> create(Setup setup) {
      TabularLearner learner =
          new TabularLearner(setup.signals(), setup.updates(), setup.seeds().generator());
      return new StartWatch(learner, starts);
    }

    @Override
    public Snapshot restore(Setup setup, State state) {
      return new TabularLearner.Factory().restore(setup, state);
    }
  }

  private record StartWatch(TabularLearner learner, List<String> starts)
      implements Learner<TabularLearner.Losses> {
    @Override
    public Requirements requirements() {
      return learner.requirements();
    }

    @Override
    public TabularLearner.Losses update(
        org.morl4j.core.data.Batch batch, org.morl4j.core.constraint.Criterion criterion) {
      return learner.update(batch, criterion);
    }

    @Override
    public org.morl4j.core.learn.Policy policy() {
      return learner.policy();
    }

    @Override
    public Snapshot snapshot() {
      return learner.snapshot();
    }

    @Override
    public void start(Snapshot snapshot) {
      learner.start(snapshot);
      starts.add(Searches.text(learner.snapshot().state()));
    }

    @Override
    public void save(State out) {
      learner.save(out);
    }

    @Override
    public void restore(State in) {
      learner.restore(in);
    }
  }
}
