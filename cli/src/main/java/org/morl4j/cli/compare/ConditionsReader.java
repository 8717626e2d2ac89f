package org.morl4j.cli.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.JsonValue;

/**
 * Reads what a run was measured under from its run.json and config.json. A setting of the
 * environment that isn't named here makes the task: better to refuse a comparison than to rank
 * scores of different tasks.
 */
final class ConditionsReader {
  /**
   * Wrappers between agent and task: they change what it sees or how it acts, never what counts.
   */
  static final Set<String> OF_THE_AGENT = Set.of("clip-action", "rescale-action", "stock");

  /** How environments are run and named; run.json tells the time limit that holds. */
  private static final Set<String> NOT_OF_THE_TASK =
      Set.of("id", "timeLimit", "workers", "pythonPath", "objectives", "costs");

  private final Map<String, String> task = new LinkedHashMap<>();
  private final Map<String, String> circumstances = new LinkedHashMap<>();

  private ConditionsReader() {}

  /**
   * @param run its run.json
   */
  static Conditions ofReturn(Path folder, JsonValue run) {
    return new ConditionsReader().read(folder, run);
  }

  /**
   * @param reference reference point of its hypervolume
   */
  static Conditions ofHypervolume(Path folder, JsonValue run, String reference) {
    ConditionsReader reader = new ConditionsReader();
    reader.task.put(Conditions.REFERENCE, reference);
    put(reader.task, "environment.objectives", run.get("environment").find("objectives"));
    return reader.read(folder, run);
  }

  private Conditions read(Path folder, JsonValue run) {
    JsonValue environment = run.get("environment");
    put(task, Conditions.GAMMA, run.find("evaluation_gamma"));
    task.put(Conditions.ESTIMATED, Boolean.toString(run.find("estimated") != null));
    put(task, Conditions.HORIZON, environment.find("horizon"));
    put(circumstances, Conditions.TRANSITIONS, run.find("training_transitions"));
    put(circumstances, "simulator", environment.find("simulator"));
    Path config = folder.resolve("config.json");
    boolean known = Files.isRegularFile(config);
    if (known) {
      config(JsonFile.read(config));
    }
    return new Conditions(known, task, circumstances);
  }

  private void config(JsonValue config) {
    JsonValue environment = config.find("environment");
    if (environment != null) {
      environment.fields().forEach(this::environment);
    }
    JsonValue evaluation = config.get("evaluation");
    put(circumstances, "evaluation.episodes", evaluation.find("episodes"));
    put(circumstances, "evaluation.mode", evaluation.find("mode"));
    JsonValue last = evaluation.find("finalEpisodes");
    boolean same = last == null || last.number() == 0;
    put(circumstances, "evaluation.finalEpisodes", same ? evaluation.find("episodes") : last);
  }

  private void environment(String key, JsonValue value) {
    String path = "environment." + key;
    if (key.equals("wrappers")) {
      List<JsonValue> wrappers = value.items();
      put(circumstances, path, value);
      task.put(
          path,
          wrappers.stream()
              .filter(w -> !OF_THE_AGENT.contains(w.get("type").text()))
              .map(JsonValue::canonical)
              .toList()
              .toString());
    } else if (key.equals("rows")) {
      put(circumstances, path, value);
    } else if (key.equals("minimise") && value.items().isEmpty()) {
      return; // nothing is turned round, as in runs from before there was such a setting
    } else if (!NOT_OF_THE_TASK.contains(key)) {
      put(task, path, value);
    }
  }

  private static void put(Map<String, String> to, String key, @Nullable JsonValue value) {
    if (value != null) {
      to.put(key, value.canonical());
    }
  }
}
