package org.morl4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.metrics.CsvCell;

/**
 * Estimates of policies, and what their environment returned.
 *
 * @param data what was learned from, in words
 * @param rows one a policy and signal, policies in the order they were asked for
 */
record FqeResult(String data, List<Row> rows) {
  FqeResult {
    rows = List.copyOf(rows);
  }

  /**
   * A signal of a policy.
   *
   * @param gamma discount of estimate and measurement
   * @param starts first observations of episodes that the estimate is a mean over
   * @param measured by whole episodes; null where none were run
   */
  record Row(
      Of of,
      double gamma,
      Estimate estimated,
      int starts,
      @Nullable Estimate measured,
      int episodes) {}

  /** Whose. */
  record Of(String run, String policy, String signal) {}

  /** A mean. */
  record Estimate(double mean, double standardError) {}

  /** By signal, of the policies that were measured; empty for fewer than three. */
  Map<String, RankCorrelation> correlations() {
    Map<String, List<Row>> bySignal = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.measured != null) {
        bySignal.computeIfAbsent(row.of.signal, name -> new ArrayList<>()).add(row);
      }
    }
    Map<String, RankCorrelation> all = new LinkedHashMap<>();
    bySignal.forEach(
        (signal, of) -> {
          if (of.size() >= 3) {
            all.put(
                signal,
                RankCorrelation.of(
                    of.stream().mapToDouble(row -> row.estimated.mean).toArray(),
                    of.stream().mapToDouble(row -> mean(row.measured)).toArray()));
          }
        });
    return all;
  }

  private static double mean(@Nullable Estimate estimate) {
    return estimate == null ? Double.NaN : estimate.mean;
  }

  /** For people. */
  String text() {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      cells.add(
          List.of(
              row.of.run,
              row.of.policy,
              row.of.signal,
              Table.number(row.gamma),
              printed(row.estimated),
              row.measured == null ? "-" : printed(row.measured)));
    }
    List<String> header = List.of("run", "policy", "signal", "gamma", "estimated", "measured");
    StringBuilder text = new StringBuilder();
    text.append("fitted Q evaluation on %s%n".formatted(data));
    text.append(new Table(header, cells).print());
    correlations()
        .forEach(
            (signal, of) ->
                text.append(
                    "%s: rank correlation %s (Spearman), %s (Pearson) over %d policies%n"
                        .formatted(
                            signal,
                            correlation(of.spearman()),
                            correlation(of.pearson()),
                            of.policies())));
    return text.toString();
  }

  private static String printed(Estimate estimate) {
    return Table.withError(Table.number(estimate.mean), estimate.standardError);
  }

  private static String correlation(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A line a policy and signal; measured columns are empty where no episode was run. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            "run,policy,signal,gamma,estimated,estimated_standard_error,starts,measured,measured_standard_error,episodes\n");
    for (Row row : rows) {
      csv.append(CsvCell.of(row.of.run)).append(',').append(CsvCell.of(row.of.policy));
      csv.append(',').append(CsvCell.of(row.of.signal)).append(',').append(row.gamma);
      csv.append(',').append(row.estimated.mean).append(',').append(row.estimated.standardError);
      csv.append(',').append(row.starts).append(',');
      if (row.measured != null) {
        csv.append(row.measured.mean).append(',').append(row.measured.standardError);
        csv.append(',').append(row.episodes);
      } else {
        csv.append(",,0");
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** For programs; numbers that JSON has no word for are null. */
  String json() {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    top.put("data", data);
    ArrayNode policies = top.putArray("policies");
    for (Row row : rows) {
      ObjectNode node = policies.addObject();
      node.put("run", row.of.run).put("policy", row.of.policy).put("signal", row.of.signal);
      node.put("gamma", row.gamma);
      JsonText.put(node, "estimated", row.estimated.mean);
      JsonText.put(node, "estimatedStandardError", row.estimated.standardError);
      node.put("starts", row.starts);
      JsonText.put(node, "measured", mean(row.measured));
      JsonText.put(
          node,
          "measuredStandardError",
          row.measured == null ? Double.NaN : row.measured.standardError);
      node.put("episodes", row.episodes);
    }
    ObjectNode correlations = top.putObject("correlations");
    correlations()
        .forEach(
            (signal, of) -> {
              ObjectNode node = correlations.putObject(signal);
              node.put("policies", of.policies());
              JsonText.put(node, "spearman", of.spearman());
              JsonText.put(node, "pearson", of.pearson());
            });
    return top.toPrettyString() + "\n";
  }
}
