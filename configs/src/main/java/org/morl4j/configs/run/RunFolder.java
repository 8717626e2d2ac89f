package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.policy.Policies;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Indicators;
import org.morl4j.pareto.search.FrontSnapshot;
import org.morl4j.pareto.search.SearchResult;

/** Writes the files of a run folder (docs/run-folder.md), each atomically. */
final class RunFolder {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper LINE = JsonMapper.builder().build();

  private final Path folder;
  private final List<String> curve = new ArrayList<>();

  RunFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void config(String json) throws IOException {
    write("config.json", json.endsWith("\n") ? json : json + "\n");
  }

  void run(ObjectNode node) throws IOException {
    write("run.json", JSON.writeValueAsString(node) + "\n");
  }

  /** What run.json says so far; an empty object where there is none, or not a readable one. */
  ObjectNode earlier() {
    try {
      return JSON.readTree(file("run.json").toFile()) instanceof ObjectNode node ? node : object();
    } catch (IOException e) {
      return object();
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static void numbers(ArrayNode out, Vec values) {
    for (int i = 0; i < values.size(); i++) {
      out.add(values.get(i));
    }
  }

  /**
   * The curve so far, whole, so that a resumed run writes the same lines again. Lines only ever
   * grow in number, and the indicators of each are computed once: they can be slow (trap T11).
   */
  void fronts(List<FrontSnapshot> lines, @Nullable Vec reference) throws IOException {
    for (FrontSnapshot line : lines.subList(curve.size(), lines.size())) {
      ObjectNode node = LINE.createObjectNode();
      node.put("stage", line.stage()).put("round", line.round());
      node.put("training_transitions", line.effort().transitions());
      node.put("training_updates", line.effort().updates());
      node.put("evaluation_transitions", line.evaluationTransitions());
      double[][] points = line.points().stream().map(Vec::toArray).toArray(double[][]::new);
      indicators(node, points, reference);
      ArrayNode list = node.putArray("points");
      line.points().forEach(point -> numbers(list.addArray(), point));
      curve.add(LINE.writeValueAsString(node) + "\n");
    }
    write("fronts.jsonl", String.join("", curve));
  }

  /**
   * Adds the four indicators of a front; an empty one has none but a cardinality of 0, and without
   * a reference there is no hypervolume.
   */
  private static void indicators(ObjectNode node, double[][] points, @Nullable Vec reference) {
    if (points.length == 0) {
      node.put("hypervolume", 0.0).putNull("expected_utility");
      node.put("sparsity", 0.0).put("cardinality", 0);
      return;
    }
    // Only the hypervolume looks at the reference: any point does where it isn't wanted.
    double[] from = reference == null ? points[0] : reference.toArray();
    Indicators indicators = Indicators.of(points, from);
    if (reference == null) {
      node.putNull("hypervolume");
    } else {
      node.put("hypervolume", indicators.hypervolume());
    }
    node.put("expected_utility", indicators.expectedUtility());
    node.put("sparsity", indicators.sparsity());
    node.put("cardinality", indicators.cardinality());
  }

  /** front.csv, archive.json and policies/. */
  void result(SearchResult result, List<String> objectives) throws IOException {
    List<Point<Snapshot>> front = result.results();
    StringBuilder csv = new StringBuilder("policy");
    objectives.forEach(name -> csv.append(',').append(quoted(name)));
    csv.append('\n');
    for (Point<Snapshot> point : front) {
      csv.append(point.id());
      for (int j = 0; j < objectives.size(); j++) {
        csv.append(',').append(String.format(Locale.ROOT, "%.17g", point.returns().get(j)));
      }
      csv.append('\n');
    }
    write("front.csv", csv.toString());

    ObjectNode archive = JSON.createObjectNode();
    objectives.forEach(archive.putArray("objectives")::add);
    ArrayNode points = archive.putArray("points");
    for (int i = 0; i < result.measured().size(); i++) {
      Point<Snapshot> point = result.policies().get(i);
      Lineage lineage = point.lineage();
      ObjectNode node = points.addObject();
      node.put("policy", point.id());
      node.put("stage", lineage.stage()).put("round", lineage.round()).put("job", lineage.job());
      node.put("parent", lineage.parent()).put("objective", lineage.objective());
      if (lineage.preference() == null) {
        node.putNull("preference");
      } else {
        numbers(node.putArray("preference"), lineage.preference());
      }
      node.put("transitions", lineage.effort().transitions());
      node.put("updates", lineage.effort().updates());
      int m = objectives.size();
      numbers(node.putArray("returns"), result.measured().get(i).mean().head(m));
      numbers(node.putArray("standard_error"), result.measured().get(i).standardError().head(m));
      node.put("episodes", result.measured().get(i).episodes());
      numbers(node.putArray("archived_returns"), point.returns());
    }
    write("archive.json", JSON.writeValueAsString(archive) + "\n");
    for (Point<Snapshot> point : front) {
      policy(point, objectives);
    }
  }

  private void policy(Point<Snapshot> point, List<String> objectives) throws IOException {
    Path target = file("policies").resolve(point.id());
    Path beside = file("policies").resolve(point.id() + ".partial");
    delete(beside);
    Policies.save(
        beside, point.policy().policy(), objectives, point.returns(), point.lineage().preference());
    delete(target);
    Files.move(beside, target);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static void versions(ObjectNode node, Map<String, String> versions) {
    ObjectNode object = node.putObject("versions");
    versions.forEach(object::put);
  }

  static String quoted(String cell) {
    return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private void write(String name, String text) throws IOException {
    Path beside = file(name + ".partial");
    Files.writeString(beside, text);
    Checkpoints.moveOver(beside, file(name));
  }
}
