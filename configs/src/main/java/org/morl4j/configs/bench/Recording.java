package org.morl4j.configs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.SetPlan;
import org.morl4j.configs.set.SetPlan.GivenConfig;

/**
 * Data that a benchmark records itself: the replay of a run that is trained first.
 *
 * @param base its config as given
 * @param config its config
 * @param folder of the set that holds the one run
 */
record Recording(GivenConfig base, RunConfig config, Path folder) {
  private static final List<String> KEEP = List.of("execution.keepState=replay");

  /**
   * @param file of the run's config
   * @throws ConfigException if it can't be read, or searches more than one policy
   */
  static Recording of(String dataset, Path file, Path folder) throws IOException {
    GivenConfig base =
        RunSet.isSet(folder) && !Files.exists(file)
            ? RunSet.open(folder).plan().base() // it was needed once, to record the data
            : GivenConfig.read(file, KEEP);
    RunConfig config = base.with(List.of());
    if (config.search().front() || !config.search().oneLearner()) {
      throw new ConfigException(
          "datasets.%s.from is %s, which keeps more than one replay. Maybe name a config whose search.type is single."
              .formatted(dataset, file));
    }
    return new Recording(base, config, folder);
  }

  private SetPlan plan() {
    return SetPlan.ofSeeds(base, List.of(config.execution().seed()));
  }

  /** Begins its run or goes on with it. */
  RunSet begin() throws IOException {
    return RunSet.begin(plan(), folder, 1);
  }

  /** What runs learn from. */
  DataConfig data() {
    NamedRun run = plan().runs().get(0);
    Path data = folder.resolve(run.name()).toAbsolutePath().normalize(); // goes on from anywhere
    return new DataConfig(data.toString(), null, DataConfig.Settings.DEFAULT);
  }
}
