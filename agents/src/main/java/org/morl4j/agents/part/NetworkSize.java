package org.morl4j.agents.part;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;

/**
 * How large networks are, known before any is made.
 *
 * @param parameters of all of them
 * @param units of all layers of all of them
 */
public record NetworkSize(double parameters, double units) {
  /** Parameters, gradient, both moments of Adam, a target or second gradient, and a copy. */
  private static final int COPIES = 6;

  /** Values and derivatives of a layer, where both a network and its target are run. */
  private static final int PASSES = 4;

  /** A network with these hidden layers. */
  public static NetworkSize of(double inputs, List<Integer> hidden, double outputs) {
    double parameters = 0;
    double units = inputs;
    double width = inputs;
    for (int layer : hidden) {
      parameters += (width + 1) * layer;
      units += layer;
      width = layer;
    }
    return new NetworkSize(parameters + (width + 1) * outputs, units + outputs);
  }

  /** A policy with these hidden layers. */
  public static NetworkSize policy(EnvSpec spec, List<Integer> hidden) {
    // A number for each choice, or a mean and a deviation for each dimension.
    double outputs = 2.0 * spec.actionSpace().features();
    return of(spec.observationSpace().features(), hidden, outputs);
  }

  /** These and others. */
  public NetworkSize plus(NetworkSize others) {
    return new NetworkSize(parameters + others.parameters, units + others.units);
  }

  /** So many of these. */
  public NetworkSize times(double count) {
    return new NetworkSize(parameters * count, units * count);
  }

  /** What they take in training. */
  public MemoryNeed networks(EnvSpec spec) {
    return new MemoryNeed(
        "networks of %d million parameters for observations of %d numbers and actions of %d"
            .formatted(
                (long) Math.ceil(parameters / 1e6),
                spec.observationSpace().features(),
                spec.actionSpace().size()),
        bytes(parameters * COPIES),
        "agent.hidden");
  }

  /**
   * What rows take that run through them at once.
   *
   * @param setting that says how many
   */
  public MemoryNeed rows(String setting, double rows) {
    return new MemoryNeed(
        "%.0f rows of %s".formatted(rows, setting), bytes(rows * units * PASSES), setting);
  }

  /** So many floats. */
  public static long bytes(double floats) {
    return (long) Math.min(1e18, Float.BYTES * floats);
  }
}
