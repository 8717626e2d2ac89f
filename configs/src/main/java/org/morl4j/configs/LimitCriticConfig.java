package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.train.DataClock;
import org.morl4j.core.train.ExpectedReturns;

/**
 * What says where limits stand while an agent learns from recorded data: critics of its policy.
 *
 * @param telling when, and of what
 * @param batch transitions of a gradient step
 * @param learningRate of Adam
 * @param polyak how far the target moves towards the critics at each update
 * @param hidden units of the critics' hidden layers
 */
public record LimitCriticConfig(
    @JsonUnwrapped ExpectedReturns.Options telling,
    @Allowed(min = 1, max = 1_048_576) int batch,
    @Allowed(above = 0, max = 1000) double learningRate,
    @Allowed(above = 0, max = 1) double polyak,
    @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden) {
  public static final LimitCriticConfig DEFAULT =
      new LimitCriticConfig(ExpectedReturns.Options.DEFAULT, 256, 3e-4, 0.02, List.of(256, 256));

  public LimitCriticConfig {
    Check.allowed(LimitCriticConfig.class, "batch", batch);
    Check.allowed(LimitCriticConfig.class, "learningRate", learningRate);
    Check.allowed(LimitCriticConfig.class, "polyak", polyak);
    Check.allowed(LimitCriticConfig.class, "hidden", hidden);
    hidden = List.copyOf(hidden);
  }

  /** The same that tell at other times. */
  public LimitCriticConfig withTelling(ExpectedReturns.Options value) {
    return new LimitCriticConfig(value, batch, learningRate, polyak, hidden);
  }

  /** The same with another {@code batch}. */
  public LimitCriticConfig withBatch(int value) {
    return new LimitCriticConfig(telling, value, learningRate, polyak, hidden);
  }

  /** The same with another {@code learningRate}. */
  public LimitCriticConfig withLearningRate(double value) {
    return new LimitCriticConfig(telling, batch, value, polyak, hidden);
  }

  /** The same with another {@code polyak}. */
  public LimitCriticConfig withPolyak(double value) {
    return new LimitCriticConfig(telling, batch, learningRate, value, hidden);
  }

  /** The same with other {@code hidden}. */
  public LimitCriticConfig withHidden(List<Integer> value) {
    return new LimitCriticConfig(telling, batch, learningRate, polyak, value);
  }

  /** What tells a run's criteria. */
  public DataClock.Maker clocks() {
    FittedQ.Options fit =
        FittedQ.Options.DEFAULT
            .withBatch(batch)
            .withLearningRate(learningRate)
            .withTargetEvery(1)
            .withPolyak(polyak)
            .withNetworks(MlpOptions.DEFAULT.withHidden(hidden));
    return telling.maker(fit.critics());
  }
}
