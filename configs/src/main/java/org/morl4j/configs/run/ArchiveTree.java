package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.Seal;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.SearchResult;

/**
 * {@code archive.json}: the policies a search kept, as it chose them and measured anew; and the
 * hashes of front.csv and of itself, which tell files that were cut or damaged.
 */
final class ArchiveTree {
  private static final int FORMAT = 2;

  private ArchiveTree() {}

  /** The name of a mode in files. */
  static String name(Mode mode) {
    return mode == Mode.EXPLOIT ? "greedy" : "sampled";
  }

  /**
   * @param config how the policies acted when they were measured, and whether they were
   * @param front the text of front.csv
   */
  static ObjectNode of(SearchResult result, EnvSpec spec, RunConfig config, String front) {
    ObjectNode archive = RunFolder.object();
    archive.put("format", FORMAT);
    spec.objectives().forEach(archive.putArray("objectives")::add);
    spec.costs().forEach(archive.putArray("costs")::add);
    Mode mode = config.mode();
    archive.put("mode", name(mode));
    if (config.environment().recorded()) {
      archive.put("estimated", true);
    }
    boolean limited = !result.otherwise().isEmpty();
    ArrayNode points = archive.putArray("points");
    for (int i = 0; i < result.measured().size(); i++) {
      Point<Snapshot> point = result.policies().get(i);
      ObjectNode node = points.addObject();
      node.put("policy", point.id());
      lineage(node, point.lineage());
      measure(node, result.measured().get(i), limited);
      numbers(node, "archived_returns", point.returns());
      if (limited) {
        Mode other = mode == Mode.EXPLOIT ? Mode.EXPLORE : Mode.EXPLOIT;
        measure(node.putObject(name(other)), result.otherwise().get(i), true);
      }
    }
    archive.put("front_sha256", Seal.of(front));
    archive.put("sha256", Seal.BLANK); // last: sealed as text
    return archive;
  }

  private static void lineage(ObjectNode node, Lineage lineage) {
    node.put("stage", lineage.stage()).put("round", lineage.round()).put("job", lineage.job());
    node.put("parent", lineage.parent()).put("objective", lineage.objective());
    if (lineage.preference() == null) {
      node.putNull("preference");
    } else {
      numbers(node, "preference", lineage.preference());
    }
    node.put("transitions", lineage.effort().transitions());
    node.put("updates", lineage.effort().updates());
  }

  private static void measure(ObjectNode node, Measure measure, boolean limited) {
    numbers(node, "returns", measure.returns());
    numbers(node, "standard_error", measure.standardError());
    numbers(node, "costs", measure.costs());
    numbers(node, "cost_standard_error", measure.costError());
    node.put("episodes", measure.episodes());
    if (limited) {
      node.put("within_limits", measure.withinLimits());
    }
  }

  private static void numbers(ObjectNode node, String name, Vec values) {
    RunFolder.numbers(node.putArray(name), values);
  }
}
