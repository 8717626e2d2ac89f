package org.morl4j.pareto.search;

import org.morl4j.core.check.Check;

/**
 * How policies are measured.
 *
 * @param episodes greedy episodes an evaluation
 * @param gamma discount of the measured returns; 1 for plain sums
 * @param finalEpisodes episodes of the final evaluation with fresh seeds; 0 for the same as
 *     episodes
 * @param bias whether each evaluation also compares what the critics predict with what comes, over
 *     as many episodes more; soft critics with returns and entropy of the policy that explores
 */
public record Evaluation(int episodes, double gamma, int finalEpisodes, boolean bias) {
  public static final Evaluation DEFAULT = new Evaluation(5, 1, 0);

  public Evaluation {
    Check.atLeast("episodes", episodes, 1);
    Check.closed01("gamma", gamma);
    Check.atLeast("finalEpisodes", finalEpisodes, 0);
  }

  /** Without a look at the critics. */
  public Evaluation(int episodes, double gamma, int finalEpisodes) {
    this(episodes, gamma, finalEpisodes, false);
  }
}
