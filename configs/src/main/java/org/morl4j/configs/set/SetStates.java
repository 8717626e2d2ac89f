package org.morl4j.configs.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.state.Checkpoints;

/** {@code states.json}: how runs of a set ended, replaced atomically whenever one ends. */
final class SetStates {
  private static final String FILE = "states.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final Map<String, Ending> endings = new LinkedHashMap<>();

  /**
   * How a run ended.
   *
   * @param why it failed or was stopped; empty for one that is done
   * @param scores by step, where a rule watched them
   */
  record Ending(RunState state, String why, NavigableMap<Long, Double> scores) {}

  private SetStates(Path folder) {
    this.folder = folder;
  }

  static SetStates read(Path folder) {
    SetStates states = new SetStates(folder);
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return states;
    }
    try {
      JSON.readTree(file.toFile())
          .properties()
          .forEach(entry -> states.endings.put(entry.getKey(), ending(entry.getValue())));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "%s can't be read: %s. Maybe delete it: finished runs are looked at again, not trained."
              .formatted(file, e.getMessage()));
    }
    return states;
  }

  private static Ending ending(JsonNode node) {
    NavigableMap<Long, Double> scores = new TreeMap<>();
    for (JsonNode pair : node.path("scores")) {
      scores.put(pair.path(0).asLong(), pair.path(1).asDouble());
    }
    String state = node.path("state").asText().toUpperCase(Locale.ROOT);
    return new Ending(RunState.valueOf(state), node.path("why").asText(""), scores);
  }

  synchronized RunState of(String run) {
    Ending ending = endings.get(run);
    return ending == null ? RunState.WAITING : ending.state();
  }

  synchronized String why(String run) {
    Ending ending = endings.get(run);
    return ending == null ? "" : ending.why();
  }

  synchronized NavigableMap<Long, Double> scores(String run) {
    Ending ending = endings.get(run);
    return ending == null ? new TreeMap<>() : ending.scores();
  }

  /** Forgets how a run ended. */
  synchronized void again(String run) {
    endings.remove(run);
  }

  synchronized void ended(String run, Ending ending) throws IOException {
    endings.put(run, ending);
    ObjectNode all = JSON.createObjectNode();
    endings.forEach((name, one) -> write(all.putObject(name), one));
    Path beside = folder.resolve(FILE + ".partial");
    Files.writeString(beside, JSON.writeValueAsString(all) + "\n");
    Checkpoints.moveOver(beside, folder.resolve(FILE));
  }

  private static void write(ObjectNode node, Ending ending) {
    node.put("state", ending.state().word());
    if (!ending.why().isEmpty()) {
      node.put("why", ending.why());
    }
    if (!ending.scores().isEmpty()) {
      ArrayNode scores = node.putArray("scores");
      ending.scores().forEach((step, score) -> scores.addArray().add(step).add(score));
    }
  }
}
