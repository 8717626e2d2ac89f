package org.morl4j.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.cli.report.RunReport.Costs;
import org.morl4j.cli.report.RunReport.CurvePoint;
import org.morl4j.cli.report.RunReport.Setting;
import org.morl4j.cli.report.RunReport.Summary;
import org.morl4j.cli.report.RunReport.Training;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;

/**
 * Reads a run folder as docs/run-folder.md describes it. A missing file becomes a remark, a
 * malformed one an error: a run in progress lacks files, but writes none of them halfway, except
 * the last line of fronts.jsonl.
 */
final class RunFiles {
  static final long MAX_BYTES = 256L << 20;

  private final Path folder;
  private final List<String> remarks = new ArrayList<>();

  private RunFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws ReportException if the folder isn't one of a run, or a file in it is malformed
   */
  static RunReport read(Path folder) {
    return new RunFiles(folder).read();
  }

  private RunReport read() {
    if (!Files.isDirectory(folder)) {
      throw new ReportException(
          folder + " is not a folder. Maybe you meant one of the run folders under out/.");
    }
    String configText = text("config.json");
    String runText = text("run.json");
    String archiveText = text("archive.json");
    String frontsText = text("fronts.jsonl");
    if (configText == null && runText == null && archiveText == null && frontsText == null) {
      throw new ReportException(
          folder
              + " holds none of config.json, run.json, archive.json and fronts.jsonl, so it is no"
              + " run folder. Maybe you meant one of the folders in it.");
    }
    JsonValue runJson = runText == null ? null : JsonValue.parse(runText, "run.json", 1);
    JsonValue archiveJson =
        archiveText == null ? null : RunText.archive(archiveText, "archive.json");
    List<JsonValue> lines = frontsText == null ? List.of() : lines(frontsText, runJson);

    List<String> objectives = objectives(runJson, archiveJson, lines);
    Summary summary =
        runJson == null || runText == null ? null : summary(runJson, runText, objectives.size());
    List<ArchivePoint> policies =
        archiveJson == null ? List.of() : policies(archiveJson, objectives);
    List<CurvePoint> curve = curve(lines, objectives.size());
    String config = configText == null ? null : config(configText);

    Setting setting = Settings.read(folder, runJson, configText, objectives.size());
    if (objectives.size() > 1 && !setting.single()) {
      policies = FrontMembers.mark(policies, folder.resolve("front.csv"));
    }
    if (runJson != null && runJson.find("estimated") != null) {
      remarks.add(
          "The run has no environment: all returns are estimates by fitted Q evaluation from its data, not measurements.");
    }
    explainMissing(summary, archiveJson != null, frontsText != null, config != null);
    return new RunReport(
        title(runJson),
        objectives,
        summary,
        policies,
        archiveJson != null,
        curve,
        training(setting.single(), objectives, summary, curve),
        setting,
        EpisodePictures.read(folder, policies.stream().map(ArchivePoint::policy).toList(), remarks),
        config,
        remarks);
  }

  private Training training(
      boolean single, List<String> objectives, @Nullable Summary summary, List<CurvePoint> curve) {
    Path evaluations = folder.resolve("evaluations.csv");
    Path metrics = folder.resolve("metrics.csv");
    List<String> costs = summary == null ? List.of() : summary.costs();
    return new Training(
        CriticCurves.read(evaluations),
        LimitCurves.read(metrics),
        single ? LearningCurves.read(evaluations, objectives, costs, curve) : List.of(),
        single ? MetricCurves.read(metrics) : List.of());
  }

  private @Nullable String text(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      WholeFiles.requireRegular(file);
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ReportException(
            name
                + " has "
                + size
                + " bytes, but a report takes at most "
                + MAX_BYTES
                + ". Maybe the run evaluated more often than it needed.");
      }
      return Files.readString(file);
    } catch (StateException e) {
      throw new ReportException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ReportException(
          name + " can't be read as UTF-8 text: " + e + ". Maybe another program wrote it.", e);
    }
  }

  private List<JsonValue> lines(String text, @Nullable JsonValue runJson) {
    String[] lines = text.split("\n", -1);
    List<JsonValue> values = new ArrayList<>(lines.length);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      try {
        values.add(JsonValue.parse(lines[i], "fronts.jsonl", i + 1));
      } catch (ReportException e) {
        // Only a line without its newline can be one that is still being written.
        boolean unfinished = i == lines.length - 1 && !isDone(runJson);
        if (!unfinished) {
          throw e;
        }
        remarks.add("The last line of fronts.jsonl was cut short and is left out.");
      }
    }
    return values;
  }

  private static boolean isDone(@Nullable JsonValue runJson) {
    return runJson != null && runJson.get("status").text().equals("done");
  }

  private String title(@Nullable JsonValue runJson) {
    JsonValue name = runJson == null ? null : runJson.find("name");
    return name != null ? name.text() : folder.toAbsolutePath().normalize().getFileName() + "";
  }

  private static List<String> objectives(
      @Nullable JsonValue runJson, @Nullable JsonValue archiveJson, List<JsonValue> lines) {
    JsonValue environment = runJson == null ? null : runJson.find("environment");
    JsonValue ofRun = environment == null ? null : environment.find("objectives");
    JsonValue ofArchive = archiveJson == null ? null : archiveJson.get("objectives");
    if (ofRun != null && ofArchive != null && !texts(ofRun).equals(texts(ofArchive))) {
      throw new ReportException(
          ofArchive.at()
              + " is "
              + texts(ofArchive)
              + ", but run.json says "
              + texts(ofRun)
              + ". Maybe files of two runs lie in one folder.");
    }
    JsonValue named = ofArchive != null ? ofArchive : ofRun;
    if (named != null) {
      List<String> names = texts(named);
      if (names.isEmpty()) {
        throw new ReportException(
            named.at() + " is empty, but a run has at least one objective. Maybe it was edited.");
      }
      return names;
    }
    List<String> names = new ArrayList<>();
    for (JsonValue line : lines) {
      List<JsonValue> points = line.get("points").items();
      if (!points.isEmpty()) {
        for (int i = 1; i <= points.get(0).items().size(); i++) {
          names.add("objective " + i);
        }
        break;
      }
    }
    return names.isEmpty() ? List.of("objective 1") : names;
  }

  private static List<String> texts(JsonValue array) {
    return array.items().stream().map(JsonValue::text).toList();
  }

  private static Summary summary(JsonValue run, String text, int objectives) {
    JsonValue status = run.get("status");
    if (!List.of("running", "done", "stopped", "failed").contains(status.text())) {
      throw new ReportException(
          status.at()
              + " is \""
              + status.text()
              + "\", but must be running, done, stopped or failed. Maybe it was edited by hand.");
    }
    JsonValue environment = run.find("environment");
    JsonValue costs = environment == null ? null : environment.find("costs");
    JsonValue reference = run.find("reference");
    JsonValue known = run.find("known_front");
    JsonValue feasible = run.find("feasible");
    JsonValue exact = run.find("exact");
    return new Summary(
        status.text(),
        label(run, "seed"),
        label(run, "started"),
        label(run, "finished"),
        number(run, "seconds"),
        count(run, "training_transitions"),
        count(run, "evaluation_transitions"),
        feasible == null || feasible.flag(),
        exact == null || exact.flag(),
        environment == null ? "unknown environment" : environment.get("id").text(),
        environment == null ? null : label(environment, "simulator"),
        costs == null ? List.of() : texts(costs),
        environment == null ? null : count(environment, "horizon"),
        number(run, "evaluation_gamma"),
        reference == null ? null : reference.numbers(objectives),
        known == null ? null : known.items().stream().map(p -> p.numbers(objectives)).toList(),
        indented(text));
  }

  private static List<ArchivePoint> policies(JsonValue archive, List<String> objectives) {
    int m = objectives.size();
    List<ArchivePoint> policies = new ArrayList<>();
    for (JsonValue point : archive.get("points").items()) {
      double[] returns = point.get("returns").numbers(m);
      JsonValue error = point.find("standard_error");
      JsonValue archived = point.find("archived_returns");
      JsonValue preference = point.find("preference");
      policies.add(
          new ArchivePoint(
              point.get("policy").text(),
              point.get("stage").count(),
              point.get("round").count(),
              count(point, "job"),
              label(point, "parent"),
              objective(point, objectives),
              preference == null ? null : preference.numbers(m),
              count(point, "transitions"),
              returns,
              error == null ? nan(m) : error.numbers(m),
              archived == null ? returns : archived.numbers(m),
              count(point, "episodes"),
              costs(point),
              true));
    }
    return policies;
  }

  private static Costs costs(JsonValue point) {
    JsonValue means = point.find("costs");
    JsonValue error = point.find("cost_standard_error");
    JsonValue within = point.find("within_limits");
    int k = means == null ? 0 : means.items().size();
    return new Costs(
        means == null ? new double[0] : means.numbers(k),
        error == null ? nan(k) : error.numbers(k),
        within == null ? null : within.flag());
  }

  private static @Nullable String objective(JsonValue point, List<String> objectives) {
    JsonValue value = point.find("objective");
    if (value == null || !(value.raw() instanceof Number)) {
      return value == null ? null : value.text();
    }
    long index = value.count();
    if (index >= objectives.size()) {
      throw new ReportException(
          value.at()
              + " is "
              + index
              + ", but objectives are numbered 0 to "
              + (objectives.size() - 1)
              + ". Maybe it counts from 1.");
    }
    return objectives.get((int) index);
  }

  private static List<CurvePoint> curve(List<JsonValue> lines, int objectives) {
    List<CurvePoint> curve = new ArrayList<>(lines.size());
    for (JsonValue line : lines) {
      curve.add(
          new CurvePoint(
              line.get("stage").count(),
              line.get("round").count(),
              line.get("training_transitions").count(),
              line.get("evaluation_transitions").count(),
              number(line, "hypervolume"),
              number(line, "expected_utility"),
              number(line, "sparsity"),
              number(line, "cardinality"),
              line.get("points").items().stream().map(p -> p.numbers(objectives)).toList()));
    }
    return curve;
  }

  private static String config(String text) {
    JsonValue.parse(text, "config.json", 1);
    return indented(text);
  }

  private static @Nullable String label(JsonValue object, String name) {
    JsonValue value = object.find(name);
    return value == null ? null : value.label();
  }

  private static @Nullable Long count(JsonValue object, String name) {
    JsonValue value = object.find(name);
    return value == null ? null : value.count();
  }

  private static double number(JsonValue object, String name) {
    JsonValue value = object.find(name);
    return value == null ? Double.NaN : value.number();
  }

  private static double[] nan(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private void explainMissing(
      @Nullable Summary summary, boolean archive, boolean fronts, boolean config) {
    if (summary == null) {
      remarks.add("There is no run.json yet: totals, seed and provenance are unknown.");
    } else if (summary.status().equals("running")) {
      remarks.add(
          "The run was in progress when this report was written; write it again for newer"
              + " figures.");
    } else if (summary.status().equals("stopped")) {
      remarks.add("The run was stopped and can be resumed. Shown is what it had reached.");
    } else if (summary.status().equals("failed")) {
      remarks.add("The run failed; log.txt in its folder says why. Shown is what it had reached.");
    }
    if (!archive) {
      remarks.add(
          fronts
              ? "There is no archive.json yet: the front shown is that of the last evaluation,"
                  + " without policies, standard errors and lineage."
              : "There is no archive.json yet, so there are no policies to show.");
    }
    if (!fronts) {
      remarks.add("There is no fronts.jsonl yet, so there are no curves over transitions.");
    }
    if (!config) {
      remarks.add("There is no config.json, so the settings can't be shown.");
    }
  }

  /** The same JSON with line breaks; a text that has them already stays as its writer laid it. */
  private static String indented(String json) {
    if (json.strip().indexOf('\n') >= 0) {
      return json.strip();
    }
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    JsonFactory factory =
        JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    StringWriter out = new StringWriter();
    try (JsonParser parser = factory.createParser(json);
        JsonGenerator generator = factory.createGenerator(out)) {
      generator.setPrettyPrinter(printer);
      while (parser.nextToken() != null) {
        generator.copyCurrentEventExact(parser);
      }
    } catch (IOException e) {
      return json;
    }
    return out.toString();
  }
}
