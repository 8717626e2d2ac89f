package org.morl4j.core.learn;

import java.util.Set;
import org.morl4j.core.constraint.Place;

/**
 * What a learner feeds on; the trainer's schedule follows from it.
 *
 * @param rolloutLength steps of every row that one update takes
 * @param places where criteria may act on this learner
 */
public record Appetite(int rolloutLength, Set<Place> places) {
  public Appetite {
    places = Set.copyOf(places);
    if (rolloutLength < 1) {
      throw new IllegalArgumentException(
          "rolloutLength is " + rolloutLength + ", but must be at least 1.");
    }
  }
}
