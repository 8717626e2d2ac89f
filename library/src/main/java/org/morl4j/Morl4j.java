package org.morl4j;

import java.util.function.Supplier;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.LimitsConfig.LimitConfig.Settings;
import org.morl4j.core.env.Environment;
import org.morl4j.core.learn.AgentOptions;

/**
 * Where a Java program begins to train.
 *
 * <pre>
 * RunResult result =
 *     Morl4j.train(Dam::new, Ppo.Options.DEFAULT.withLearningRate(1e-3))
 *         .budget(50_000)
 *         .weights(1, 1)
 *         .limit("flood", atMost(1))
 *         .run();
 * double[] act = result.best().act(obs);
 * </pre>
 */
public final class Morl4j {
  private Morl4j() {}

  /**
   * Training in environments of the program's own.
   *
   * @param environment makes a new one each time: one a row, and some more to measure policies in
   * @param agent the algorithm, by its options
   * @throws IllegalArgumentException if the supplier gives no environment
   */
  public static Training train(Supplier<? extends Environment> environment, AgentOptions agent) {
    return Training.of(id(environment), EnvironmentOpener.of(environment), agent);
  }

  /**
   * Training in an environment known by its id.
   *
   * @param id provider and name, e.g. {@code native:deep-sea-treasure-v0}
   * @param agent the algorithm, by its options
   */
  public static Training train(String id, AgentOptions agent) {
    return Training.of(id, EnvironmentOpener.BY_ID, agent);
  }

  /** What it says of itself; a name alone counts as one of Java's. */
  private static String id(Supplier<? extends Environment> environment) {
    try (Environment one = environment.get()) {
      String id = one.spec().id();
      return id.indexOf(':') < 0 ? "java:" + id : id;
    } catch (NullPointerException e) {
      throw new IllegalArgumentException(
          "The supplier gives null, or an environment without spec. Maybe it isn't written yet.",
          e);
    }
  }

  /** A bound for {@link Training#limit}: the episode's sum on average at most that. */
  public static Settings atMost(double value) {
    return Settings.atMost(value);
  }

  /** A bound for {@link Training#limit}: the episode's sum on average at least that. */
  public static Settings atLeast(double value) {
    return Settings.atLeast(value);
  }
}
