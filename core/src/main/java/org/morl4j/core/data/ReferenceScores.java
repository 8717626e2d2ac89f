package org.morl4j.core.data;

import org.morl4j.core.check.Vec;

/**
 * Undiscounted returns of an episode that scores are measured against, as D4RL has them (Fu et al.
 * 2020, arXiv 2004.07219, section 5): 0 is a uniformly random policy, 100 an expert.
 *
 * @param random mean return of each objective of uniformly random actions [m]
 * @param expert mean return of each objective of the expert [m]
 */
public record ReferenceScores(Vec random, Vec expert) {
  public ReferenceScores {
    if (random.size() != expert.size() || !random.isFinite() || !expert.isFinite()) {
      throw new IllegalArgumentException(
          "The reference scores are %s (random) and %s (expert), but both must have one finite number an objective."
              .formatted(random, expert));
    }
    for (int j = 0; j < random.size(); j++) {
      if (random.get(j) == expert.get(j)) {
        throw new IllegalArgumentException(
            "The reference scores of objective %d are both %s, but must differ. Maybe the expert learned nothing there, or the scores were swapped for one policy's."
                .formatted(j, random.get(j)));
      }
    }
  }

  /**
   * A return as a score: 100 (R - random) / (expert - random).
   *
   * @param objective its index
   * @param episodeReturn R, undiscounted
   */
  public double normalised(int objective, double episodeReturn) {
    double from = random.get(objective);
    return 100 * (episodeReturn - from) / (expert.get(objective) - from);
  }
}
