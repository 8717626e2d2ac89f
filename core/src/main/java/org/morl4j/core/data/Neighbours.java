package org.morl4j.core.data;

import java.util.List;
import org.morl4j.core.plugin.Providers;

/** The {@link NeighbourIndexFactory} on the class path or in a plugin. */
public final class Neighbours {
  private Neighbours() {}

  /**
   * The first that there is.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static NeighbourIndexFactory factory() {
    List<NeighbourIndexFactory> all = Providers.of(NeighbourIndexFactory.class);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing here searches nearest neighbours. Maybe add the artifact morl4j-offline.");
    }
    return all.get(0);
  }
}
