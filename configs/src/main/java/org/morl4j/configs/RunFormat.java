package org.morl4j.configs;

import java.util.List;
import java.util.Map;
import org.morl4j.configs.json.OlderFormat;
import org.morl4j.configs.json.OlderFormat.Filled;
import org.morl4j.core.learn.Phase;

/**
 * The format of run configs, and how those of format 1 are read: settings of {@code execution}
 * stood in the root, and c-morl and weighted-sum counted {@code evaluateEvery} in updates.
 */
final class RunFormat {
  static final int NUMBER = 2;

  static final OlderFormat<RunConfig> OLDER =
      new OlderFormat<>(
          NUMBER,
          Map.of(
              "seed", "execution.seed",
              "threads", "execution.threads",
              "checkpointSeconds", "execution.checkpointSeconds",
              "logEvery", "execution.logEvery"),
          List.of(
              new Filled("search.stageOne.evaluateEvery", "1", "search.type", "c-morl"),
              new Filled("search.stageTwo.evaluateEvery", "1", "search.type", "c-morl"),
              new Filled("search.evaluateEvery", "1", "search.type", "weighted-sum")),
          RunFormat::inTransitions,
          """
          is of format 1 and was read as format 2, where seed, threads, checkpointSeconds and \
          logEvery stand in execution, and evaluateEvery of c-morl and weighted-sum counts \
          transitions. Maybe write it so, with "format": 2.""");

  private RunFormat() {}

  private static RunConfig inTransitions(RunConfig config) {
    int environments = config.environment().settings().rows();
    long turn =
        config
            .agent()
            .factory()
            .requirements()
            .schedule(Phase.ONLINE)
            .map(schedule -> schedule.turn(environments))
            .orElse(1L);
    return config.with(config.search().countedInUpdates(turn));
  }
}
