package org.morl4j.pareto.search;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.state.State;

/**
 * How policies are measured.
 *
 * @param episodes of an evaluation
 * @param gamma discount of the measured returns; 1 for plain sums
 * @param finalEpisodes episodes of the final evaluation with fresh seeds; 0 for the same as
 *     episodes, and in searches for a front for ten times as many of each policy whose returns vary
 * @param bias whether each evaluation also compares what the critics predict with what comes, over
 *     as many episodes more: greedy ones, and for soft critics, which predict entropy as well, ones
 *     of the policy that explores
 * @param race episodes that may be spent on measuring entrants of an archive again, for each that
 *     evaluations took; 0 takes them at their first measurement, as C-MORL's code does
 * @param mode how the policy acts; null for greedy, and for sampled where the run has limits
 */
public record Evaluation(
    @Allowed(min = 1, max = 1_000_000) int episodes,
    @Allowed(min = 0, max = 1) double gamma,
    @Allowed(min = 0, max = 1_000_000) int finalEpisodes,
    boolean bias,
    @Allowed(min = 0, max = 1e6) double race,
    @Nullable EvaluationMode mode) {
  public static final Evaluation DEFAULT = new Evaluation(5, 1, 0);

  public Evaluation {
    Check.allowed(Evaluation.class, "episodes", episodes);
    Check.allowed(Evaluation.class, "gamma", gamma);
    Check.allowed(Evaluation.class, "finalEpisodes", finalEpisodes);
    Check.allowed(Evaluation.class, "race", race);
  }

  /** Greedily, without a look at the critics. */
  public Evaluation(int episodes, double gamma, int finalEpisodes) {
    this(episodes, gamma, finalEpisodes, false, 1, null);
  }

  void save(State out) {
    out.put("episodes", new int[] {episodes, finalEpisodes});
    out.put("gamma", gamma);
    out.put("bias", bias ? 1L : 0L);
    out.put("race", race);
    out.put("mode", mode == null ? "" : mode.name());
  }

  static Evaluation restore(State in) {
    int[] episodes = in.ints("episodes", 2);
    String mode = in.string("mode");
    return new Evaluation(
        episodes[0],
        in.scalarDouble("gamma"),
        episodes[1],
        in.scalarLong("bias") == 1,
        in.scalarDouble("race"),
        mode.isEmpty() ? null : EvaluationMode.valueOf(mode));
  }

  /** The same with or without a look at the critics. */
  public Evaluation withBias(boolean look) {
    return new Evaluation(episodes, gamma, finalEpisodes, look, race, mode);
  }

  /** The same of policies that act so. */
  public Evaluation withMode(EvaluationMode other) {
    return new Evaluation(episodes, gamma, finalEpisodes, bias, race, other);
  }

  /** The same with more or fewer episodes for an archive's entrants. */
  public Evaluation withRace(double share) {
    return new Evaluation(episodes, gamma, finalEpisodes, bias, share, mode);
  }

  /**
   * How the policy acts.
   *
   * @param limited whether the run has limits, which are on the policy as it acts in training
   */
  public Mode acting(boolean limited) {
    if (mode != null) {
      return mode.mode();
    }
    return limited ? Mode.EXPLORE : Mode.EXPLOIT;
  }

  /** The same with other {@code episodes}. */
  public Evaluation withEpisodes(int value) {
    return new Evaluation(value, gamma, finalEpisodes, bias, race, mode);
  }

  /** The same with another {@code gamma}. */
  public Evaluation withGamma(double value) {
    return new Evaluation(episodes, value, finalEpisodes, bias, race, mode);
  }

  /** The same with other {@code finalEpisodes}. */
  public Evaluation withFinalEpisodes(int value) {
    return new Evaluation(episodes, gamma, value, bias, race, mode);
  }
}
