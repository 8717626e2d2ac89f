package org.morl4j.envs.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.NativeEnvs;
import org.morl4j.envs.wrap.EpisodeStatistics.Episode;

class WrappersTest {
  /** Rewards (t, action 0) and cost (2) at step t; terminates at step 3 if the action is 9. */
  private static class Echo implements Environment {
    private int t;

    @Override
    public EnvSpec spec() {
      return new EnvSpec(
          "java:echo",
          Box.of(1, 0, 100, Dtype.FLOAT64),
          Box.of(Vec.of(-2, 0), Vec.of(10, 0.3), Dtype.FLOAT64),
          List.of("time", "first"),
          List.of("toll"),
          0,
          Vec.of(-1, -2),
          gamma -> List.of(Vec.of(gamma, 4)),
          "none");
    }

    @Override
    public double[] reset(long seed) {
      t = 0;
      return new double[] {0};
    }

    @Override
    public Step step(double[] act) {
      t++;
      boolean terminated = t == 3 && act[0] == 9;
      return new Step(
          new double[] {t}, new double[] {t, act[0]}, new double[] {2}, terminated, false);
    }
  }

  private static final class SavableEcho extends Echo implements Savable {
    @Override
    public void save(State out) {
      out.put("t", super.t);
    }

    @Override
    public void restore(State in) {
      super.t = (int) in.scalarLong("t");
    }
  }

  private static VectorEnv echoes(int n, int limit) {
    return VectorEnv.of(() -> TimeLimit.of(new SavableEcho(), limit), n);
  }

  private static EpisodeSeeds seeds(int n) {
    return new EpisodeSeeds(new SeedTree(1), n);
  }

  @Test
  void timeLimitTruncatesAtTheLimitAndLeavesTerminationAlone() {
    Environment env = TimeLimit.of(new Echo(), 3);
    assertThat(env).isNotInstanceOf(Savable.class);
    assertThat(env.spec().horizon()).isEqualTo(3);
    double[] act = {0, 0};
    assertThatThrownBy(() -> env.step(act)).isInstanceOf(IllegalStateException.class);
    env.reset(0);
    assertThat(env.step(act).truncated()).isFalse();
    assertThat(env.step(act).truncated()).isFalse();
    Step third = env.step(new double[] {9, 0});
    assertThat(third.truncated()).isTrue();
    assertThat(third.terminated()).isTrue();
    assertThatThrownBy(() -> env.step(act)).hasMessageContaining("Maybe call reset first");
    env.reset(0);
    assertThat(env.step(act).truncated()).isFalse();
    assertThatThrownBy(() -> TimeLimit.of(new Echo(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java:echo");
  }

  @Test
  void aSecondTimeLimitReplacesTheFirst() {
    Environment env = TimeLimit.of(NativeEnvs.create("Pendulum-v1"), 300);
    assertThat(env.spec().horizon()).isEqualTo(300);
    env.reset(0);
    for (int t = 1; t <= 300; t++) {
      assertThat(env.step(new double[] {0}).truncated()).isEqualTo(t == 300);
    }
  }

  @Test
  void clipKeepsActionsInTheirBox() {
    try (VectorEnv env = ClipAction.of(echoes(2, 5))) {
      env.reset(seeds(2));
      VectorStep step = env.step(new double[] {-7, 0, 11, 0});
      assertThat(step.reward()).containsExactly(1, -2, 1, 10);
      assertThat(env.step(new double[] {3, 0, 4, 0}).reward()).containsExactly(2, 3, 2, 4);
    }
  }

  @Test
  void rescaleMapsTheUnitBoxOntoTheBounds() {
    try (VectorEnv env = RescaleAction.of(echoes(3, 5))) {
      assertThat(env.spec().actionSpace()).isEqualTo(Box.of(2, -1, 1, Dtype.FLOAT64));
      env.reset(seeds(3));
      VectorStep step = env.step(new double[] {-1, 0, 0.5, 0, 1, 0});
      assertThat(step.reward()).containsExactly(1, -2, 1, 7, 1, 10);
    }
  }

  /** -2 to 10 in a unit that makes it 0 to 300: 100 is a third of the way. */
  @Test
  void rescaleTakesOtherUnits() {
    try (VectorEnv env = new RescaleAction.Options(0, 300).wrap(echoes(3, 5))) {
      assertThat(env.spec().actionSpace()).isEqualTo(Box.of(2, 0, 300, Dtype.FLOAT64));
      env.reset(seeds(3));
      VectorStep step = env.step(new double[] {0, 0, 100, 0, 300, 0});
      assertThat(step.reward()[1]).isEqualTo(-2);
      assertThat(step.reward()[3]).isCloseTo(2, within(1e-12));
      assertThat(step.reward()[5]).isEqualTo(10);
    }
    assertThatThrownBy(() -> new RescaleAction.Options(1, 1))
        .hasMessageContaining("low is 1.0 and high is 1.0, but low must be below high");
  }

  @Test
  void costsInOtherUnits() {
    try (VectorEnv env = new CostScale.Options(Vec.of(1000)).wrap(echoes(2, 5))) {
      assertThat(env.spec().costs()).containsExactly("toll");
      env.reset(seeds(2));
      VectorStep step = env.step(new double[] {3, 0, 4, 0});
      assertThat(step.cost()).containsExactly(2000, 2000);
      assertThat(step.reward()).containsExactly(1, 3, 1, 4);
      assertThatThrownBy(() -> CostScale.of(env, Vec.of(1, 2)))
          .hasMessageContaining("must be one for each cost of java:echo: [toll]. Maybe");
      assertThatThrownBy(() -> CostScale.of(env, Vec.of(0)))
          .hasMessageContaining("CostScale factors[0] is 0.0, but must be positive");
    }
  }

  @Test
  void stepsThatEndOutsideBoundsCostOne() {
    double[] act = {1, 0.1, 1, 0.1};
    VectorEnv env = ObservedCost.of(echoes(2, 4), new ObservedCost.Options("late", 0, 1.5, 3.0));
    assertThat(env.spec().costs()).containsExactly("toll", "late");
    assertThat(env.reset(seeds(2)).cost()).containsExactly(0, 0, 0, 0);
    assertThat(env.step(act).cost()).containsExactly(2, 1, 2, 1); // t = 1 is below 1.5
    assertThat(env.step(act).cost()).containsExactly(2, 0, 2, 0);
    assertThat(env.step(act).cost()).containsExactly(2, 0, 2, 0);
    VectorStep last = env.step(act); // t = 4, above 3, though obs is of the next episode
    assertThat(last.ended(0)).isTrue();
    assertThat(last.cost()).containsExactly(2, 1, 2, 1);
    VectorEnv other = ObservedCost.of(echoes(1, 4), new ObservedCost.Options("t", 0, null, 1.0));
    other.reset(seeds(1));
    assertThat(other.step(new double[] {1, 0.1}).cost()).containsExactly(2, 0);
    assertThat(other.step(new double[] {1, 0.1}).cost()).containsExactly(2, 1);
  }

  @Test
  void costsOfWhatIsNotObservedAreRefused() {
    assertThatThrownBy(
            () -> ObservedCost.of(echoes(1, 4), new ObservedCost.Options("far", 1, null, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "obs of the cost far is 1, but an observation of java:echo has the numbers 0 to 0."
                + " Maybe use one of them.");
    assertThatThrownBy(
            () -> ObservedCost.of(echoes(1, 4), new ObservedCost.Options("toll", 0, null, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("toll");
    assertThatThrownBy(() -> new ObservedCost.Options("x", 0, null, null))
        .hasMessageContaining("Maybe set high.");
    assertThatThrownBy(() -> new ObservedCost.Options("x", 0, 2.0, 1.0))
        .hasMessageContaining("Maybe swap them.");
  }

  @Test
  void discreteActionsCantBeClippedOrRescaled() {
    try (VectorEnv env = VectorEnv.of(() -> NativeEnvs.create("CartPole-v1"), 1)) {
      assertThatThrownBy(() -> ClipAction.of(env))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("native:CartPole-v1");
      assertThatThrownBy(() -> RescaleAction.of(env)).hasMessageContaining("Maybe");
    }
  }

  /** An environment without bounds clips nothing: whoever never named the wrapper need not know. */
  @Test
  void clippingLeavesWhatHasNoBounds() {
    double infinite = Double.POSITIVE_INFINITY;
    VectorEnv echoes = echoes(1, 5);
    Box box = (Box) echoes.spec().actionSpace();
    Vec low = Vec.of(-infinite, box.low().get(1));
    Vec high = Vec.of(infinite, box.high().get(1));
    Box half = new Box(low, high, box.shape(), box.dtype());
    VectorEnv open =
        new ActionWrapper(echoes, echoes.spec().withActionSpace(half), (act, j) -> act);
    try (VectorEnv env = ClipAction.of(open)) {
      env.reset(seeds(1));
      assertThat(env.step(new double[] {-1e30, 0}).reward()[1]).isEqualTo(-1e30);
      assertThatThrownBy(() -> RescaleAction.of(env))
          .hasMessageContaining("RescaleAction needs a Box of actions with finite bounds");
    }
  }

  @Test
  void optionsMakeWhatTheyConfigure() {
    EpisodeSeeds seeds = seeds(1);
    try (VectorEnv env = new ClipAction.Options().wrap(echoes(1, 5))) {
      env.reset(seeds);
      assertThat(env.step(new double[] {-7, 0}).reward()).containsExactly(1, -2);
    }
    try (VectorEnv env = RescaleAction.Options.DEFAULT.wrap(echoes(1, 5))) {
      env.reset(seeds);
      assertThat(env.step(new double[] {0.5, 0}).reward()).containsExactly(1, 7);
    }
    try (VectorEnv env = new LinearReward.Options(Vec.of(10, 1)).wrap(echoes(1, 5))) {
      env.reset(seeds);
      assertThat(env.step(new double[] {4, 0}).reward()).containsExactly(14);
    }
    try (VectorEnv env = new RewardScale.Options(Vec.of(10, 2)).wrap(echoes(1, 5))) {
      env.reset(seeds);
      assertThat(env.step(new double[] {4, 0}).reward()).containsExactly(10, 8);
    }
    try (VectorEnv env =
        new LinearReward.Options(Vec.of(1, 0)).wrap(new ClipAction.Options().wrap(echoes(1, 5)))) {
      VectorEnv stock = new StockObservation.Options(0.5, -4, -4).wrap(env);
      stock.reset(seeds);
      // (-4 + 1) / 0.5
      assertThat(stock.step(new double[] {4, 0}).obs()).containsExactly(1, -6);
    }
  }

  @Test
  void clippingFromAConfigLeavesDiscreteActionsAlone() {
    try (VectorEnv env = VectorEnv.of(() -> NativeEnvs.create("CartPole-v1"), 1)) {
      assertThat(new ClipAction.Options().wrap(env)).isSameAs(env);
    }
  }

  @Test
  void linearRewardIsTheWeightedSum() {
    try (VectorEnv env = LinearReward.of(echoes(2, 5), Vec.of(.5, 10))) {
      assertThat(env.spec().objectives()).containsExactly("weighted");
      assertThat(env.spec().reference()).isNull();
      env.reset(seeds(2));
      env.step(new double[] {1, 0, 2, 0});
      VectorStep step = env.step(new double[] {3, 0, 4, 0});
      assertThat(step.reward()).containsExactly(31, 41);
      assertThat(step.cost()).containsExactly(2, 2);
      assertThat(env.reset(seeds(2)).reward()).containsExactly(0, 0);
    }
    assertThatThrownBy(() -> LinearReward.of(echoes(2, 5), Vec.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[time, first]");
  }

  @Test
  void rewardScaleScalesReferenceAndFrontToo() {
    try (VectorEnv env = RewardScale.of(echoes(1, 5), Vec.of(.5, 4))) {
      assertThat(env.spec().reference()).isEqualTo(Vec.of(-.5, -8));
      assertThat(Objects.requireNonNull(env.spec().knownFront()).points(.5))
          .containsExactly(Vec.of(.25, 16));
      env.reset(seeds(1));
      assertThat(env.step(new double[] {3, 0}).reward()).containsExactly(.5, 12);
    }
    assertThatThrownBy(() -> RewardScale.of(echoes(1, 5), Vec.of(1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors[1]");
  }

  @Test
  void statisticsSumEpisodesUpAndAreDrainedOnce() {
    try (EpisodeStatistics env = new EpisodeStatistics(echoes(2, 4), .5)) {
      env.reset(seeds(2));
      double[] act = {9, 0, 1, 0};
      for (int t = 0; t < 4; t++) {
        env.step(act);
      }
      Episode terminated = new Episode(0, 3, Vec.of(6, 27), Vec.of(2.75, 15.75), Vec.of(6));
      Episode truncated = new Episode(1, 4, Vec.of(10, 4), Vec.of(3.25, 1.875), Vec.of(8));
      assertThat(env.drain()).containsExactly(terminated, truncated);
      assertThat(env.drain()).isEmpty();
    }
  }

  @Test
  void stateGoesThroughEveryWrapper() {
    try (EpisodeStatistics saved = wrapped();
        EpisodeStatistics restored = wrapped()) {
      saved.reset(seeds(2));
      double[] act = {.9, 0, .1, 0};
      for (int t = 0; t < 6; t++) {
        saved.step(act);
      }
      State state = new State();
      saved.save(state);
      restored.reset(seeds(2));
      restored.step(act);
      restored.restore(state);
      for (int t = 0; t < 6; t++) {
        VectorStep a = saved.step(act);
        VectorStep b = restored.step(act);
        assertThat(b.obs()).containsExactly(a.obs());
        assertThat(b.reward()).containsExactly(a.reward());
      }
      List<Episode> episodes = saved.drain();
      assertThat(episodes).hasSize(6);
      assertThat(restored.drain()).isEqualTo(episodes);
    }
  }

  private static EpisodeStatistics wrapped() {
    VectorEnv env = ClipAction.of(RescaleAction.of(echoes(2, 4)));
    return new EpisodeStatistics(
        LinearReward.of(RewardScale.of(env, Vec.of(2, 3)), Vec.of(1, 1)), .9);
  }
}
