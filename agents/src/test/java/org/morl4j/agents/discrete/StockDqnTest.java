package org.morl4j.agents.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.testkit.SumOfObjectives;

/** One update by hand: whatever is seen, action 0 gives 1 or 3 and action 1 gives 0 or 6. */
class StockDqnTest {
  private static final float[] LAWS = {0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 6};

  private static EnvSpec spec(List<String> objectives, List<String> costs) {
    return new EnvSpec(
        "test:line",
        Box.of(2, -9, 9, Dtype.FLOAT64),
        new Discrete(2),
        objectives,
        costs,
        10,
        null,
        null,
        "agents");
  }

  private static final EnvSpec SPEC = spec(List.of("gain"), List.of());

  private static StockDqn.Options options(Utility utility) {
    return new StockDqn.Options(
        utility,
        2,
        1,
        new DqnSettings(
            ReplayOptions.DEFAULT
                .withCapacity(100)
                .withBatch(1)
                .withWarmup(0)
                .withStorage(ReplayOptions.Storage.HEAP),
            0.5,
            new DqnSettings.Step(1e-3, 1e-8, 0),
            new DqnSettings.Target(9, 1, false),
            new Exploration(1, 0.2, 0.5),
            new DqnSettings.Shape(List.of(), Activation.RELU, false)));
  }

  /** Action 0 is taken at stock c for a reward of 1; then the stock is {@code after}. */
  private static Dqn.Losses update(Utility utility, float c, float after, int steps) {
    StockDqn.Options options = options(utility);
    Signals signals = options.signals(SPEC);
    Setup setup = new Setup(SPEC, signals, 10, new SeedTree(1));
    GradientLearner<Dqn.Losses> agent =
        new GradientLearner<>(options.requirements(), new StockDqn(options, setup));
    assertThat(((QPolicy) agent.policy()).stock()).isEqualTo(new Stock(utility, 0.5));
    State state = new State();
    agent.save(state);
    state.put("network.parameters", LAWS);
    state.put("network.target", LAWS);
    agent.restore(state);
    Batch batch =
        new Batch(
            signals,
            new int[] {0, 1},
            new float[] {7, c},
            new float[] {7, after},
            new double[] {0},
            new double[] {1},
            new double[0],
            new boolean[1],
            new boolean[1],
            new int[] {steps});
    return agent.update(batch, new SumOfObjectives(signals));
  }

  @Test
  void theTargetsActionMaximisesTheUtilityOfStockAndReturn() {
    // Mean 3 under action 1: y = 1 and 4. Own quantiles 1 and 3 at fractions 1/4 and 3/4:
    // (0 + 2.5) / 4, and 1.5 / 4 + 0.5 x 3/4.
    Dqn.Losses losses = update(new Utility.Expected(), -2, -2, 1);
    assertThat(losses.q()).isCloseTo((0.625 + 0.375 + 0.375) / 2, within(1e-6));
    assertThat(losses.meanQ()).isCloseTo(2, within(1e-6));
    // At -2 action 0 is off by 1 and 1, action 1 by 2 and 4: y = 1.5 and 2.5.
    losses = update(new Utility.Homeostasis(0), -2, -2, 1);
    assertThat(losses.q()).isCloseTo((1.125 / 4 + 1.125 / 4) / 2, within(1e-6));
    // At 2 U of action 1 is the worse too; at -6 the better: -3 against -4.
    losses = update(new Utility.Cvar(0.5, -9, 0, 3), -4, -6, 1);
    assertThat(losses.q()).isCloseTo((0.625 + 0.375 + 0.375) / 2, within(1e-6));
  }

  @Test
  void stocksThatDontFollowTheRewardsAreRefused() {
    assertThatThrownBy(() -> update(new Utility.Expected(), -2, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("goes from -2.0 to -1.0 with a reward of 1.0 in 1 steps")
        .hasMessageContaining("a stock under agent.gamma 0.5 must become -2.0.")
        .hasMessageContaining("Maybe add {\"type\": \"stock\", \"gamma\": 0.5, ..}");
    // Three steps: (-2 + 1) / 0.125
    assertThat(update(new Utility.Expected(), -2, -8, 3).q()).isPositive();
  }

  @Test
  void oneObjectiveIsLearnt() {
    for (EnvSpec spec :
        List.of(spec(List.of("gain", "time"), List.of()), spec(List.of("gain"), List.of("toll")))) {
      StockDqn.Options options = options(new Utility.Expected());
      assertThatThrownBy(
              () ->
                  options
                      .factory()
                      .create(new Setup(spec, options.signals(spec), 1, new SeedTree(1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The signals of test:line are gain, t")
          .hasMessageContaining("Maybe put the wrapper linear-reward before the wrapper stock");
    }
  }
}
