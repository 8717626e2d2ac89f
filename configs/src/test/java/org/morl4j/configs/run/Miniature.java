package org.morl4j.configs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;

/** A run small enough for a test, and a {@code main} that does it slowly, to be killed. */
final class Miniature {
  static final String JSON =
      """
      {
        "name": "miniature",
        "environment": {"id": "native:deep-sea-treasure-v0", "rows": 4},
        "agent": {"type": "ppo", "rolloutLength": 100, "epochs": 2, "minibatch": 200,
          "learningRate": 0.003, "hidden": [8]},
        "search": {"type": "c-morl", "transitions": 8000, "stageOne": {"divisions": 2},
          "stageTwo": {"rounds": 2, "select": 1}},
        "evaluation": {"episodes": 1, "gamma": 1}
      }
      """;

  private Miniature() {}

  static RunConfig config(int threads) {
    return Catalogue.reader().parse(JSON, "miniature.json", List.of()).with(null, threads, null);
  }

  /** Contents of the files below {@code folder} whose path matches, by path. */
  static Map<String, String> files(Path folder, String regex) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.matches(regex)) {
          contents.put(name, java.util.Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return contents;
  }

  public static void main(String[] args) throws IOException {
    RunListener slow =
        progress -> {
          try {
            Thread.sleep(5);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Path folder = Path.of(args[0]);
    Run run =
        Files.exists(folder.resolve("config.json"))
            ? Run.open(folder, null, null)
            : Run.create(config(1).with(null, null, 0.0), folder);
    run.execute(slow);
  }
}
