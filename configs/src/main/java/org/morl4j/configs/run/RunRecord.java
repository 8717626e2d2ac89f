package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.LimitsConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.plugin.RunPlugins;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.KnownFront;
import org.morl4j.core.learn.Budget;
import org.morl4j.nn.Backends;
import org.morl4j.pareto.indicator.MeasuredFront;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.pareto.search.SearchResult;

/** What {@code run.json} says (docs/run-folder.md): enough to run it again, and how it ended. */
final class RunRecord {
  /** The hash of the config that was trained. */
  static final String FINGERPRINT = "fingerprint";

  private final ObjectNode node;
  private final Instant started;
  private final @Nullable Vec reference;
  private final Budget budget;
  private final double before; // seconds of earlier processes
  private final boolean wasDone;

  /**
   * The record of a run that begins or goes on now; it keeps when it was first started and adds to
   * the seconds it took.
   *
   * @param data what the config's data names, or null
   * @param earlier what run.json says so far, or empty
   * @param started when this process began
   */
  RunRecord(
      RunConfig config,
      EnvProbe probe,
      @Nullable Vec reference,
      @Nullable RunData data,
      ObjectNode earlier,
      Instant started) {
    this.started = started;
    this.reference = reference;
    budget = config.search().budget();
    before = earlier.path("seconds").asDouble(0);
    wasDone = earlier.path("status").asText().equals("done");
    node = RunFolder.object();
    node.put("format", 1).put("name", config.name()).put("seed", config.execution().seed());
    node.put(FINGERPRINT, Fingerprint.of(config));
    node.put("status", "running");
    node.put("started", earlier.path("started").asText(second(started)));
    node.put("seconds", before);
    environment(probe.spec());
    RunPlugins.record(node);
    node.put("evaluation_gamma", config.evaluation().gamma());
    node.put("evaluation_mode", ArchiveTree.name(config.mode()));
    if (config.environment().recorded()) {
      node.put("estimated", true);
    }
    limits(config, probe.spec());
    if (reference == null) {
      node.putNull("reference");
    } else {
      RunFolder.numbers(node.putArray("reference"), reference);
    }
    knownFront(probe.spec().knownFront(), config.evaluation().gamma());
    String backend = config.execution().backend();
    node.put("backend", backend).put("kernel", Backends.named(backend).kernel());
    if (data != null) {
      data.write(node.putObject("data"), earlier.path("data"));
    }
    for (String kept : List.of(LongerRun.BUDGETS, StartPolicy.FROM)) {
      if (earlier.has(kept)) {
        node.set(kept, earlier.get(kept));
      }
    }
    Map<String, String> versions = Provenance.versions();
    versions.putAll(probe.versions());
    RunFolder.versions(node, versions);
  }

  private void environment(EnvSpec spec) {
    ObjectNode environment = node.putObject("environment");
    environment.put("id", spec.id());
    spec.objectives().forEach(environment.putArray("objectives")::add);
    spec.costs().forEach(environment.putArray("costs")::add);
    environment.put("horizon", spec.horizon()).put("simulator", spec.simulator());
  }

  private void limits(RunConfig config, EnvSpec spec) {
    ArrayNode all = node.putArray("constraints");
    Signals signals = config.agent().signals(spec);
    for (LimitsConfig.LimitConfig one : config.limits().constraints()) {
      Limit limit = one.limit(signals);
      all.addObject()
          .put("name", limit.name())
          .put("signal", one.signal())
          .put("sense", word(limit.sense()))
          .put("limit", limit.value())
          .put("per", word(limit.per()));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void knownFront(@Nullable KnownFront known, double gamma) {
    if (known == null) {
      node.putNull("known_front");
      return;
    }
    ArrayNode points = node.putArray("known_front");
    known.points(gamma).forEach(point -> RunFolder.numbers(points.addArray(), point));
  }

  private static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Whether the run was done before: then what it says stays as it is. */
  boolean wasDone() {
    return wasDone;
  }

  ObjectNode node() {
    return node;
  }

  /**
   * It is done.
   *
   * @param claim of its front; null where none was searched
   * @param feasible whether no limit seemed out of reach
   */
  ObjectNode done(SearchResult result, @Nullable MeasuredFront claim, boolean feasible) {
    Instant end = Instant.now();
    node.put("finished", second(end));
    seconds(end);
    node.put("training_transitions", result.effort().transitions());
    node.put("training_updates", result.effort().updates());
    node.put("evaluation_transitions", result.evaluationTransitions());
    node.put("exact", result.exact());
    if (claim != null) {
      node.putObject("front")
          .put("policies", claim.policies())
          .put("hypervolume", claim.hypervolume())
          .put("hypervolume_beyond_noise", claim.beyondNoise());
    }
    node.putObject("end")
        .put("reason", word(result.end()))
        .put("budget", budget.sum())
        .put("done", budget.done(result.effort()));
    if (!result.otherwise().isEmpty()) {
      node.put("feasible", feasible);
    }
    return node.put("status", "done");
  }

  /** It ended before its end: stopped, to be resumed, or failed, and why. */
  ObjectNode ended(Throwable cause) {
    seconds(Instant.now());
    return cause instanceof JobRunner.StoppedException
        ? node.put("status", "stopped")
        : node.put("status", "failed").put("error", String.valueOf(cause.getMessage()));
  }

  private void seconds(Instant end) {
    node.put("seconds", before + Duration.between(started, end).toMillis() / 1000.0);
  }
}
