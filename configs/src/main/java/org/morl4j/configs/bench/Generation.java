package org.morl4j.configs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.run.MazeRecorder;
import org.morl4j.offline.MinariWriter;

/**
 * Data that a benchmark records itself, by walking a maze.
 *
 * @param environment the maze
 * @param options what is recorded
 * @param folder of the Minari dataset; it is there whole, or not at all
 */
record Generation(EnvironmentConfig environment, MazeRecorder.Options options, Path folder) {
  /** Whether it is recorded. */
  boolean done() {
    return Files.exists(folder);
  }

  /** Records it, unless it is. */
  void run() throws IOException {
    if (!done()) {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      MinariWriter.write(
          MazeRecorder.record(environment, options), folder, "morl4j/" + folder.getFileName());
    }
  }

  /** What runs learn from. */
  DataConfig data() {
    Path data = folder.toAbsolutePath().normalize(); // goes on from anywhere
    return new DataConfig(data.toString(), null, DataConfig.Settings.DEFAULT);
  }
}
