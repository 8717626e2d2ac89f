package org.morl4j.configs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.check.ByteOrderMark;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.Seal;
import org.morl4j.core.state.WholeFiles;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Indicators;
import org.morl4j.pareto.search.FrontSnapshot;
import org.morl4j.pareto.search.SearchResult;
import org.morl4j.policy.PolicyScore;

/** Writes the files of a run folder (docs/run-folder.md), each atomically. */
final class RunFolder {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final long MAX_JSON = 64 << 20;
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

  /**
   * What run.json says so far; an empty object where there is none, or not a readable one.
   *
   * @throws org.morl4j.core.state.StateException if it is no regular file
   */
  ObjectNode earlier() throws IOException {
    Path file = file("run.json");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return object();
    }
    try {
      return JSON.readTree(ByteOrderMark.strip(WholeFiles.text(file, MAX_JSON)))
              instanceof ObjectNode node
          ? node
          : object();
    } catch (JsonProcessingException e) {
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
   *
   * @param added told of each line that is new, with its place from 0
   */
  void fronts(List<FrontSnapshot> lines, @Nullable Vec reference, ObjIntConsumer<ObjectNode> added)
      throws IOException {
    for (FrontSnapshot line : lines.subList(curve.size(), lines.size())) {
      ObjectNode node = LINE.createObjectNode();
      node.put("stage", line.stage()).put("round", line.round());
      node.put("training_transitions", line.effort().transitions());
      node.put("training_updates", line.effort().updates());
      node.put("evaluation_transitions", line.evaluationTransitions());
      double[][] points = line.points().stream().map(Vec::toArray).toArray(double[][]::new);
      indicators(node, points, reference);
      added.accept(node, curve.size());
      ArrayNode list = node.putArray("points");
      line.points().forEach(point -> numbers(list.addArray(), point));
      curve.add(LINE.writeValueAsString(node) + "\n");
    }
    write("fronts.jsonl", String.join("", curve));
  }

  /** How many lines of the curve an earlier process has written. */
  int earlierFronts() throws IOException {
    Path file = file("fronts.jsonl");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return (int) lines.count();
    }
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

  /**
   * policies/, archive.json and front.csv: in this order, so that whatever front.csv names is
   * there, and wherever there is a front.csv there is the archive.json that tells whether it is
   * whole.
   *
   * @param config how the policies acted when they were measured, and whether they were
   */
  void result(SearchResult result, EnvSpec spec, RunConfig config) throws IOException {
    Mode mode = config.mode();
    List<Point<Snapshot>> front = result.results();
    SavedPolicies policies = new SavedPolicies(file("policies"));
    for (Point<Snapshot> point : front) {
      policies.save(
          point.id(),
          point.policy().policy(),
          new PolicyScore(spec.objectives(), point.returns(), point.lineage().preference(), mode));
    }
    String table =
        FrontTable.of(front, spec, !result.otherwise().isEmpty(), config.environment().recorded());
    String archive = JSON.writeValueAsString(ArchiveTree.of(result, spec, config, table)) + "\n";
    write("archive.json", Seal.sealed(archive));
    write("front.csv", table);
  }

  static void versions(ObjectNode node, Map<String, String> versions) {
    ObjectNode object = node.putObject("versions");
    versions.forEach(object::put);
  }

  private void write(String name, String text) throws IOException {
    WholeFiles.replace(file(name), text);
  }
}
