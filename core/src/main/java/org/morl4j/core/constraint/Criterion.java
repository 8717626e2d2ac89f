package org.morl4j.core.constraint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Batch;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.state.Savable;

/**
 * How signal components, measured returns and samples turn into one learning signal: preferences,
 * multipliers, barriers, judges. A learner asks it and never knows which:
 *
 * <pre>{@code
 * criterion.mix(advantages, preference, rows, mixed);            // what counts, [B]
 * penalty = criterion.penalty(surrogate, unit, dSurrogate);      // what the loss gets on top
 * rule = criterion.step().orElse(myOwn);                         // what moves the parameters
 * }</pre>
 */
public interface Criterion extends Savable {
  /** The hooks this criterion acts at, {@link Hook#WEIGHTS} always among them. */
  Set<Hook> hooks();

  /**
   * The environment to train in, made of the task's own; spaces and signals stay. Evaluations are
   * of the task itself.
   */
  default VectorEnv wrap(VectorEnv env) {
    return env;
  }

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
   * A term to add to the (minimised) policy loss, as a function of surrogates, so that it needs no
   * network. The change of signal s's discounted return since the last tick is predicted as
   *
   * <pre>
   *   change_s = unit_s surrogate_s    on-policy:  H_s E[(ratio - 1) A_s]
   *                                    off-policy: E[Q_s(obs, pi)] - its value at the tick
   * </pre>
   *
   * and is 0 at the policy that was measured. Off-policy, where ticks come with every episode, it
   * is taken for 0 from one to the next, and the gradient alone counts.
   *
   * @param surrogate [S]
   * @param unit discounted return a unit of each surrogate is worth [S]: {@link #horizon}
   *     on-policy, 1 off-policy
   * @param gradient the term's derivative with respect to each surrogate [S], written
   * @return the term's value
   */
  default double penalty(double[] surrogate, double[] unit, double[] gradient) {
    Arrays.fill(gradient, 0);
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

  /**
   * How many whole episodes of the policy that training starts from it must be told of, at {@link
   * Clock#START}: what bounds are relative to. Those that happen to end within a first rollout
   * would be the short ones. 0 where it needs none.
   */
  default int startEpisodes() {
    return 0;
  }

  /** Tells measured returns. */
  default void tick(Clock clock, Returns returns) {}

  /** The limits it keeps; what is bound relative to a measurement is there only after it. */
  default List<Limit> limits() {
    return List.of();
  }

  /** Where each limit stands, for people. */
  default List<LimitReading> readings() {
    return List.of();
  }
}
