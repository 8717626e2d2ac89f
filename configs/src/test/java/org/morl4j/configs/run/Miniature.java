package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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

  /** Ordinary training, with neither a front nor a reference point. */
  static final String SINGLE =
      """
      {
        "name": "miniature-single",
        "environment": {"id": "native:CartPole-v1", "rows": 4},
        "agent": {"type": "ppo", "rolloutLength": 64, "epochs": 2, "minibatch": 64,
          "learningRate": 0.003, "hidden": [8]},
        "search": {"type": "single", "transitions": 6000, "evaluateEvery": 500},
        "evaluation": {"episodes": 2, "gamma": 1, "finalEpisodes": 5}
      }
      """;

  /** One soft actor-critic for every preference. */
  static final String PREFERENCES =
      """
      {
        "name": "miniature-preferences",
        "logEvery": 100,
        "environment": {"id": "native:mo-mountaincarcontinuous-v0", "rows": 2, "timeLimit": 40},
        "agent": {"type": "sac", "preference": true, "hidden": [8],
          "replay": {"capacity": 2000, "batch": 16, "warmup": 50}},
        "search": {"type": "preferences", "transitions": 1200, "divisions": 2,
          "evaluateEvery": 400},
        "evaluation": {"episodes": 2, "gamma": 1},
        "reference": [-100, -100]
      }
      """;

  private Miniature() {}

  static RunConfig config(int threads) {
    return parse(JSON).with(null, threads, null);
  }

  static RunConfig parse(String json) {
    return Catalogue.reader().parse(json, "miniature.json", List.of());
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

  /**
   * Starts or goes on with a run, slowly.
   *
   * @param args its folder and its config
   */
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
            : Run.create(parse(args[1]).with(null, null, 0.0), folder);
    run.execute(slow);
  }

  /**
   * Does the same in a JVM of its own, which is killed as soon as a checkpoint is there and the
   * metrics have a line that starts so.
   */
  static void kill(Path folder, String json, String checkpoint, String logged) throws Exception {
    Process process = start(folder, json);
    try {
      Path file = folder.resolve("checkpoints").resolve(checkpoint);
      Path metrics = folder.resolve("metrics.csv");
      while (!Files.exists(file) || !Files.readString(metrics).contains("\n" + logged)) {
        assertThat(process.isAlive()).as("training until killed").isTrue();
        Thread.sleep(5);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).isEqualTo(128 + 9);
  }

  /**
   * Does the same and kills it after a time, if it hasn't come to its end.
   *
   * @return nanoseconds it took
   */
  static long killAfter(Path folder, long nanos) throws Exception {
    long start = System.nanoTime();
    Process process = start(folder, JSON);
    try {
      process.waitFor(nanos, TimeUnit.NANOSECONDS);
      return System.nanoTime() - start;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path folder, String json) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Miniature.class.getName(),
            folder.toString(),
            json)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
