package org.morl4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.morl4j.cli.compare.Comparison;
import org.morl4j.cli.compare.Interval;
import org.morl4j.core.constraint.Sense;

/**
 * What commands print as JSON, with all digits; numbers that JSON has no word for (NaN, infinities)
 * are null.
 */
final class JsonText {
  private JsonText() {}

  /** {@code eval}; a signal's limit and whether it is kept are null where it has none. */
  static String evaluation(Runs.Evaluation result) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    top.put("policy", result.policy()).put("episodes", result.episodes());
    top.put("mode", result.mode());
    ArrayNode signals = top.putArray("signals");
    result.objectives().forEach(mean -> signal(signals, "objective", mean, result.limits()));
    result.costs().forEach(mean -> signal(signals, "cost", mean, result.limits()));
    ArrayNode limits = top.putArray("limits");
    for (Runs.LimitCheck check : result.limits()) {
      ObjectNode node = limits.addObject();
      node.put("name", check.value().name()).put("signal", check.signal());
      put(node, key(check.sense()), check.bound());
      put(node, "value", check.value().mean());
      put(node, "standardError", check.value().standardError());
      node.put("within", check.within());
    }
    return top.toPrettyString();
  }

  private static void signal(
      ArrayNode signals, String kind, Runs.Mean mean, List<Runs.LimitCheck> limits) {
    ObjectNode node = signals.addObject();
    node.put("name", mean.name()).put("kind", kind);
    put(node, "mean", mean.mean());
    put(node, "standardError", mean.standardError());
    List<Runs.LimitCheck> own =
        limits.stream().filter(check -> check.signal().equals(mean.name())).toList();
    if (own.isEmpty()) {
      node.putNull("limit").putNull("within");
      return;
    }
    ObjectNode limit = node.putObject("limit");
    own.forEach(check -> put(limit, key(check.sense()), check.bound()));
    node.put("within", own.stream().allMatch(Runs.LimitCheck::within));
  }

  /** As configs write it. */
  private static String key(Sense sense) {
    return switch (sense) {
      case AT_MOST -> "atMost";
      case AT_LEAST -> "atLeast";
      case EQUALS -> "equals";
    };
  }

  /** {@code front}: the rows of front.csv. */
  static String front(FrontCsv csv) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    ArrayNode objectives = top.putArray("objectives");
    csv.objectives().forEach(objectives::add);
    ArrayNode policies = top.putArray("policies");
    for (List<String> row : csv.rows()) {
      ObjectNode node = policies.addObject();
      for (int j = 0; j < row.size(); j++) {
        String name = csv.header().get(j);
        if (name.equals(FrontCsv.POLICY)) {
          node.put(name, row.get(j));
        } else if (row.get(j).isEmpty()) {
          node.putNull(name);
        } else if (name.equals(FrontCsv.WITHIN_LIMITS) || name.equals(FrontCsv.ESTIMATED)) {
          node.put(name, row.get(j).equals("1"));
        } else {
          put(node, name, Double.parseDouble(row.get(j)));
        }
      }
    }
    return top.toPrettyString();
  }

  /** {@code envs}. */
  static String environments(List<Runs.Listed> all) {
    ArrayNode top = JsonNodeFactory.instance.arrayNode();
    for (Runs.Listed one : all) {
      ObjectNode node = top.addObject();
      node.put(one.single() ? "id" : "form", one.id());
      ArrayNode objectives = node.putArray("objectives");
      if (one.single()) {
        one.objectives().forEach(objectives::add);
      }
      one.costs().forEach(node.putArray("costs")::add);
      if (one.timeLimit() == 0) {
        node.putNull("timeLimit");
      } else {
        node.put("timeLimit", one.timeLimit());
      }
      if (one.reference() == null) {
        node.putNull("reference");
      } else {
        ArrayNode reference = node.putArray("reference");
        for (double value : one.reference().toArray()) {
          reference.add(value);
        }
      }
      node.put("knownFront", one.knownFront());
    }
    return top.toPrettyString() + "\n";
  }

  /** Rows as objects of texts, keyed by the header. */
  static String table(Table table) {
    ArrayNode top = JsonNodeFactory.instance.arrayNode();
    for (List<String> row : table.rows()) {
      ObjectNode node = top.addObject();
      for (int j = 0; j < row.size(); j++) {
        node.put(table.header().get(j), row.get(j));
      }
    }
    return top.toPrettyString() + "\n";
  }

  /**
   * {@code compare}.
   *
   * @param page that was written
   */
  static String comparison(Comparison comparison, Path page) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    ArrayNode tasks = top.putArray("tasks");
    for (Comparison.TaskTable task : comparison.tasks()) {
      ObjectNode node = tasks.addObject();
      node.put("task", task.task()).put("measured", task.measured());
      rows(node.putArray("algorithms"), task.rows());
    }
    if (comparison.overall() == null) {
      top.putNull("overall");
    } else {
      rows(top.putArray("overall"), comparison.overall());
    }
    ArrayNode pairs = top.putArray("improvements");
    for (Comparison.Pair pair : comparison.improvements()) {
      ObjectNode node = pairs.addObject().put("first", pair.x()).put("second", pair.y());
      interval(node.putObject("probability"), pair.probability());
    }
    ArrayNode runs = top.putArray("runs");
    comparison
        .runs()
        .forEach(
            run ->
                put(
                    runs.addObject()
                        .put("task", run.task())
                        .put("algorithm", run.label())
                        .put("seed", run.seed())
                        .put("source", run.source()),
                    "score",
                    run.score().value()));
    comparison.remarks().forEach(top.putArray("remarks")::add);
    return top.put("page", page.toString()).toPrettyString();
  }

  private static void rows(ArrayNode to, List<Comparison.Row> rows) {
    for (Comparison.Row row : rows) {
      ObjectNode node = to.addObject().put("algorithm", row.label()).put("seeds", row.seeds());
      row.aggregates()
          .forEach(
              (aggregate, value) ->
                  interval(node.putObject(aggregate.name().toLowerCase(Locale.ROOT)), value));
    }
  }

  private static void interval(ObjectNode to, Interval interval) {
    put(to, "value", interval.value());
    put(to, "low", interval.low());
    put(to, "high", interval.high());
  }

  static void put(ObjectNode to, String name, double value) {
    if (Double.isFinite(value)) {
      to.put(name, value);
    } else {
      to.putNull(name);
    }
  }
}
