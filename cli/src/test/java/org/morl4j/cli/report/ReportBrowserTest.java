package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.bench.BenchPage;
import org.morl4j.cli.bench.SampleBench;
import org.morl4j.cli.compare.ComparePage;
import org.morl4j.cli.compare.Comparison;
import org.morl4j.cli.compare.Conditions;
import org.morl4j.cli.compare.Curve;
import org.morl4j.cli.compare.MeasuredRun;
import org.morl4j.cli.play.EpisodePage;
import org.morl4j.cli.play.Reel;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Frame;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.train.Playback;

/**
 * Opens reports in headless Chromium, where there is one on the PATH. A probe script, allowed by
 * its hash in a copy of the page, uses the page as a reader would and reports what the charts hold.
 */
class ReportBrowserTest {
  private static @Nullable Path chromium;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path temp;

  @BeforeAll
  static void findChromium() {
    for (String folder :
        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, "chromium");
      if (Files.isExecutable(candidate)) {
        chromium = candidate;
      }
    }
    assumeTrue(
        chromium != null, "There is no chromium on the PATH: what charts draw is not tested.");
  }

  @Test
  void twoObjectives() throws Exception {
    JsonNode probe = probe(SampleRuns.deepSeaTreasure(temp.resolve("run")));
    // Known front, then archive and final marks of both stages; all returns exact, so empty bars.
    assertThat(series(probe, "front-chart"))
        .containsExactly(
            "known:10",
            "steps:9",
            "archive1:5",
            "bars:0",
            "final1:5",
            "archive2:4",
            "bars:0",
            "final2:4",
            "rings:2", // the knee, and the one that was clicked
            "lineage:4");
    assertThat(series(probe, "parallel-chart")).containsExactly("known:10", "stage1:5", "stage2:4");
    assertThat(series(probe, "hypervolume-chart")).containsExactly("stage 1:5", "stage 2:5");
    assertThat(series(probe, "sparsity-chart")).containsExactly("stage 1:5", "stage 2:5");
    assertThat(series(probe, "lineage-chart")).containsExactly("edges:4", "policies:6");
    assertAllDrawn(probe, 7);
    // A range on the first objective keeps the rows of the policies within.
    assertThat(probe.get("rowsInRange").asInt()).isEqualTo(4);
    assertThat(probe.get("rowsCleared").asInt()).isEqualTo(9);
    assertThat(probe.get("firstSorted").asText()).isEqualTo("p0000");
    assertThat(probe.get("firstSortedDown").asText()).isEqualTo("p0001");
    assertThat(probe.get("tip").asText()).contains("p0000", "treasure", "0.7");
    assertThat(probe.get("hash").asText()).isEqualTo("#policy=p0000");
    // The slider at its first line shows the one point that the archive had then.
    assertThat(probe.get("firstFrame").asInt()).isEqualTo(1);
    assertThat(probe.get("withoutKnown").asText()).doesNotContain("known");
    assertThat(probe.get("printedInk").asInt()).isGreaterThan(1000);
  }

  @Test
  void threeObjectives() throws Exception {
    JsonNode probe = probe(SampleRuns.minecart(temp.resolve("run")));
    // 24 known points, 18 archived, 18 final.
    assertThat(probe.get("charts").get("space-chart").get("items").asInt()).isEqualTo(60);
    assertThat(probe.get("turned").asBoolean()).isTrue();
    // Returns are noisy here, so every policy has its bars.
    assertThat(series(probe, "front-chart")).contains("bars:9", "final1:9", "final2:9");
    assertAllDrawn(probe, 8);
  }

  @Test
  void sixObjectives() throws Exception {
    JsonNode probe = probe(SampleRuns.fruitTree(temp.resolve("run")));
    assertThat(series(probe, "parallel-chart")).containsExactly("stage1:21", "stage2:24");
    assertAllDrawn(probe, 7);
  }

  @Test
  void oneObjective() throws Exception {
    JsonNode probe = probe(SampleRuns.cartPole(temp.resolve("run")));
    assertThat(series(probe, "learning-0")).containsExactly("reward:30", "final:1");
    assertAllDrawn(probe, 1);
  }

  @Test
  void criticsBesideWhatCame() throws Exception {
    Path run = SampleRuns.cartPole(temp.resolve("run"));
    SampleRuns.critics(run);
    JsonNode probe = probe(run);
    assertThat(series(probe, "critic-0")).containsExactly("predicted:3", "measured:3");
    assertAllDrawn(probe, 2);
  }

  @Test
  void aRunInProgressDrawsItsLastFront() throws Exception {
    JsonNode probe = probe(SampleRuns.inProgress(temp.resolve("run")));
    assertThat(series(probe, "front-chart")).containsExactly("known:10", "frame:8");
    assertAllDrawn(probe, 6);
  }

  @Test
  void hostileNamesRunNothing() throws Exception {
    JsonNode probe =
        probe(
            SampleRuns.hostile(
                temp.resolve("run"),
                "</script><script>window.hacked = 1</script>",
                "\"><img src=x onerror=\"window.hacked = 1\">",
                "{a|b} {b}\u2028<svg onload=window.hacked=1>"));
    assertThat(probe.get("hacked").asBoolean()).isFalse();
    assertThat(probe.get("images").asInt()).isZero();
    assertThat(series(probe, "front-chart")).contains("final1:1", "final2:1");
  }

  @Test
  void thePageAsWrittenHasNoErrors() throws Exception {
    Path report = HtmlReport.write(SampleRuns.minecart(temp.resolve("run")));
    String dom = dump(report.toUri().toString());
    assertThat(dom).contains("data-errors=\"0\"");
    assertThat(dom.split("data-drawn=\"true\"", -1)).hasSize(9);
  }

  /** Two algorithms with a curve and a band each in the first task, no curves in the second. */
  @Test
  void aComparisonDrawsItsCurves() throws Exception {
    List<MeasuredRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      double[] at = {10, 20, 30};
      double[] values = {-5 * seed, seed, 10 + seed};
      Curve curve = new Curve(at, values);
      Curve none = new Curve(new double[0], new double[0]);
      for (String label : List.of("sac", "<b>td3</b>")) {
        runs.add(run(label, "a", seed, curve));
        runs.add(run(label, "b", seed, none));
      }
    }
    Path page = temp.resolve("compare.html");
    ComparePage.write(
        page, Comparison.of(runs, new Comparison.Settings(true, null, Map.of(), 100, 1)));
    String dom = dump(page.toUri().toString());
    assertThat(dom).contains("data-errors=\"0\"").doesNotContain("<b>td3");
    assertThat(dom).containsOnlyOnce("data-drawn=\"true\"").contains("data-series=\"4\"");
  }

  /** Ranks, a curve a data set, and a cost with its limit; on a wide window and a narrow one. */
  @Test
  void aBenchmarkDrawsItsRanksCurvesAndCosts() throws Exception {
    Path page = temp.resolve("bench.html");
    BenchPage.write(page, SampleBench.suite(), SampleBench.table());
    for (String size : List.of("1280,2000", "390,2000")) {
      String dom = dump(page.toUri().toString(), size);
      assertThat(dom).contains("data-errors=\"0\"").doesNotContain("<b>somebody");
      assertThat(dom.split("data-drawn=\"true\"", -1)).hasSize(5);
      for (String chart : List.of("ranking", "curve-0", "curve-1", "cost-1-0")) {
        assertThat(dom).contains("id=\"" + chart + "\"");
      }
      assertThat(dom).contains("Published figures", "66.3 ± 1.5", "1/2", "raw returns");
    }
  }

  /** An episode of two steps with three pictures. */
  @Test
  void anEpisodeCanBeSteppedThrough() throws Exception {
    Reel reel = new Reel();
    List<Playback.Moment> moments = new ArrayList<>();
    reel.add(new Frame(1, 1, new byte[3]));
    for (int step = 0; step < 2; step++) {
      reel.add(new Frame(1, 1, new byte[3]));
      double[] reward = {step, -1};
      moments.add(
          new Playback.Moment(
              0,
              step,
              new double[] {step},
              new double[] {1},
              reward,
              new double[0],
              step == 1,
              false));
    }
    Path page = temp.resolve("episode.html");
    EnvSpec spec =
        new EnvSpec(
            "java:<b>x</b>",
            Box.of(1, 0, 9, Dtype.FLOAT64),
            Box.of(1, 0, 9, Dtype.FLOAT64),
            List.of("a", "b"),
            List.of(),
            0,
            null,
            null,
            "none");
    EpisodePage.write(page, "<b>p</b> of x", spec, moments, reel, 3);
    String dom = dump(page.toUri().toString());
    assertThat(dom).contains("data-errors=\"0\"").doesNotContain("<b>");
    assertThat(dom).containsOnlyOnce("data-drawn=\"true\"").contains("data-series=\"2\"");
    assertThat(dom).contains("src=\"data:image/png;base64,", "data-step=\"0\"", "max=\"2\"");
    assertThat(dom).contains(">PNG</button>", ">start</output>", "terminated");
  }

  private static MeasuredRun run(String label, String task, int seed, Curve curve) {
    Conditions conditions = new Conditions(true, Map.of(), Map.of());
    return new MeasuredRun(
        label, task, "" + seed, new MeasuredRun.Score("return", seed, curve), conditions, "x");
  }

  private static void assertAllDrawn(JsonNode probe, int charts) {
    assertThat(probe.get("charts").size()).isEqualTo(charts);
    for (Map.Entry<String, JsonNode> chart : probe.get("charts").properties()) {
      assertThat(chart.getValue().get("ink").asInt()).as(chart.getKey()).isGreaterThan(300);
    }
  }

  private static List<String> series(JsonNode probe, String chart) {
    List<String> series = new ArrayList<>();
    probe.get("charts").get(chart).get("series").forEach(s -> series.add(s.asText()));
    return series;
  }

  @Test
  void thePanelChoosesWeighsLimitsComparesAndSaves() throws Exception {
    Path run = SampleRuns.deepSeaTreasure(temp.resolve("run"));
    JsonNode used = probe(run).get("panel");
    // A real click on the second point of stage one: (23.7, -19).
    assertThat(used.get("clicked").asText()).contains("p0001", "treasure", "23.7", "time", "-19");
    assertThat(used.get("jumped").asDouble()).isZero();
    assertThat(used.get("commands").asText())
        .contains("./morl4j eval run --policy p0001")
        .contains("./morl4j export run --policy p0001 --out p0001-export")
        .contains("Policies.load(Path.of(\"run/policies/p0001\"))");
    // All weight on time: the fastest is the best, (0.7, -1).
    assertThat(used.get("best").asText()).startsWith("p0000").contains("100 of 100");
    assertThat(used.get("bestLabel").asText()).isEqualTo("best");
    // At least 20 treasure leaves (20.3, -14), (22.4, -17) and (23.7, -19), if they were found.
    assertThat(used.get("outside").asInt()).isEqualTo(7);
    assertThat(used.get("bestWithin").asText()).doesNotStartWith("p0000");
    assertThat(used.get("compared").asText()).contains("A p0001", "B p0000", "-23");
    assertThat(used.get("png").asText()).startsWith("data:image/png;base64,iVBOR");
    assertThat(used.get("svg").asText()).startsWith("<svg").contains("treasure");
    assertThat(used.get("csv").asText())
        .startsWith(
            "policy,treasure,time,treasure_standard_error,time_standard_error,within_limits")
        .contains("\np0001,23.7,-19,0,0,,1,1,0,");
    assertThat(used.get("address").asText())
        .isEqualTo("#policy=p0001&pin=p0001&pin=p0000&weights=0%2C100&limit=0%3A20");

    JsonNode restored = probe(run, used.get("address").asText()).get("restored");
    assertThat(restored.get("chosen").asText()).isEqualTo("p0001");
    assertThat(restored.get("weights").asText()).isEqualTo("0,100");
    assertThat(restored.get("limit").asText()).isEqualTo("20");
    assertThat(restored.get("compared").asText()).contains("A p0001", "B p0000");
  }

  @Test
  void anAddressThatFitsNothingIsLeftOut() throws Exception {
    Path run = SampleRuns.deepSeaTreasure(temp.resolve("run"));
    JsonNode restored =
        probe(run, "#policy=%3Cimg%20src%3Dx%3E&pin=nobody&weights=1,x&limit=9:1&limit=0:")
            .get("restored");
    assertThat(restored.get("chosen").asText()).isEqualTo("No policy chosen");
    assertThat(restored.get("weights").asText()).isEqualTo("50,50");
    assertThat(restored.get("limit").asText()).isEmpty();
  }

  private JsonNode probe(Path run) throws Exception {
    return probe(run, "");
  }

  private JsonNode probe(Path run, String fragment) throws Exception {
    String page = Files.readString(HtmlReport.write(run));
    String script;
    try (InputStream in = ReportBrowserTest.class.getResourceAsStream("probe.js")) {
      script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    int end = page.lastIndexOf("</body>");
    String probed =
        page.substring(0, end) + "<script>" + script + "</script>\n" + page.substring(end);
    Path file = temp.resolve("probed.html");
    Files.writeString(file, probed.replaceFirst("script-src ", "script-src " + hash + " "));
    String dom = dump(file.toUri() + fragment);
    Matcher result = Pattern.compile("data-probe=\"([^\"]*)\"").matcher(dom);
    assertThat(result.find()).as("the probe's result").isTrue();
    byte[] json = Base64.getDecoder().decode(result.group(1));
    JsonNode probe = SampleRuns.JSON.readTree(json);
    assertThat(probe.get("failure").asText()).isEmpty();
    assertThat(dom).contains("data-errors=\"0\"");
    return probe;
  }

  /** The document after its scripts ran; fails on anything that reached the console. */
  private String dump(String address) throws IOException, InterruptedException {
    return dump(address, "1280,2000");
  }

  private String dump(String address, String size) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(temp, "profile");
    Path dom = temp.resolve("dom.html");
    Path log = temp.resolve("chromium.log");
    Process process =
        new ProcessBuilder(
                Objects.requireNonNull(chromium).toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=" + size,
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=10000",
                "--dump-dom",
                address)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("chromium ended in time").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertThat(Files.readAllLines(log, StandardCharsets.ISO_8859_1))
        .noneMatch(line -> line.contains("CONSOLE"));
    return Files.readString(dom);
  }
}
