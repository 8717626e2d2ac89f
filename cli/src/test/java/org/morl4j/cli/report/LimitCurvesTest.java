package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.report.RunReport.LimitCurve;

class LimitCurvesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path temp;

  private List<LimitCurve> read(String text) throws IOException {
    return LimitCurves.read(Files.writeString(temp.resolve("metrics.csv"), text));
  }

  @Test
  void aCurveForEachLimitAndJob() throws IOException {
    List<LimitCurve> curves =
        read(
            """
            job,transitions,updates,metric,value
            s1r0j01,100,1,losses/policy,0.5
            s1r0j01,100,1,constraint/flood/value,7
            s1r0j01,100,1,constraint/flood/limit,5
            s1r0j01,100,1,constraint/flood/violation,2
            s1r0j01,100,1,constraint/flood/multiplier,0.1
            s1r0j00,100,1,constraint/flood/limit,5
            s1r0j00,200,2,constraint/flood/value,4
            s1r0j00,200,2,constraint/flood/limit,5
            s1r0j01,200,2,constraint/flood/value,6
            s1r0j01,200,2,constraint/kept-time/value,-3
            """);
    assertThat(curves).hasSize(2);
    LimitCurve first = curves.get(0);
    assertThat(first.name() + " " + first.job()).isEqualTo("flood s1r0j00");
    assertThat(first.x()).containsExactly(200);
    assertThat(first.multiplier()).containsExactly(Double.NaN);
    LimitCurve second = curves.get(1);
    assertThat(second.limit()).isEqualTo(5);
    assertThat(second.x()).containsExactly(100, 200);
    assertThat(second.value()).containsExactly(7, 6);
    assertThat(second.multiplier()).containsExactly(0.1, Double.NaN);
    assertThat(second.unit()).isEqualTo("training transitions");
  }

  @Test
  void whereNobodyActsItIsOverUpdates() throws IOException {
    List<LimitCurve> curves =
        read(
            """
            job,transitions,updates,metric,value
            s1r0j00,0,20,constraint/flood/value,7
            s1r0j00,0,20,constraint/flood/multiplier,1
            s1r0j00,0,40,constraint/flood/value,6
            s1r0j00,0,40,constraint/flood/multiplier,2
            """);
    assertThat(curves).hasSize(1);
    assertThat(curves.get(0).unit()).isEqualTo("updates on data");
    assertThat(curves.get(0).x()).containsExactly(20, 40);
    assertThat(curves.get(0).value()).containsExactly(7, 6);
    assertThat(curves.get(0).multiplier()).containsExactly(1, 2);
  }

  @Test
  void withoutLimitsOrMetricsThereAreNone() throws IOException {
    assertThat(LimitCurves.read(temp.resolve("missing.csv"))).isEmpty();
    assertThat(read("job,transitions,metric,value\ns1r0j00,1,losses/policy,2\n")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void brokenLinesAreTold() {
    String file = temp.resolve("metrics.csv").toString();
    assertThatThrownBy(
            () -> read("job,transitions,updates,metric,value\ns1r0j00,1,1,constraint/a/value,x\n"))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            file
                + ":2: value is \"x\", but must be a number. Maybe the line was cut off or the file"
                + " was edited. A morl4j resume leaves damaged lines out.");
    assertThatThrownBy(
            () -> read("job,transitions,updates,metric,value\ns1r0j00,1,1,constraint/a/val\n"))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            file
                + ":2: the row has 4 values, but the header has 5. Maybe the file was cut off. A"
                + " morl4j resume leaves damaged lines out.");
  }
}
