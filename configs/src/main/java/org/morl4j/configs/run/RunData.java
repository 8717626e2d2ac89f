package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.DataSetConfig;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.DataSets;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.Datasets;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.StateException;

/**
 * The recorded data that a config names, opened.
 *
 * @param sets at least one
 * @param named whether the sets have names
 */
record RunData(List<Part> sets, boolean named) {
  /**
   * What one entry of the config names.
   *
   * @param name empty where there is one without a name
   */
  record Part(String name, DataConfig config, Dataset dataset) {}

  /**
   * Opens it.
   *
   * @param opener of a run whose environment a program hands in
   * @throws ConfigException if it can't be read
   */
  static RunData open(DataConfig data, RunConfig config, EnvironmentOpener opener) {
    List<DataSetConfig> named = data.sets();
    if (named == null) {
      return new RunData(List.of(part("", data, config, opener)), false);
    }
    List<Part> sets = new ArrayList<>();
    for (DataSetConfig one : named) {
      sets.add(part(one.name(), one.alone(), config, opener));
    }
    return new RunData(sets, true);
  }

  private static Part part(
      String name, DataConfig data, RunConfig config, EnvironmentOpener opener) {
    try {
      Dataset dataset = Datasets.open(data.dataset());
      if (dataset instanceof RunDatasets.Replay replay) {
        dataset = replay.in(opener, config.environment().id());
      }
      return new Part(name, data, dataset);
    } catch (IllegalArgumentException | StateException | IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The one set that a run without an environment learns from and is measured on.
   *
   * @throws ConfigException if there are several
   */
  Dataset only() {
    if (sets.size() > 1) {
      throw new ConfigException(
          "data has %d sets, but without an environment policies are measured on one. Maybe add environment.id."
              .formatted(sets.size()));
    }
    return sets.get(0).dataset();
  }

  /**
   * Its rows for the learners of a run, from those sets that they learn from.
   *
   * @throws ConfigException if they are of another environment, or a set is missing
   */
  DataView view(RunConfig config, EnvSpec spec) {
    List<String> asked = config.agent().factory().requirements().sets();
    if (!named && asked.isEmpty()) {
      return RunFit.view(config, sets.get(0).dataset(), spec);
    }
    List<String> names = sets.stream().map(Part::name).toList();
    for (String name : asked) {
      if (!names.contains(name)) {
        throw missing(names, asked, name);
      }
    }
    if (!asked.isEmpty()) {
      names.stream()
          .filter(name -> !asked.contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw unasked(name, asked);
              });
    }
    List<DataView> views =
        sets.stream()
            .map(part -> RunFit.view(config.withData(part.config()), part.dataset(), spec))
            .toList();
    return new DataSets(DataSets.named(names, views), asked);
  }

  private ConfigException missing(List<String> names, List<String> asked, String name) {
    String all = String.join(", ", asked);
    return new ConfigException(
        named
            ? "data has the sets %s, but the agent learns from sets named %s. Maybe add one named %s."
                .formatted(String.join(", ", names), all, name)
            : "data is one set without a name, but the agent learns from sets named %s. Maybe write a list: \"data\": [{\"name\": \"%s\", \"path\": ..}, ..]."
                .formatted(all, name));
  }

  private static ConfigException unasked(String name, List<String> asked) {
    return new ConfigException(
        "data has a set %s, but the agent learns only from sets named %s. Maybe leave it out, or give it one of these names."
            .formatted(name, String.join(", ", asked)));
  }

  /**
   * What run.json says of it.
   *
   * @param earlier what it says so far, or missing
   * @throws ConfigException if the data is another than it was
   */
  void write(ObjectNode data, JsonNode earlier) {
    if (!named) {
      write(sets.get(0).dataset(), data, earlier);
      return;
    }
    ArrayNode list = data.putArray("sets");
    for (int i = 0; i < sets.size(); i++) {
      ObjectNode one = list.addObject().put("name", sets.get(i).name());
      write(sets.get(i).dataset(), one, earlier.path("sets").path(i));
    }
  }

  private static void write(Dataset dataset, ObjectNode to, JsonNode earlier) {
    String hash = dataset.hash();
    String before = earlier.path("hash").asText();
    if (!before.isEmpty() && !before.equals(hash)) {
      throw new ConfigException(
          "%s is not what this run began with: its hash is %s, not %s. Maybe put the old data back."
              .formatted(dataset.description(), hash, before));
    }
    to.put("description", dataset.description()).put("hash", hash);
  }
}
