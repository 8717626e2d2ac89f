package org.morl4j.configs.set;

import java.util.List;

/**
 * One run of a set.
 *
 * @param name of its folder in the set's folder
 * @param group runs of one group differ in nothing but their seed
 * @param overrides of the set's config, each {@code path=value}
 * @param seed of the run
 */
public record NamedRun(String name, String group, List<String> overrides, long seed) {
  public NamedRun {
    overrides = List.copyOf(overrides);
    if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "The run's name is \"%s\", but must be letters, digits, dots, dashes or underscores."
              .formatted(name));
    }
  }
}
