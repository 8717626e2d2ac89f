package org.morl4j.configs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.bench.Suite.Effort;
import org.morl4j.configs.bench.Suite.Method;
import org.morl4j.configs.bench.Suite.Source;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.json.Json;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.SetPlan;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.pareto.search.Single;

/**
 * The runs of a suite, as overrides of the first one's config.
 *
 * @param plan of the set
 * @param runs the same with their methods and data sets
 * @param configs of each method on each data set, by the runs' group
 */
record SuitePlan(SetPlan plan, List<SuiteRun> runs, Map<String, RunConfig> configs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What may differ between data sets: the rest would make scores incomparable. */
  private static final List<String> FREE = List.of("agent.", "data.transforms");

  /**
   * @param file of the suite, for messages
   * @param inputs of the runs, by data set
   * @throws ConfigException with all problems of all methods
   */
  static SuitePlan of(Suite suite, Path file, Map<String, Input> inputs) {
    Map<String, RunConfig> configs = new LinkedHashMap<>();
    List<SuiteRun> runs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    String base = "";
    for (String dataset : suite.datasets().keySet()) {
      for (Map.Entry<String, Method> method : suite.methods().entrySet()) {
        String text = Catalogue.write(config(suite, method.getKey(), dataset, inputs));
        base = base.isEmpty() ? text : base;
        List<String> overrides = new ArrayList<>(differences(base, text));
        Map<String, Json> on = method.getValue().settings().on().getOrDefault(dataset, Map.of());
        on.forEach((path, value) -> overrides.add(path + "=" + text(value)));
        String where = "%s: methods.%s.on.%s".formatted(file, method.getKey(), dataset);
        String group = method.getKey() + " on " + dataset;
        try {
          requireFree(on);
          configs.put(group, new GivenConfig(base, file.toString(), List.of()).with(overrides));
        } catch (ConfigException e) {
          e.problems().forEach(problem -> problems.add(told(problem, where)));
        }
        for (long seed : suite.effort().seeds()) {
          String name = "%s.%s.seed-%d".formatted(dataset, method.getKey(), seed);
          NamedRun run = new NamedRun(name, group, overrides, seed);
          runs.add(new SuiteRun(method.getKey(), dataset, run));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    SetPlan plan =
        new SetPlan(
            SetPlan.BENCH,
            new GivenConfig(base, file.toString(), List.of()),
            List.of(),
            null,
            runs.stream().map(SuiteRun::run).toList());
    return new SuitePlan(plan, List.copyOf(runs), configs);
  }

  /** A setting as {@code --set} takes it: texts as they are, all else as JSON. */
  private static String text(Json given) {
    try {
      return given.value() instanceof String text ? text : JSON.writeValueAsString(given);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON can be written.", e);
    }
  }

  private static RunConfig config(
      Suite suite, String method, String dataset, Map<String, Input> inputs) {
    Source source = suite.source(dataset);
    Method learner = suite.methods().get(method);
    Input input = inputs.get(dataset);
    if (learner == null || input == null) {
      throw new IllegalStateException(
          "They were taken from the suite itself: %s, %s".formatted(method, dataset));
    }
    Effort effort = suite.effort();
    return RunConfig.of(
            method + "-on-" + dataset, input.environment(), learner.agent(), Single.Options.DEFAULT)
        .with(suite.plugins())
        .withData(input.data().withMore(learner.settings().transforms()))
        .with(
            Single.Options.DEFAULT
                .withUpdates(effort.updates())
                .withTransitions(effort.transitions())
                .withEvaluateEvery(effort.evaluateEvery())
                .withWeights(source.settings().weights()))
        .with(source.limits())
        .with(effort.evaluation());
  }

  /** The settings of the root in which a config differs from the first one's, as overrides. */
  private static List<String> differences(String base, String text) {
    try {
      JsonNode first = JSON.readTree(base);
      List<String> overrides = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(text).properties()) {
        if (!entry.getValue().equals(first.get(entry.getKey()))) {
          overrides.add(entry.getKey() + "=" + entry.getValue());
        }
      }
      return overrides;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was just written can be read.", e);
    }
  }

  private static void requireFree(Map<String, Json> on) {
    for (String path : on.keySet()) {
      if (FREE.stream().noneMatch(path::startsWith)) {
        throw new ConfigException(
            "%s can't differ between data sets, only settings of agent and data.transforms can. Maybe set it for the whole suite, or on the data set itself."
                .formatted(path));
      }
    }
  }

  private static String told(String problem, String where) {
    return problem.startsWith("--set ")
        ? where + ": " + problem.substring("--set ".length())
        : where + ": " + problem;
  }
}
