package org.morl4j.cli.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Run folders of single policies as {@code train} leaves them, with what a comparison reads. */
public final class SampleScores {
  private SampleScores() {}

  /**
   * A finished run.
   *
   * @param last final return of the policy {@code last}; that of {@code best} is one more
   */
  public static Path run(Path folder, String name, long seed, String task, double last) {
    write(
        folder.resolve("run.json"),
        """
        {"format": 1, "name": "%s", "seed": %d, "status": "done", "seconds": 1.0,
         "training_transitions": 4000, "evaluation_gamma": 1.0, "reference": [0],
         "environment": {"id": "%s", "objectives": ["reward"], "costs": [], "horizon": 500}}
        """
            .formatted(name, seed, task));
    writeConfig(folder);
    write(
        folder.resolve("archive.json"),
        String.format(
            Locale.ROOT,
            """
            {"objectives": ["reward"], "points": [
             {"policy": "best", "stage": 1, "round": 0, "returns": [%s], "standard_error": [1.0]},
             {"policy": "last", "stage": 1, "round": 0, "returns": [%s], "standard_error": [1.0]}]}
            """,
            last + 1,
            last));
    StringBuilder csv =
        new StringBuilder(
            "job,policy,transitions,evaluation_transitions,episodes,reward,reward_standard_error\n");
    for (int e = 1; e <= 4; e++) {
      csv.append("s1r0j00,e00").append(e).append(',').append(1000 * e).append(',').append(100 * e);
      csv.append(",5,").append(last * e / 4).append(",0.5\n");
    }
    write(folder.resolve("evaluations.csv"), csv.toString());
    return folder;
  }

  /** What is left of a config's settings for a comparison. */
  private static void writeConfig(Path folder) {
    write(
        folder.resolve("config.json"),
        """
        {"environment": {"id": "native:x", "rows": 8, "timeLimit": 0,
           "wrappers": [{"type": "clip-action"}], "kwargs": {}, "workers": 0, "costs": []},
         "evaluation": {"episodes": 5, "gamma": 1.0, "finalEpisodes": 0, "bias": false}}
        """);
  }

  /** Replaces a piece of a file, which must be there. */
  public static void edit(Path file, String piece, String by) {
    try {
      String text = Files.readString(file);
      if (!text.contains(piece)) {
        throw new IllegalArgumentException(file + " has no " + piece);
      }
      Files.writeString(file, text.replace(piece, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A finished search with a front of two policies, of hypervolume 3 times the square of scale. */
  public static Path search(Path folder, String name, long seed, double scale) {
    write(
        folder.resolve("run.json"),
        """
        {"format": 1, "name": "%s", "seed": %d, "status": "done",
         "training_transitions": 20, "evaluation_gamma": 1.0, "reference": [0, 0],
         "environment": {"id": "native:two-v0", "objectives": ["a", "b"], "costs": [],
           "horizon": 100}}
        """
            .formatted(name, seed));
    writeConfig(folder);
    write(
        folder.resolve("archive.json"),
        String.format(
            Locale.ROOT,
            """
            {"objectives": ["a", "b"], "points": [
             {"policy": "p0", "returns": [%s, %s]}, {"policy": "p1", "returns": [%s, %s]}]}
            """,
            scale,
            2 * scale,
            2 * scale,
            scale));
    write(
        folder.resolve("fronts.jsonl"),
        """
        {"stage": 1, "round": 0, "training_transitions": 10, "evaluation_transitions": 1, "hypervolume": 1.0, "points": [[1, 1]]}
        {"stage": 1, "round": 0, "training_transitions": 20, "evaluation_transitions": 2, "hypervolume": 2.5, "points": [[1, 2.5]]}
        """);
    return folder;
  }

  public static void write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
