package org.morl4j.offline;

import java.util.List;
import org.morl4j.core.env.EnvSpec;

/**
 * Recorded episodes of one environment.
 *
 * @param spec what the data says of the environment; its id names the dataset
 * @param list in the order they were recorded
 */
public record Episodes(EnvSpec spec, List<Episode> list) {
  public Episodes {
    list = List.copyOf(list);
  }

  /** Steps of all episodes. */
  public long steps() {
    int m = spec.objectives().size();
    long steps = 0;
    for (Episode episode : list) {
      steps += episode.reward().length / m;
    }
    return steps;
  }
}
