package org.morl4j.offline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.env.EnvSpec;

/**
 * What helps to choose an agent for recorded episodes. Reading them for it checks them all.
 *
 * @param spec what the data says of the environment
 * @param episodes how many
 * @param steps of all
 * @param spreads of returns, costs and lengths
 * @param ends how the episodes ended
 * @param costsOfEpisodes sums of each cost of each episode, to count those within a limit
 */
public record RecordingSummary(
    EnvSpec spec,
    int episodes,
    long steps,
    Spreads spreads,
    Ends ends,
    List<double[]> costsOfEpisodes) {
  /**
   * How numbers of episodes lie.
   *
   * @param returns undiscounted, of each objective
   * @param costs sums, of each cost
   * @param lengths in steps
   */
  public record Spreads(List<Spread> returns, List<Spread> costs, Spread lengths) {}

  /**
   * How many ended how; the others are pieces.
   *
   * @param terminated for good
   * @param truncated by a time limit
   */
  public record Ends(int terminated, int truncated) {}

  /**
   * Reads all episodes.
   *
   * @throws DatasetException if one is not as it must be
   * @throws IOException if the file can't be opened
   */
  public static RecordingSummary of(Recording recording) throws IOException {
    EnvSpec spec = recording.spec();
    List<double[]> returns = new ArrayList<>();
    List<double[]> costs = new ArrayList<>();
    List<double[]> lengths = new ArrayList<>();
    int terminated = 0;
    int truncated = 0;
    long steps = 0;
    try (EpisodeCursor cursor = recording.open()) {
      while (cursor.hasNext()) {
        Episode episode = cursor.next();
        returns.add(episode.returns(spec));
        costs.add(episode.costs(spec));
        lengths.add(new double[] {episode.steps(spec)});
        terminated += episode.terminated() ? 1 : 0;
        truncated += episode.truncated() && !episode.terminated() ? 1 : 0;
        steps += episode.steps(spec);
      }
    }
    if (steps != recording.steps()) {
      throw new DatasetException(
          "%s was to have %d steps, but has %d.".formatted(spec.id(), recording.steps(), steps));
    }
    return new RecordingSummary(
        spec,
        lengths.size(),
        steps,
        new Spreads(
            spreads(returns, spec.objectives().size()),
            spreads(costs, spec.costs().size()),
            spreads(lengths, 1).get(0)),
        new Ends(terminated, truncated),
        costs);
  }

  private static List<Spread> spreads(List<double[]> rows, int columns) {
    List<Spread> spreads = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      int column = j;
      spreads.add(Spread.of(rows.stream().mapToDouble(row -> row[column]).toArray()));
    }
    return spreads;
  }

  /** Share of the episodes whose sum of a cost is at most a limit. */
  public double within(int cost, double limit) {
    return costsOfEpisodes.stream().filter(sums -> sums[cost] <= limit).count() / (double) episodes;
  }
}
