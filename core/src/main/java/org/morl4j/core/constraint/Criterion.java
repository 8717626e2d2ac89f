package org.morl4j.core.constraint;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Batch;
import org.morl4j.core.state.Savable;

/**
 * How signal components, measured returns and samples turn into one learning signal: preferences,
 * multipliers, barriers, judges. A learner asks it and never knows which.
 */
public interface Criterion extends Savable {
  /** The places this criterion acts in, {@link Hook#WEIGHTS} always among them. */
  Set<Hook> hooks();

  /**
   * Mixes components into one value a row.
   *
   * @param values advantages, Qs or returns [B, S]
   * @param preference the preference each row acts under [B, m], or null where there is none
   * @param out [B], written
   */
  void mix(float[] values, float @Nullable [] preference, int rows, float[] out);

  /**
   * The derivative of {@link #mix} of the same values and preferences.
   *
   * @param dValues [B, S], written: d out_i / d values_is
   */
  void mixGradient(float[] values, float @Nullable [] preference, int rows, float[] dValues);

  /** Writes weights of the batch's rows into {@code out} [B] and returns true, or returns false. */
  default boolean sampleWeights(Batch batch, float[] out) {
    return false;
  }

  /**
   * A term to add to the (minimised) policy loss, as a function of the surrogates, so that it needs
   * no network.
   *
   * @param surrogate on-policy E[(ratio - 1) A_s], which is 0 at the policy that acted; off-policy
   *     E[Q_s(obs, pi)] [S]
   * @param gradient its derivative with respect to each surrogate [S], written
   * @return the term's value
   */
  default double penalty(double[] surrogate, double[] gradient) {
    java.util.Arrays.fill(gradient, 0);
    return 0;
  }

  /**
   * H of a signal, the mean over measured episodes of sum_t gamma^t: it turns the mean of a step
   * into the return of an episode. 1 while nothing was told.
   */
  default double horizon(int signal) {
    return 1;
  }

  /** What replaces the learner's own step, if anything. */
  default Optional<StepRule> step() {
    return Optional.empty();
  }

  /** Tells measured returns. */
  default void tick(Clock clock, Returns returns) {}
}
