package org.morl4j.configs.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.LimitsConfig;
import org.morl4j.configs.PluginsConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigReader;
import org.morl4j.configs.json.ConfigSchema;
import org.morl4j.configs.json.ConfigWriter;
import org.morl4j.configs.json.Json;
import org.morl4j.configs.run.MazeRecorder.Options;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.DataTransform;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.envs.wrap.RewardScale;
import org.morl4j.pareto.search.Evaluation;

/**
 * A benchmark: each method on each data set with each seed; what a suite's JSON file holds.
 *
 * @param format of the file: 2, as of run configs
 * @param name of the benchmark and its folder: letters, digits, dash and underscore
 * @param plugins jars with environments of your own
 * @param methods what is compared, by names of your own
 * @param datasets what it learns from, by names of your own
 * @param effort seeds, updates and how policies are measured
 */
public record Suite(
    @Allowed(min = 2, max = 2) int format,
    @Allowed(maxLength = 40) String name,
    @JsonUnwrapped PluginsConfig plugins,
    @Allowed(maxItems = 64) Map<String, Method> methods,
    @Allowed(maxItems = 64) Map<String, Source> datasets,
    @JsonUnwrapped Effort effort) {
  private static final String NAME = "[A-Za-z0-9_-]{1,40}";

  public Suite {
    Check.allowed(Suite.class, "format", format);
    Check.allowed(Suite.class, "name", name);
    Check.allowed(Suite.class, "methods", methods);
    Check.allowed(Suite.class, "datasets", datasets);
    methods = ordered(methods);
    datasets = ordered(datasets);
    requireName("name", name);
    requireNames("methods", methods.keySet());
    requireNames("datasets", datasets.keySet());
    for (Map.Entry<String, Method> method : methods.entrySet()) {
      for (String on : method.getValue().settings().on().keySet()) {
        if (!datasets.containsKey(on)) {
          throw new IllegalArgumentException(
              "methods.%s.on names %s, but must name one of datasets: %s.%s"
                  .formatted(
                      method.getKey(),
                      Check.quoted(on, 100),
                      String.join(", ", datasets.keySet()),
                      Check.maybe(on, datasets.keySet())));
        }
      }
    }
  }

  /**
   * An agent to compare.
   *
   * @param agent the algorithm, by its {@code type}
   * @param settings the rest, with defaults
   */
  public record Method(AgentOptions agent, @JsonUnwrapped Settings settings) {
    /**
     * What a method may say beside its agent.
     *
     * @param transforms what is done to the data of each data set for this method, after the data
     *     set's own
     * @param on other settings on single data sets, by the data set's name: paths and values as
     *     {@code --set} takes them, such as {@code "agent.tau": 0.9}; values as JSON, or as texts
     *     of it
     */
    public record Settings(
        @Allowed(maxItems = 64) List<DataTransform> transforms,
        @Allowed(maxItems = 64, maxLength = 10_000) Map<String, Map<String, Json>> on) {
      public static final Settings DEFAULT = new Settings(List.of(), Map.of());

      public Settings {
        Check.allowed(Settings.class, "transforms", transforms);
        Check.allowed(Settings.class, "on", on);
        transforms = List.copyOf(transforms);
        on = ordered(on);
      }
    }
  }

  /**
   * A data set and what is measured on it. Exactly one of data, from and generate; without from,
   * the environment too.
   *
   * @param data recorded transitions
   * @param from the config of a run to train first, whose replay is learned from; relative to this
   *     file
   * @param generate what is recorded in the environment, a point maze, by walking it
   * @param environment what policies are measured in; null for that of the run
   * @param limits of signals, and what keeps them
   * @param settings the rest, with defaults
   */
  public record Source(
      @Nullable DataConfig data,
      @Allowed(maxLength = 4096) @Nullable String from,
      @Nullable Options generate,
      @Nullable EnvironmentConfig environment,
      @JsonUnwrapped LimitsConfig limits,
      @JsonUnwrapped Settings settings) {
    public Source {
      Check.allowed(Source.class, "from", from);
      List<String> given = given(data, from, generate);
      if (given.size() != 1) {
        throw new IllegalArgumentException(
            "must have one of data, from and generate, and has %s. Maybe %s."
                .formatted(
                    given.isEmpty() ? "none" : String.join(" and ", given),
                    given.isEmpty()
                        ? "name recorded transitions by data.path"
                        : "leave out all but one"));
      }
      if (environment != null
          && environment.settings().wrappers().stream()
              .anyMatch(RewardScale.Options.class::isInstance)) {
        throw new IllegalArgumentException(
            "environment.wrappers has reward-scale, but the returns that are scored must be the environment's own. Maybe scale the data instead, by data.transforms.");
      }
      if (from == null && environment == null) {
        throw new IllegalArgumentException(
            "environment is missing, but policies that learn from data are measured in one. Maybe add \"environment\": {\"id\": \"native:Pendulum-v1\"}, the one it was recorded in.");
      }
    }

    private static List<String> given(
        @Nullable DataConfig data, @Nullable String from, @Nullable Options generate) {
      List<String> given = new ArrayList<>();
      if (data != null) {
        given.add("data");
      }
      if (from != null) {
        given.add("from");
      }
      if (generate != null) {
        given.add("generate");
      }
      return given;
    }

    /**
     * What scores are measured against, and what others published.
     *
     * @param weights of the objectives in the return that counts [m]; null for 1 each
     * @param references undiscounted returns of a random policy, score 0, and of an expert, score
     *     100; null for those that the data tells
     * @param published figures of others on this very data, by the method's name
     */
    public record Settings(
        @Allowed(min = 0, max = 1e12, maxItems = 64) @Nullable Vec weights,
        @Nullable ReferenceScores references,
        @Allowed(maxItems = 256) Map<String, Published> published) {
      public static final Settings DEFAULT = new Settings(null, null, Map.of());

      public Settings {
        Check.allowed(Settings.class, "weights", weights);
        Check.allowed(Settings.class, "published", published);
        published = ordered(published);
      }
    }

    Source withReferences(@Nullable ReferenceScores value) {
      return new Source(
          data,
          from,
          generate,
          environment,
          limits,
          new Settings(settings.weights, value, settings.published));
    }

    private Source in(Path folder) {
      return new Source(
          data == null ? null : data.absolute(),
          from == null ? null : folder.resolve(from).normalize().toString(),
          generate,
          environment == null ? null : environment.in(folder),
          limits,
          settings);
    }
  }

  /**
   * A figure that others published.
   *
   * @param mean their score
   * @param deviation of their seeds; null where they give none
   * @param source where it stands
   */
  public record Published(
      @Allowed(min = -1e15, max = 1e15) double mean,
      @Allowed(min = 0, max = 1e15) @Nullable Double deviation,
      @Allowed(maxLength = 1000) String source) {
    public Published {
      Check.allowed(Published.class, "mean", mean);
      Check.allowed(Published.class, "deviation", deviation);
      Check.allowed(Published.class, "source", source);
    }
  }

  /**
   * How long each run trains and how it is measured.
   *
   * @param seeds of each method on each data set
   * @param updates gradient steps on the data
   * @param transitions training transitions after them, in the environment
   * @param evaluateEvery updates, and training transitions, between evaluations
   * @param evaluation how policies are measured; scores are of undiscounted returns
   */
  public record Effort(
      @Allowed(min = 0, max = Long.MAX_VALUE, maxItems = 1000) List<Long> seeds,
      @Allowed(min = 1, max = 1e15) long updates,
      @Allowed(min = 0, max = 1e15) long transitions,
      @Allowed(min = 1, max = 1e15) long evaluateEvery,
      Evaluation evaluation) {
    public static final Effort DEFAULT =
        new Effort(List.of(1L, 2L, 3L), 100_000, 0, 5_000, new Evaluation(10, 1, 0));

    public Effort {
      Check.allowed(Effort.class, "seeds", seeds);
      Check.allowed(Effort.class, "updates", updates);
      Check.allowed(Effort.class, "transitions", transitions);
      Check.allowed(Effort.class, "evaluateEvery", evaluateEvery);
      seeds = List.copyOf(seeds);
      Set<Long> distinct = new HashSet<>(seeds);
      if (distinct.isEmpty() || distinct.size() < seeds.size()) {
        throw new IllegalArgumentException(
            "seeds is %s, but must have one seed at least, and none twice. Maybe [1, 2, 3]."
                .formatted(seeds));
      }
      if (evaluation.gamma() != 1) {
        throw new IllegalArgumentException(
            "evaluation.gamma is %s, but must be 1: scores are of undiscounted returns. Maybe leave it out."
                .formatted(evaluation.gamma()));
      }
    }
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map)); // in the file's order
  }

  private static void requireNames(String what, Set<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is empty, but must have one entry at least.".formatted(what));
    }
    names.forEach(name -> requireName(what, name));
  }

  private static void requireName(String what, String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "%s has the name %s, but names must be 1 to 40 letters, digits, dashes or underscores."
              .formatted(what, Check.quoted(name, 100)));
    }
  }

  /**
   * Reads suites. Paths that are relative to the file come out absolute, and so do those of data.
   */
  public static ConfigReader<Suite> reader() {
    return new ConfigReader<>(Suite.class, Catalogue.types()).located(Suite::in);
  }

  /** JSON Schema of suites. */
  public static String schema() {
    return ConfigSchema.of(Suite.class, Catalogue.types());
  }

  /** Its resolved JSON. */
  String write() {
    return new ConfigWriter(Catalogue.types()).write(this);
  }

  private Suite in(Path folder) {
    Map<String, Source> changed = new LinkedHashMap<>();
    datasets.forEach((dataset, source) -> changed.put(dataset, source.in(folder)));
    List<String> jars =
        plugins.plugins().stream().map(jar -> folder.resolve(jar).normalize().toString()).toList();
    return new Suite(format, name, new PluginsConfig(jars), methods, changed, effort);
  }

  /** The same with what data tells of random and expert returns where the suite does not. */
  Suite withReferences(Map<String, ReferenceScores> told) {
    Map<String, Source> changed = new LinkedHashMap<>();
    datasets.forEach(
        (dataset, source) ->
            changed.put(
                dataset,
                source.settings().references() == null
                    ? source.withReferences(told.get(dataset))
                    : source));
    return new Suite(format, name, plugins, methods, changed, effort);
  }

  /** A data set by its name. */
  public Source source(String dataset) {
    Source source = datasets.get(dataset);
    if (source == null) {
      throw new IllegalArgumentException(
          "The suite has no data set %s, only %s.%s"
              .formatted(
                  Check.quoted(dataset, 100),
                  String.join(", ", datasets.keySet()),
                  Check.maybe(dataset, datasets.keySet())));
    }
    return source;
  }
}
