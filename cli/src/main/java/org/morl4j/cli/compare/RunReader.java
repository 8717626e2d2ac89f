package org.morl4j.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.pareto.indicator.Hypervolume;

/** Reads the score and the curve of each run. */
public final class RunReader {
  private final Selection selection;

  public RunReader(Selection selection) {
    this.selection = selection;
  }

  /**
   * Which number of a run counts.
   *
   * @param policy {@code last} or {@code best}
   * @param metric null for the return where a run has that policy, else the hypervolume
   * @param objective whose return counts; null where there is only one
   */
  public record Selection(String policy, @Nullable Metric metric, @Nullable String objective) {}

  public List<MeasuredRun> read(RunSource source) {
    String task = source.task();
    String label = source.label();
    if (task != null && label != null) {
      return peers(label, source.path(), task);
    }
    return source.runFolders().stream().map(folder -> run(label, folder)).toList();
  }

  private MeasuredRun run(@Nullable String label, Path folder) {
    JsonValue run = json(folder.resolve("run.json"));
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
    String name = label == null ? withoutSeed(run.get("name").text(), seed) : label;
    String task = environment.get("id").text();
    List<JsonValue> points = json(folder.resolve("archive.json")).get("points").items();
    JsonValue point = named(points);
    boolean byReturn =
        selection.metric() == null ? point != null : selection.metric() == Metric.RETURN;
    if (!byReturn) {
      return new MeasuredRun(
          name,
          task,
          seed,
          "hypervolume of the front",
          hypervolume(points, run, objectives.size()),
          hypervolumes(folder),
          folder.toString());
    }
    if (point == null) {
      throw new CompareException(
          folder
              + " has no policy "
              + selection.policy()
              + " in its archive. Maybe it is a search of many policies, which --metric hypervolume"
              + " compares.");
    }
    int j = objective(objectives, folder);
    return new MeasuredRun(
        name,
        task,
        seed,
        measured() + (objectives.size() > 1 ? ", objective " + objectives.get(j) : ""),
        finite(point.get("returns").numbers(objectives.size())[j], folder),
        returns(folder, objectives.get(j)),
        folder.toString());
  }

  private String measured() {
    return "return of the policy " + selection.policy();
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
      if (point.get("policy").text().equals(selection.policy())) {
        return point;
      }
    }
    return null;
  }

  private int objective(List<String> objectives, Path folder) {
    String wanted = selection.objective();
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

  private static double hypervolume(List<JsonValue> points, JsonValue run, int objectives) {
    // Dominated points of the archive add nothing to the volume, so it is that of front.csv.
    double[][] returns =
        points.stream().map(p -> p.get("returns").numbers(objectives)).toArray(double[][]::new);
    return returns.length == 0
        ? 0
        : Hypervolume.of(returns, run.get("reference").numbers(objectives));
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
    Csv csv = Csv.read(file);
    int job = csv.column("job");
    if (csv.rows().stream().map(row -> row.get(job)).distinct().count() > 1) {
      return Curve.NONE;
    }
    return curve(csv, rows(csv), csv.column("transitions"), csv.column(objective));
  }

  private static List<Integer> rows(Csv csv) {
    return java.util.stream.IntStream.range(0, csv.rows().size()).boxed().toList();
  }

  private static Curve hypervolumes(Path folder) {
    Path file = folder.resolve("fronts.jsonl");
    if (!Files.isRegularFile(file)) {
      return Curve.NONE;
    }
    List<JsonValue> lines = new ArrayList<>();
    String[] text = text(file).split("\n");
    for (int i = 0; i < text.length; i++) {
      if (!text[i].isBlank()) {
        lines.add(JsonValue.parse(text[i], file.toString(), i + 1));
      }
    }
    return new Curve(
        lines.stream().mapToDouble(l -> l.get("training_transitions").number()).toArray(),
        lines.stream().mapToDouble(l -> l.get("hypervolume").number()).toArray());
  }

  /** Other libraries' evaluations: a line each, the last of a seed is of the final policy. */
  private List<MeasuredRun> peers(String label, Path file, String task) {
    if (selection.metric() == Metric.HYPERVOLUME || !selection.policy().equals("last")) {
      throw new CompareException(
          file
              + " holds the returns of last policies only, so it can't be compared by "
              + (selection.metric() == Metric.HYPERVOLUME ? "hypervolume." : "best policies.")
              + " Maybe leave it or that option out.");
    }
    Csv csv = Csv.read(file);
    int seed = csv.column("seed");
    int transitions = csv.column("training_transitions");
    int mean = csv.column("mean_return");
    Map<String, List<Integer>> bySeed = new LinkedHashMap<>();
    for (int r = 0; r < csv.rows().size(); r++) {
      bySeed.computeIfAbsent(csv.rows().get(r).get(seed), s -> new ArrayList<>()).add(r);
    }
    List<MeasuredRun> runs = new ArrayList<>();
    bySeed.forEach(
        (name, rows) -> {
          Curve curve = curve(csv, rows, transitions, mean);
          double last = curve.values()[curve.values().length - 1];
          runs.add(new MeasuredRun(label, task, name, measured(), last, curve, file.toString()));
        });
    return runs;
  }

  private static Curve curve(Csv csv, List<Integer> rows, int transitions, int value) {
    double[] x = rows.stream().mapToDouble(r -> csv.number(r, transitions)).toArray();
    double[] y = rows.stream().mapToDouble(r -> csv.number(r, value)).toArray();
    for (int i = 1; i < x.length; i++) {
      if (x[i] <= x[i - 1]) {
        throw new CompareException(
            csv.name()
                + ":"
                + csv.lines().get(rows.get(i))
                + ": "
                + csv.header().get(transitions)
                + " doesn't rise within the run. Maybe two runs of one seed wrote to the file.");
      }
    }
    return new Curve(x, y);
  }

  private static JsonValue json(Path file) {
    return JsonValue.parse(text(file), file.toString(), 1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CompareException(
          file + " can't be read: " + e + ". Maybe the folder is incomplete.");
    }
  }
}
