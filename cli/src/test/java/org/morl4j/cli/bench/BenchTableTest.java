package org.morl4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.bench.BenchTable.DatasetTable;
import org.morl4j.cli.bench.BenchTable.Line;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.configs.bench.Suite;

/** The numbers of a benchmark by hand. */
class BenchTableTest {
  @TempDir private Path temp;

  /** Returns -700 and -500 between -1200 (0) and -200 (100) are scores 50 and 70. */
  @Test
  void scoresAreNormalisedByReferences() {
    DatasetTable swing = SampleBench.table().datasets().get(0);
    assertThat(swing.measured()).isEqualTo("normalised score");
    Line bc = swing.lines().get(0);
    assertThat(bc.method()).isEqualTo("bc");
    assertThat(bc.scores().seeds()).isEqualTo(2);
    // Student's t of two values: 60 +- 12.7062 * 10, the standard error being 20 / sqrt 2 / sqrt 2.
    Interval last = bc.scores().last();
    assertThat(last.value()).isEqualTo(60);
    assertThat(last.high()).isCloseTo(60 + 127.062, within(1e-3));
    assertThat(bc.scores().iqm()).isEqualTo(Interval.none(60));
    assertThat(bc.scores().best().value()).isCloseTo(61, within(1e-12));
    assertThat(bc.spending().updatesPerSecond()).isEqualTo(50);
    assertThat(bc.published()).isNull();
    Line iql = swing.lines().get(1);
    assertThat(iql.scores().last().value()).isEqualTo(90);
    assertThat(BenchCells.published(iql.published())).isEqualTo("66.3 ± 1.5");
    assertThat(swing.curves().get(0).values().get(0).value()).isEqualTo(55);
    assertThat(swing.curves().get(0).transitions()).containsExactly(50, 100);
  }

  @Test
  void withoutReferencesReturnsAreTheScoresAndThatIsSaid() {
    BenchTable table = SampleBench.table();
    DatasetTable safe = table.datasets().get(1);
    assertThat(safe.measured()).isEqualTo("return");
    assertThat(safe.lines().get(0).scores().last().value()).isEqualTo(15);
    assertThat(safe.costs()).containsExactly("cost");
    assertThat(safe.limits()).containsEntry("cost", 25.0);
    assertThat(BenchCells.within(safe.lines().get(0))).isEqualTo("2/2");
    assertThat(BenchCells.within(safe.lines().get(1))).isEqualTo("1/2");
    assertThat(safe.lines().get(1).spending().costs().get("cost"))
        .extracting(Interval::value)
        .isEqualTo(26.0);
    assertThat(table.remarks())
        .anyMatch(remark -> remark.startsWith("Scores on safe are raw returns"));
    assertThat(table.overall()).allMatch(one -> Double.isNaN(one.iqm().value()));
    assertThat(table.ranking().ranked())
        .containsExactly(new Ranking.Ranked("iql", 1), new Ranking.Ranked("bc", 2));
  }

  /** Scores of iql are 80, 100 and 30, 40 on references 0 to 100: means 90 and 35. */
  @Test
  void overAllDataSets() {
    Suite suite =
        SampleBench.suite("datasets.safe.references={\"random\": [0], \"expert\": [100]}");
    BenchTable table = BenchTable.of(suite, SampleBench.results(), List.of());
    BenchTable.Overall first = table.overall().get(0);
    assertThat(first.method()).isEqualTo("iql");
    assertThat(first.rank()).isEqualTo(1);
    assertThat(first.mean().value()).isEqualTo((90 + 35) / 2.0);
    assertThat(first.iqm().value()).isEqualTo((80 + 40) / 2.0); // of 30, 40, 80, 100
  }

  @Test
  void weightsMixTheReferencesAsTheReturns() {
    Suite suite =
        SampleBench.suite(
            "datasets.swing.weights=[1, 2]",
            "datasets.swing.references={\"random\": [0, 1], \"expert\": [10, 6]}");
    Scale scale = Scale.of(suite.source("swing"));
    assertThat(scale).isEqualTo(new Scale(2, 22));
    assertThat(scale.score(12)).isEqualTo(50);
  }

  @Test
  void theFileRepeatsButForTheTimes() {
    List<String> lines = ResultsCsv.of(SampleBench.table()).lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "dataset,method,seed,score_last,score_best,return_last,return_best,returns,costs,"
                + "within_limits,updates,transitions,source,seconds,updates_per_second");
    assertThat(lines)
        .hasSize(9)
        .contains("swing,bc,1,50.0,51.0,-700.0,-690.0,,,,100,0,swing.bc.seed-1,2.0,50.0")
        .contains(
            "safe,iql,2,40.0,50.0,40.0,50.0,reward=40.0,cost=30.0,0,100,0,safe.iql.seed-2,2.0,50.0");
  }

  private List<BenchResult> joined(String text) throws IOException {
    Path file = temp.resolve("d3rlpy.csv");
    Files.writeString(file, text);
    Suite suite = SampleBench.suite();
    return JoinedCsv.read(file, suite, BenchTable.scales(suite));
  }

  @Test
  void othersJoinWithReturnsOrScores() throws IOException {
    List<BenchResult> runs =
        joined(
            """
            method,dataset,seed,updates,return,seconds
            IQL of d3rlpy,swing,1,500,-900,7
            IQL of d3rlpy,swing,1,1000,-300,7
            IQL of d3rlpy,swing,2,1000,-400,7
            """);
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).reached().last()).isEqualTo(90);
    assertThat(runs.get(0).reached().best()).isNaN();
    assertThat(runs.get(0).reached().curve().values()).containsExactly(30, 90);
    assertThat(runs.get(0).spent().updates()).isEqualTo(1000);
    assertThat(
            joined("method,dataset,seed,updates,score\nx,swing,1,10,77\n").get(0).reached().last())
        .isEqualTo(77);
    List<BenchResult> all = new ArrayList<>(SampleBench.results());
    all.addAll(runs);
    BenchTable table = BenchTable.of(SampleBench.suite(), all, List.of());
    Line line = table.datasets().get(0).lines().get(2);
    assertThat(line.method()).isEqualTo("IQL of d3rlpy");
    assertThat(line.scores().last().value()).isEqualTo(85);
    assertThat(BenchCells.of(line.scores().best())).isEqualTo("-");
    assertThat(table.remarks()).anyMatch(r -> r.startsWith("IQL of d3rlpy is not ranked"));
  }

  @Test
  void badCellsAreToldByFileAndLine() {
    String head = "method,dataset,seed,updates,return\n";
    refused(head + "x,swing,1,10,abc\n", "d3rlpy.csv:2: return is \"abc\", but must be a finite");
    refused(head + "x,swing,1,10,NaN\n", "d3rlpy.csv:2: return is \"NaN\"");
    refused(head + "x,swung,1,10,1\n", "d3rlpy.csv:2: dataset is \"swung\", but must be one of");
    refused(head + "x,swung,1,10,1\n", "Maybe you meant swing.");
    refused(head + "iql,swing,1,10,1\n", "d3rlpy.csv:2: method is \"iql\", which is one of");
    refused(head + ",swing,1,10,1\n", "d3rlpy.csv:2: method is \"\", but must be");
    refused(head + "x,swing,1,1.5,1\n", "d3rlpy.csv:2: updates is 1.5, but must be a whole");
    refused(head + "x,swing,1,9,1\nx,swing,1,9,1\n", "d3rlpy.csv:3: updates don't rise");
    refused("method,dataset,seed,updates\nx,swing,1,9\n", "has neither score nor return");
    refused(
        "method,dataset,seed,updates,score\nx,safe,1,9,1\n",
        "d3rlpy.csv:2: a score is given, but safe has no references");
    refused("dataset,seed,updates,return\nswing,1,9,1\n", "has no column method");
  }

  private void refused(String text, String problem) {
    assertThatThrownBy(() -> joined(text))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining(problem);
  }
}
