package org.morl4j.cli.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.MeasuredRun.Score;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.RunText;
import org.morl4j.core.check.Vec;

/** Reads the score, the curve and the conditions of each run. */
public final class RunReader {
  private final ScoreChoice choice;

  public RunReader(ScoreChoice choice) {
    this.choice = choice;
  }

  /**
   * Which number of a run counts.
   *
   * @param policy {@code last} or {@code best}
   * @param metric null for the return where a run has that policy, else the hypervolume
   * @param objective whose return counts; null where there is only one
   * @param reference reference point of all hypervolumes; null for each run's own
   */
  public record ScoreChoice(
      String policy, @Nullable Metric metric, @Nullable String objective, @Nullable Vec reference) {
    String measured() {
      return "return of the policy " + policy;
    }
  }

  public List<MeasuredRun> read(RunSource source) {
    String task = source.task();
    String label = source.label();
    if (task != null && label != null) {
      return peers(label, source.path(), task);
    }
    return source.runFolders().stream().map(folder -> run(label, folder)).toList();
  }

  private MeasuredRun run(@Nullable String label, Path folder) {
    JsonValue run = JsonFile.read(folder.resolve("run.json"));
    if (!run.get("status").text().equals("done")) {
      throw new CompareException(
          folder
              + " is "
              + run.get("status").text()
              + ", but only finished runs are compared. Maybe continue it with: morl4j resume "
              + folder);
    }
    JsonValue environment = run.get("environment");
    List<String> objectives =
        environment.get("objectives").items().stream().map(JsonValue::text).toList();
    String seed = run.get("seed").label();
    JsonValue archive = RunText.archive(folder.resolve("archive.json"));
    JsonValue point = named(archive.get("points").items());
    boolean byReturn = choice.metric() == null ? point != null : choice.metric() == Metric.RETURN;
    Score score;
    Conditions conditions;
    if (byReturn) {
      score = byReturn(point, objectives, folder);
      conditions = ConditionsReader.ofReturn(folder, run);
    } else {
      FrontScore front = front(run, objectives.size(), folder);
      score =
          new Score(
              "hypervolume of the front",
              front.last(archive),
              front.curve(folder),
              FrontScore.noneWithin(archive));
      conditions = ConditionsReader.ofHypervolume(folder, run, front.told());
    }
    return new MeasuredRun(
        label == null ? withoutSeed(run.get("name").text(), seed) : label,
        environment.get("id").text(),
        seed,
        score,
        conditions,
        folder.toString());
  }

  private Score byReturn(@Nullable JsonValue point, List<String> objectives, Path folder) {
    if (point == null) {
      throw new CompareException(
          folder
              + " has no policy "
              + choice.policy()
              + " in its archive. Maybe it is a search of many policies, which --metric hypervolume"
              + " compares.");
    }
    refuseReference(folder);
    int j = objective(objectives, folder);
    return new Score(
        choice.measured() + (objectives.size() > 1 ? ", objective " + objectives.get(j) : ""),
        finite(point.get("returns").numbers(objectives.size())[j], folder),
        returns(folder, objectives.get(j)));
  }

  private FrontScore front(JsonValue run, int objectives, Path folder) {
    Vec chosen = choice.reference();
    if (chosen != null && chosen.size() != objectives) {
      throw new CompareException(
          "--reference has %d values, but %s has %d objectives. Maybe compare tasks apart."
              .formatted(chosen.size(), folder, objectives));
    }
    if (chosen != null) {
      return new FrontScore(chosen.toArray(), false);
    }
    JsonValue own = run.find("reference");
    if (own == null) {
      throw new CompareException(
          "%s has no reference point for a hypervolume. Maybe give one with --reference=a,b,..."
              .formatted(folder));
    }
    return new FrontScore(own.numbers(objectives), true);
  }

  private void refuseReference(Path path) {
    if (choice.reference() != null) {
      throw new CompareException(
          """
          --reference is for hypervolumes, but %s is compared by its return. Maybe add \
          --metric hypervolume, or leave it out."""
              .formatted(path));
    }
  }

  /** {@code sac-hopper-3} of seed 3 is {@code sac-hopper}. */
  private static String withoutSeed(String name, String seed) {
    String suffix = "-" + seed;
    return name.endsWith(suffix) && name.length() > suffix.length()
        ? name.substring(0, name.length() - suffix.length())
        : name;
  }

  private @Nullable JsonValue named(List<JsonValue> points) {
    for (JsonValue point : points) {
      if (point.get("policy").text().equals(choice.policy())) {
        return point;
      }
    }
    return null;
  }

  private int objective(List<String> objectives, Path folder) {
    String wanted = choice.objective();
    int index = wanted == null && objectives.size() == 1 ? 0 : objectives.indexOf(wanted);
    if (index < 0) {
      throw new CompareException(
          folder
              + " has the objectives "
              + String.join(", ", objectives)
              + (wanted == null ? ", so it has no single return" : ", but not " + wanted)
              + ". Maybe name one with --objective, or compare with --metric hypervolume.");
    }
    return index;
  }

  private static double finite(double value, Path folder) {
    if (!Double.isFinite(value)) {
      throw new CompareException(
          folder + ": the final return is " + value + ", but must be finite.");
    }
    return value;
  }

  /** The objective's column of evaluations.csv; empty without that file, or with several jobs. */
  private static Curve returns(Path folder, String objective) {
    Path file = folder.resolve("evaluations.csv");
    if (!Files.isRegularFile(file)) {
      return Curve.NONE;
    }
    List<CsvRow> rows = Csv.read(file).rows();
    boolean severalJobs = rows.stream().map(row -> row.text("job")).distinct().count() > 1;
    return severalJobs ? Curve.NONE : Curve.of(rows, "transitions", objective);
  }

  private List<MeasuredRun> peers(String label, Path file, String task) {
    if (choice.metric() == Metric.HYPERVOLUME || !choice.policy().equals("last")) {
      throw new CompareException(
          file
              + " holds the returns of last policies only, so it can't be compared by "
              + (choice.metric() == Metric.HYPERVOLUME ? "hypervolume." : "best policies.")
              + " Maybe leave it or that option out.");
    }
    refuseReference(file);
    return PeerCsv.runs(label, file, task, choice.measured());
  }
}
