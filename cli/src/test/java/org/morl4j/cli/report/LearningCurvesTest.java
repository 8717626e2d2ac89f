package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.report.RunReport.LearningCurve;
import org.morl4j.cli.report.RunReport.MetricCurve;

class LearningCurvesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void evaluationsGiveObjectivesAndCostsWithTheirErrors() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("evaluations.csv"),
            """
            job,transitions,updates,energy,energy_standard_error,flood,flood_standard_error
            a,10,1,2,0.5,7,0
            a,20,2,3,0.25,6,1
            """);
    List<LearningCurve> curves =
        LearningCurves.read(file, List.of("energy"), List.of("flood"), List.of());
    assertThat(curves).extracting(LearningCurve::signal).containsExactly("energy", "flood");
    assertThat(curves.get(0).objective()).isTrue();
    assertThat(curves.get(0).x()).containsExactly(10, 20);
    assertThat(curves.get(0).mean()).containsExactly(2, 3);
    assertThat(curves.get(0).error()).containsExactly(0.5, 0.25);
    assertThat(curves.get(1).objective()).isFalse();
  }

  @Test
  void whatLearnsFromDataAloneCountsUpdates() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("evaluations.csv"), "job,transitions,updates,r\na,0,500,1\na,0,900,2\n");
    LearningCurve curve = LearningCurves.read(file, List.of("r"), List.of(), List.of()).get(0);
    assertThat(curve.unit()).isEqualTo("updates on data");
    assertThat(curve.x()).containsExactly(500, 900);
    assertThat(curve.error()).containsOnly(Double.NaN);
  }

  @Test
  void beforeTheFirstEvaluationThereIsNoCurve() throws IOException {
    Path file = Files.writeString(folder.resolve("evaluations.csv"), "job,transitions,r\n");
    assertThat(LearningCurves.read(file, List.of("r"), List.of(), List.of())).isEmpty();
  }

  @Test
  void metricsOfAnyLengthAreMeansOfNeighbours() throws IOException {
    StringBuilder text = new StringBuilder("job,transitions,updates,metric,value\n");
    for (int i = 0; i < 1600; i++) {
      text.append("a,").append(10 * i).append(",0,losses/q,").append(i).append('\n');
      text.append("a,").append(10 * i).append(",0,losses/unused,0\n");
      text.append("a,").append(10 * i).append(",0,time/steps,1\n");
    }
    text.append("a,5,0,rollout/r,7\n");
    Path file = Files.writeString(folder.resolve("metrics.csv"), text.toString());
    List<MetricCurve> curves = MetricCurves.read(file);
    assertThat(curves).extracting(MetricCurve::name).containsExactly("rollout/r", "losses/q");
    // 1,600 lines in 400 means of 4: 0 to 3 first, 1,596 to 1,599 last.
    assertThat(curves.get(1).value()).hasSize(400).startsWith(1.5).endsWith(1597.5);
    assertThat(curves.get(1).x()).startsWith(15).endsWith(15975);
  }
}
