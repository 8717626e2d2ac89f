package org.morl4j.agents.part;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.nn.RateSchedule;

/**
 * How fast an off-policy agent learns.
 *
 * @param learningRate Adam's rate of policy and critics
 * @param gamma discount of every signal
 * @param polyak how far targets move towards their networks at a time
 * @param policyDelay updates between two steps of the policy and what moves with it: the
 *     temperature (SAC), the targets (TD3)
 * @param schedule how all of the agent's learning rates change over the run's updates
 */
public record Rates(
    @Allowed(above = 0, max = 1000) double learningRate,
    @Allowed(min = 0, max = 1) double gamma,
    @Allowed(above = 0, max = 1) double polyak,
    @Allowed(min = 1, max = 1_000_000) int policyDelay,
    RateSchedule schedule) {
  public static final Rates DEFAULT = new Rates(3e-4, 0.99, 0.005, 1, RateSchedule.CONSTANT);

  /** At constant rates. */
  public Rates(double learningRate, double gamma, double polyak, int policyDelay) {
    this(learningRate, gamma, polyak, policyDelay, RateSchedule.CONSTANT);
  }

  public Rates {
    Check.allowed(Rates.class, "learningRate", learningRate);
    Check.allowed(Rates.class, "gamma", gamma);
    Check.allowed(Rates.class, "polyak", polyak);
    Check.allowed(Rates.class, "policyDelay", policyDelay);
  }

  /** The signals of an environment, each under the discount. */
  public Signals signals(EnvSpec spec) {
    return Signals.of(spec, gamma, 1);
  }

  /** The learning rate of update {@code done}, from 0, of {@code updates}. */
  public double learningRate(long done, long updates) {
    return schedule.at(learningRate, done, updates);
  }

  /** The same with another {@code learningRate}. */
  public Rates withLearningRate(double value) {
    return new Rates(value, gamma, polyak, policyDelay, schedule);
  }

  /** The same with another {@code policyDelay}. */
  public Rates withPolicyDelay(int value) {
    return new Rates(learningRate, gamma, polyak, value, schedule);
  }

  /** The same with another {@code gamma}. */
  public Rates withGamma(double value) {
    return new Rates(learningRate, value, polyak, policyDelay, schedule);
  }

  /** The same with another {@code polyak}. */
  public Rates withPolyak(double value) {
    return new Rates(learningRate, gamma, value, policyDelay, schedule);
  }

  /** The same with another {@code schedule}. */
  public Rates withSchedule(RateSchedule value) {
    return new Rates(learningRate, gamma, polyak, policyDelay, value);
  }
}
