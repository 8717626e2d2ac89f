package org.morl4j.agents.onpolicy;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;
import org.morl4j.nn.RateSchedule;

/**
 * What an on-policy update learns from.
 *
 * @param rolloutLength steps of every environment row in one update
 * @param gamma discount of every signal
 * @param gaeLambda lambda of every signal
 * @param schedule how all of the agent's learning rates change over the run's updates
 */
public record RolloutOptions(
    @Allowed(min = 1, max = 1_000_000) int rolloutLength,
    @Allowed(min = 0, max = 1) double gamma,
    @Allowed(min = 0, max = 1) double gaeLambda,
    RateSchedule schedule) {
  public static final RolloutOptions DEFAULT =
      new RolloutOptions(256, 0.99, 0.95, RateSchedule.CONSTANT);

  /** At constant rates. */
  public RolloutOptions(int rolloutLength, double gamma, double gaeLambda) {
    this(rolloutLength, gamma, gaeLambda, RateSchedule.CONSTANT);
  }

  public RolloutOptions {
    Check.allowed(RolloutOptions.class, "rolloutLength", rolloutLength);
    Check.allowed(RolloutOptions.class, "gamma", gamma);
    Check.allowed(RolloutOptions.class, "gaeLambda", gaeLambda);
  }

  Signals signals(EnvSpec spec) {
    return Signals.of(spec, gamma, gaeLambda);
  }

  /** Rollouts, and criteria that weigh rows and signals and add to the loss. */
  Requirements requirements() {
    return Requirements.rollout(rolloutLength).with(Hook.SAMPLE, Hook.LOSS);
  }

  /** The same with another {@code rolloutLength}. */
  public RolloutOptions withRolloutLength(int value) {
    return new RolloutOptions(value, gamma, gaeLambda, schedule);
  }

  /** The same with another {@code gamma}. */
  public RolloutOptions withGamma(double value) {
    return new RolloutOptions(rolloutLength, value, gaeLambda, schedule);
  }

  /** The same with another {@code gaeLambda}. */
  public RolloutOptions withGaeLambda(double value) {
    return new RolloutOptions(rolloutLength, gamma, value, schedule);
  }

  /** The same with another {@code schedule}. */
  public RolloutOptions withSchedule(RateSchedule value) {
    return new RolloutOptions(rolloutLength, gamma, gaeLambda, value);
  }
}
