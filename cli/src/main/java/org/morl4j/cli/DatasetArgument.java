package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.offline.Recording;
import org.morl4j.offline.Recordings;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The argument PATH of commands about recorded data, and the columns of a CSV file. */
@SuppressWarnings("NullAway.Init") // picocli sets the field.
final class DatasetArgument {
  @Parameters(
      paramLabel = "PATH",
      description = "folder of a Minari dataset, or a file .hdf5, .npz or .csv")
  Path path;

  @Option(
      names = "--obs",
      split = ",",
      paramLabel = "NAME,..",
      description = "of a CSV file (obs:..)")
  private List<String> obs = new ArrayList<>();

  @Option(
      names = "--next-obs",
      split = ",",
      paramLabel = "NAME,..",
      description = "of a CSV file (nextObs:.., else the next row's)")
  private List<String> nextObs = new ArrayList<>();

  @Option(
      names = "--act",
      split = ",",
      paramLabel = "NAME,..",
      description = "of a CSV file (act:..)")
  private List<String> act = new ArrayList<>();

  @Option(
      names = "--reward",
      split = ",",
      paramLabel = "NAME,..",
      description = "of a CSV file, one column an objective (reward, reward:..)")
  private List<String> reward = new ArrayList<>();

  @Option(
      names = "--cost",
      split = ",",
      paramLabel = "NAME,..",
      description = "of a CSV file, one column a cost (cost, cost:..)")
  private List<String> cost = new ArrayList<>();

  @Option(names = "--episode", paramLabel = "NAME", description = "of a CSV file (episode)")
  private String episode = CsvColumns.DEFAULT.episode();

  @Option(names = "--terminated", paramLabel = "NAME", description = "of a CSV file (terminated)")
  private String terminated = CsvColumns.DEFAULT.terminated();

  @Option(names = "--truncated", paramLabel = "NAME", description = "of a CSV file (truncated)")
  private String truncated = CsvColumns.DEFAULT.truncated();

  Recording open() throws IOException {
    CsvColumns columns =
        CsvColumns.DEFAULT
            .withObs(obs)
            .withNextObs(nextObs)
            .withAct(act)
            .withReward(reward)
            .withCost(cost)
            .withEpisode(episode)
            .withTerminated(terminated)
            .withTruncated(truncated);
    return Recordings.open(path, columns);
  }
}
