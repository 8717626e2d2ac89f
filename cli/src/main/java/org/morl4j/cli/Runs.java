package org.morl4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.configs.run.Play;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.learn.Mode;
import org.morl4j.envs.check.Finding;

/**
 * What the commands ask of the run engine and the catalogue in configs. This interface is the only
 * place where the command line meets them.
 */
interface Runs {
  /** The real ones. */
  static Runs engine() {
    return new EngineRuns();
  }

  /**
   * Trains to the end.
   *
   * @param overrides each {@code path=value}
   * @return the run folder
   * @throws org.morl4j.configs.json.ConfigException if the config can't be used
   */
  Path train(Path config, List<String> overrides, TrainOptions options, Progress progress);

  /**
   * Continues from the last checkpoint to the end, of a finished run with a larger budget if the
   * options have one.
   */
  void resume(Path runFolder, ResumeOptions options, Progress progress);

  /** Runs fresh episodes of one policy of a run. */
  Evaluation eval(Path runFolder, EvalOptions options);

  /**
   * Estimates policies of some runs from recorded data.
   *
   * @param told of each policy that is done
   * @throws org.morl4j.configs.json.ConfigException if runs and data don't fit
   */
  FqeResult fqe(List<Path> runFolders, FqeOptions options, Consumer<String> told);

  /**
   * Plays episodes of one policy of a run.
   *
   * @return the policy's id
   */
  String play(Path runFolder, PlayOptions options, Play.Watcher watcher);

  /** Writes one policy of a run into a folder to take home. */
  Exported export(Path runFolder, ExportOptions options);

  /**
   * A config for an agent in an environment, with all settings at their defaults.
   *
   * @param search by its name
   * @param data a folder with recorded data to learn from, or the name of a Minari dataset; null to
   *     learn by acting
   * @throws org.morl4j.configs.json.ConfigException if there is no such environment, agent, search
   *     or data, or they don't fit
   */
  Template template(
      String environment, String agent, String search, @Nullable String data, List<String> plugins);

  /** The environments by id. */
  List<Listed> environments();

  /**
   * Whether an environment keeps its contract.
   *
   * @throws org.morl4j.configs.json.ConfigException if there is no such environment
   */
  CheckResult check(CheckOptions options);

  /** The algorithms by their name in a config. */
  Table algorithms();

  /** JSON Schema of run configs. */
  String schema();

  /** The gemm kernel in use, as run.json names it. */
  String kernel();

  /**
   * A new config.
   *
   * @param name of the run
   * @param json the config
   * @param commented the same with a comment above each setting, which only this library reads
   */
  record Template(String name, String json, String commented) {
    /**
     * The config's text, which names its schema.
     *
     * @param schema the schema's file, beside the config's
     */
    String text(boolean comments, String schema) {
      String text = comments ? commented : json;
      return "{\n  \"$schema\": \"./%s\",%s".formatted(schema, text.substring(1));
    }
  }

  /**
   * What the command line of {@code train} sets; null leaves the config's or default value.
   *
   * @param from the policy to start from; null to start from scratch
   */
  record TrainOptions(
      @Nullable Long seed,
      @Nullable Integer threads,
      @Nullable Path out,
      @Nullable Double checkpointSeconds,
      @Nullable From from) {
    /** From scratch. */
    TrainOptions(
        @Nullable Long seed,
        @Nullable Integer threads,
        @Nullable Path out,
        @Nullable Double checkpointSeconds) {
      this(seed, threads, out, checkpointSeconds, null);
    }
  }

  /**
   * A policy of another run.
   *
   * @param policy its id
   */
  record From(Path run, String policy) {}

  /**
   * What the command line of {@code resume} sets; null leaves the value of the run.
   *
   * @param transitions of the run in all
   */
  record ResumeOptions(
      @Nullable Integer threads, @Nullable Double checkpointSeconds, @Nullable Long transitions) {
    /** To the end of the run's own budget. */
    ResumeOptions(@Nullable Integer threads, @Nullable Double checkpointSeconds) {
      this(threads, checkpointSeconds, null);
    }
  }

  /**
   * Exactly one of {@code policy} and {@code preference} is given.
   *
   * @param policy its id in front.csv
   * @param preference weights [m]; the policy with the largest weighted sum of returns is taken
   */
  record EvalOptions(
      @Nullable String policy, @Nullable Vec preference, int episodes, @Nullable Long seed) {}

  /**
   * What is estimated, and how.
   *
   * @param data its name
   * @param policies ids in front.csv; empty for all
   * @param critics how they are fitted
   * @param gamma null for that of each run's agent
   * @param episodes of the environment; 0 for none
   */
  record FqeOptions(
      DatasetName data,
      List<String> policies,
      FittedQ.Options critics,
      @Nullable Double gamma,
      int episodes,
      long seed) {
    public FqeOptions {
      policies = List.copyOf(policies);
    }
  }

  /**
   * Undiscounted or discounted returns as the run's config evaluates them.
   *
   * @param mode how it acted: greedy or sampled
   * @param limits the run's
   */
  record Evaluation(
      String policy,
      String mode,
      int episodes,
      List<Mean> objectives,
      List<Mean> costs,
      List<LimitCheck> limits) {
    /** The objectives, then the costs. */
    List<Mean> signals() {
      List<Mean> all = new ArrayList<>(objectives);
      all.addAll(costs);
      return all;
    }
  }

  /**
   * Exactly one of {@code policy} and {@code preference} is given, as in {@link EvalOptions}.
   *
   * @param mode how the policy acts; null for as it was measured
   */
  record PlayOptions(
      @Nullable String policy,
      @Nullable Vec preference,
      int episodes,
      @Nullable Long seed,
      @Nullable Mode mode,
      Play.Pictures pictures) {}

  /**
   * Exactly one of {@code policy} and {@code preference} is given, as in {@link EvalOptions}.
   *
   * @param out the folder to write
   * @param force whether it may exist
   */
  record ExportOptions(
      @Nullable String policy, @Nullable Vec preference, Path out, boolean force) {}

  /**
   * What was written.
   *
   * @param opset version of the graph's operators
   * @param wasSampled whether the policy was measured drawing its actions
   * @param values the graph's inputs, then its output
   */
  record Exported(String policy, int opset, boolean wasSampled, List<GraphValue> values) {
    public Exported {
      values = List.copyOf(values);
    }
  }

  /** An input or the output of an exported graph. */
  record GraphValue(String name, String shape, String meaning) {}

  /**
   * What to check.
   *
   * @param id of the environment; null for the config's
   * @param config a run config whose environment is checked, or null
   * @param kwargs of its constructor as JSON, or null
   */
  record CheckOptions(@Nullable String id, @Nullable Path config, @Nullable String kwargs) {}

  /**
   * What was found.
   *
   * @param environment its id
   * @param findings one a check
   */
  record CheckResult(String environment, List<Finding> findings) {
    public CheckResult {
      findings = List.copyOf(findings);
    }

    long failed() {
      return findings.stream().filter(one -> one.outcome() == Finding.Outcome.FAIL).count();
    }

    /** The same as JSON. */
    String json() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("environment", environment).put("passed", failed() == 0);
      ArrayNode checks = node.putArray("checks");
      for (Finding one : findings) {
        checks
            .addObject()
            .put("check", one.check())
            .put("outcome", one.outcome().name().toLowerCase(Locale.ROOT))
            .put("text", one.text())
            .put("remedy", one.remedy());
      }
      return node.toPrettyString() + "\n";
    }
  }

  /** A mean of some episodes. */
  record Mean(String name, double mean, double standardError) {}

  /**
   * A limit and what was measured.
   *
   * @param signal what it is on
   * @param value under the name of the limit
   * @param within whether the value is within it
   */
  record LimitCheck(String signal, Sense sense, double bound, Mean value, boolean within) {
    /** In words, e.g. {@code at most 5}. */
    String words() {
      return sense.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + Table.number(bound);
    }
  }

  /**
   * An environment, or what the ids of several look like.
   *
   * @param objectives their names; of several, told in words
   * @param timeLimit 0 for none
   */
  record Listed(
      String id,
      List<String> objectives,
      List<String> costs,
      int timeLimit,
      @Nullable Vec reference,
      boolean knownFront,
      boolean single) {}
}
