package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's structure, read as text; {@link ReportBrowserTest} looks at what it draws. */
class HtmlReportTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void twoObjectives() throws IOException {
    String page = page(SampleRuns.deepSeaTreasure(folder));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>cmorl-deep-sea-treasure</h1>", "native:deep-sea-treasure-v0", "seed 1")
        .contains("<dt>Training transitions</dt><dd>184,320</dd>")
        .contains("<dt>Evaluation transitions</dt><dd>9,216<small>on top of training</small></dd>")
        .contains("<dt>Wall time</dt><dd>41.2 s<small>with evaluations</small></dd>")
        .contains("<dt>Known points found</dt><dd>9 of 10<small>within 1e-5</small></dd>")
        .contains("reference (0, -50)")
        .contains("id=\"front-chart\"", "id=\"parallel-chart\"", "id=\"hypervolume-chart\"")
        .contains("id=\"lineage-chart\"")
        .doesNotContain("id=\"space-chart\"", "id=\"best-chart\"", "Not exact.");
    assertThat(page).containsSubsequence("<td class=\"name\" data-sort=\"p0003\">p0003</td>", "14");
    assertThat(page).contains("<a href=\"#policy-3\">p0003</a>", "maximise treasure");
    assertThat(rows(page)).isEqualTo(9);
  }

  @Test
  void whatCriticsPredictedStandsBesideWhatCame() throws IOException {
    SampleRuns.cartPole(folder);
    assertThat(page(folder)).doesNotContain("Predicted against measured");
    SampleRuns.critics(folder);
    String page = page(folder);
    assertThat(page).contains("<h2 id=\"critics-title\">Predicted against measured</h2>");
    assertThat(page)
        .containsSubsequence(
            "<td>reward</td>",
            ">2,000</td>",
            ">-3.5</td>",
            ">-3</td>",
            ">-0.5</td>",
            ">0.25</td>",
            ">40</td>",
            ">NaN</td>");
    Files.writeString(
        folder.resolve("evaluations.csv"),
        """
        job,transitions,r_predicted,r_measured,r_bias,r_bias_deviation,r_bias_samples
        a,1,NaN,NaN,NaN,NaN,0
        """);
    assertThat(page(folder)).contains("No step counts: a time limit").doesNotContain("critic-0");
    Files.writeString(folder.resolve("evaluations.csv"), "job,reward_predicted\na,1\n");
    assertThatThrownBy(() -> page(folder))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("has no column transitions");
  }

  @Test
  void threeObjectivesHaveASpace() throws IOException {
    assertThat(page(SampleRuns.minecart(folder))).contains("id=\"space-chart\"");
  }

  @Test
  void sixObjectives() throws IOException {
    String page = page(SampleRuns.fruitTree(folder));
    assertThat(page).contains("id=\"parallel-chart\"").doesNotContain("id=\"space-chart\"");
    assertThat(page).contains("<button type=\"button\">vitamins ↑</button>");
    assertThat(rows(page)).isEqualTo(45);
  }

  @Test
  void oneObjectiveHasALearningCurve() throws IOException {
    String page = page(SampleRuns.cartPole(folder));
    assertThat(page)
        .contains("Learning curve", "id=\"learning-0\"")
        .contains("brings reward <strong>")
        .doesNotContain("<button type=\"button\">Stage</button>")
        .doesNotContain("id=\"front-chart\"", "id=\"parallel-chart\"", "id=\"hypervolume-chart\"");
    assertThat(rows(page)).isEqualTo(1);
  }

  @Test
  void aRunInProgressSaysSo() throws IOException {
    String page = page(SampleRuns.inProgress(folder));
    assertThat(page)
        .contains("<span class=\"status running\">running</span>")
        .contains("The run was in progress", "There are no archived policies yet.")
        .doesNotContain("<dt>Policies</dt>");
  }

  @Test
  void aSummarySaysInWordsWhatThereIsAndWhatEndedIt() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Path file = folder.resolve("run.json");
    String end =
        "\"end\": {\"reason\": \"nothing-to-extend\", \"budget\": 1000000, \"done\": 690176},";
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{" + end));
    // In shares of the ranges 23 and 18 it has 0.4696 + 0.7778, the most of all.
    String text =
        page(folder).replaceAll("<span class=\"meaning\".*?</span>", "").replaceAll("<[^>]*>", "");
    assertThat(text)
        .contains(
            "The run offers 9 policies to choose from: none is better than another in all of treasure and time (a Pareto front).")
        .contains(
            "They reach from treasure 0.7, time -1 (p0000) to treasure 23.7, time -19 (p0001).")
        .contains("A balanced choice is p0004, at the knee: treasure 11.5, time -5.")
        .contains(
            "Training ended at 69 % of its budget (690,176 of 1,000,000 training transitions): no policy was left to extend.");
  }

  @Test
  void aFrontOfOnePolicyIsWarnedOf() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Files.writeString(folder.resolve("front.csv"), "policy,treasure,time\np0003,14,-7\n");
    assertThat(page(folder))
        .contains("A front of one policy leaves nothing to choose.")
        .contains("<dd>1<small>on the front; 8 more fell off it when measured anew</small></dd>");
  }

  @Test
  void hostileNamesStayText() throws IOException {
    String breakOut = "</script><script>alert(1)</script>";
    String attribute = "\"><img src=x onerror=alert(1)>";
    String lines = "a\u2028b\u2029<!--<script>";
    String page = page(SampleRuns.hostile(folder, breakOut, attribute, lines));
    String withoutScripts = SCRIPT.matcher(page).replaceAll("");
    assertThat(withoutScripts).doesNotContain("<script", "</script", "<img", "<!--", "alert(1)<");
    assertThat(withoutScripts).contains(Escape.html(breakOut), Escape.html(attribute));
    assertThat(withoutScripts).contains("Not exact.", "NaN", "∞");
    // Watch, data, ECharts and the report itself: no name made a fifth.
    assertThat(scripts(page)).hasSize(4);

    JsonNode data = SampleRuns.JSON.readTree(scripts(page).get(1)[1]);
    assertThat(data.get("objectives").get(0).asText()).isEqualTo(breakOut);
    assertThat(data.get("objectives").get(2).asText()).isEqualTo(lines);
    assertThat(data.get("policies").get(1).get("returns").get(0).isNull()).isTrue();
    assertThat(data.get("policies").get(1).get("returns").get(1).isNull()).isTrue();
    assertThat(data.get("curve").get("hypervolume").get(1).isNull()).isTrue();
  }

  @Test
  void thePolicyAllowsExactlyThesePartsByHash() throws Exception {
    String page = page(SampleRuns.deepSeaTreasure(folder));
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .startsWith("default-src 'none';")
        .doesNotContain("unsafe", "http", "*");
    Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
    assertThat(style.find()).isTrue();
    List<String> parts = new ArrayList<>(List.of(style.group(1)));
    scripts(page).stream().filter(s -> s[0].isEmpty()).forEach(s -> parts.add(s[1]));
    assertThat(parts).hasSize(4);
    for (String part : parts) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
      assertThat(policy.group(1)).contains(Base64.getEncoder().encodeToString(digest));
    }
    assertThat(SCRIPT.matcher(page).replaceAll(""))
        .doesNotContain(" style=\"", " onclick=", " src=\"", "<link");
  }

  @Test
  void thePageKeepsTheNotices() throws IOException {
    String page = page(SampleRuns.deepSeaTreasure(folder));
    assertThat(page).contains("The Apache Software Foundation", "Baidu Inc.", "Mike Bostock");
  }

  @Test
  void writingAgainReplacesAndLeavesNothingElse() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Files.writeString(folder.resolve(HtmlReport.FILE_NAME), "old");
    Path report = HtmlReport.write(folder);
    assertThat(report).isEqualTo(folder.resolve("report.html"));
    byte[] first = Files.readAllBytes(report);
    HtmlReport.write(folder);
    assertThat(Files.readAllBytes(report)).isEqualTo(first);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "run.json", "archive.json", "config.json", "fronts.jsonl", "report.html");
    }
  }

  @Test
  void aReportThatCanNotReplaceLeavesTheFolderAsItWas() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Files.createDirectories(folder.resolve("report.html/full"));
    assertThatThrownBy(() -> HtmlReport.write(folder))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("report.html can't be written");
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(f -> f.toString().endsWith(".tmp"));
    }
  }

  @Test
  void longCurvesAreThinnedFromTheEnd() {
    int step = ChartData.stride(4001, ChartData.MAX_CURVE);
    assertThat(step).isEqualTo(3);
    assertThat(ChartData.isKept(4000, 4001, step)).isTrue();
    assertThat(ChartData.isKept(3999, 4001, step)).isFalse();
    assertThat(ChartData.stride(60, 60)).isEqualTo(1);
  }

  private static String page(Path run) throws IOException {
    return Files.readString(HtmlReport.write(run));
  }

  private static int rows(String page) {
    return page.split("<tr id=\"policy-", -1).length - 1;
  }

  /** Attributes and content of each script element. */
  private static List<String[]> scripts(String page) {
    List<String[]> scripts = new ArrayList<>();
    Matcher matcher = SCRIPT.matcher(page);
    while (matcher.find()) {
      scripts.add(new String[] {matcher.group(1), matcher.group(2)});
    }
    return scripts;
  }
}
