package org.morl4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.offline.RecordingSummary;
import org.morl4j.offline.Spread;
import org.morl4j.offline.StateActionCoverage;

/**
 * What {@code dataset info} prints.
 *
 * @param path of the data
 * @param scores the returns that quality is measured against
 * @param limits of sums of costs, by the cost's name
 */
record DatasetText(
    Path path,
    RecordingSummary summary,
    StateActionCoverage coverage,
    Optional<ReferenceScores> scores,
    Map<String, Double> limits) {
  private static final List<String> QUARTILES = List.of("min", "q1", "median", "q3", "max");

  /** One line of the table: what it is of, and TQ or the share within its limit. */
  private record Line(String name, String kind, Spread spread, String extra) {}

  String tables() {
    EnvSpec spec = summary.spec();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s%n".formatted(path, spec.id()));
    text.append(
        "%d episodes, %d steps; %s terminated, %s timed out, %s are pieces%n"
            .formatted(
                summary.episodes(),
                summary.steps(),
                share(summary.ends().terminated()),
                share(summary.ends().truncated()),
                share(
                    summary.episodes()
                        - summary.ends().terminated()
                        - summary.ends().truncated())));
    text.append(
        "observations: %d features, actions: %d numbers%n"
            .formatted(spec.observationSpace().features(), spec.actionSpace().size()));
    text.append(
        "distinct pairs of state and action: %d of %d (%d bins a number)%s%n"
            .formatted(
                coverage.pairs(),
                coverage.steps(),
                coverage.bins(),
                coverage.reference() == 0
                    ? ""
                    : ", SACo " + Table.number(coverage.saco()) + " of the reference"));
    text.append(System.lineSeparator());
    List<String> header = new ArrayList<>(List.of("per episode", "kind", "mean", "deviation"));
    header.addAll(QUARTILES);
    header.add("TQ or within");
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines()) {
      List<String> row = new ArrayList<>(List.of(line.name, line.kind));
      row.add(Table.number(line.spread.mean()));
      row.add(Table.number(line.spread.deviation()));
      for (double quartile : line.spread.quartiles()) {
        row.add(Table.number(quartile));
      }
      row.add(line.extra);
      rows.add(row);
    }
    return text.append(new Table(header, rows).print()).toString();
  }

  private String share(int episodes) {
    return Table.number(Math.round(1000.0 * episodes / summary.episodes()) / 10.0) + " %";
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int j = 0; j < summary.spreads().returns().size(); j++) {
      String name = summary.spec().objectives().get(j);
      double quality = quality(j);
      String extra = Double.isNaN(quality) ? "-" : Table.number(quality);
      lines.add(new Line(name, "objective", summary.spreads().returns().get(j), extra));
    }
    for (int j = 0; j < summary.spreads().costs().size(); j++) {
      String name = summary.spec().costs().get(j);
      Double limit = limits.get(name);
      String extra = limit == null ? "-" : Table.number(summary.within(j, limit));
      lines.add(new Line(name, "cost", summary.spreads().costs().get(j), extra));
    }
    lines.add(new Line("steps", "length", summary.spreads().lengths(), "-"));
    return lines;
  }

  /**
   * TQ of Schweighofer et al. 2021 (arXiv 2111.04714): (mean return - random) / (best online -
   * random); NaN where these aren't known.
   */
  private double quality(int objective) {
    return scores
        .map(s -> s.normalised(objective, summary.spreads().returns().get(objective).mean()) / 100)
        .orElse(Double.NaN);
  }

  String json() {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    top.put("path", path.toString()).put("id", summary.spec().id());
    top.put("episodes", summary.episodes()).put("steps", summary.steps());
    top.put("terminated", summary.ends().terminated()).put("truncated", summary.ends().truncated());
    top.put("features", summary.spec().observationSpace().features());
    top.put("actionNumbers", summary.spec().actionSpace().size());
    ObjectNode pairs = top.putObject("coverage");
    pairs.put("pairs", coverage.pairs()).put("bins", coverage.bins());
    JsonText.put(pairs, "saco", coverage.saco());
    ObjectNode objectives = top.putObject("objectives");
    for (int j = 0; j < summary.spreads().returns().size(); j++) {
      String name = summary.spec().objectives().get(j);
      ObjectNode node = spread(objectives.putObject(name), summary.spreads().returns().get(j));
      JsonText.put(node, "tq", quality(j));
    }
    ObjectNode costs = top.putObject("costs");
    for (int j = 0; j < summary.spreads().costs().size(); j++) {
      String name = summary.spec().costs().get(j);
      ObjectNode node = spread(costs.putObject(name), summary.spreads().costs().get(j));
      Double limit = limits.get(name);
      JsonText.put(node, "limit", limit == null ? Double.NaN : limit);
      JsonText.put(node, "within", limit == null ? Double.NaN : summary.within(j, limit));
    }
    spread(top.putObject("lengths"), summary.spreads().lengths());
    return top.toPrettyString() + "\n";
  }

  private static ObjectNode spread(ObjectNode node, Spread spread) {
    JsonText.put(node, "mean", spread.mean());
    JsonText.put(node, "deviation", spread.deviation());
    for (int q = 0; q < QUARTILES.size(); q++) {
      JsonText.put(node, QUARTILES.get(q), spread.quartiles()[q]);
    }
    return node;
  }
}
