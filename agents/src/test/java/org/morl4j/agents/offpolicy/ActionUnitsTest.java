package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.ActionUnits;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.Rates;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.nn.head.HeadOptions;

/** Actions counted in other units are learned from alike. */
class ActionUnitsTest {
  private static final int ROWS = 16;
  private static final int UPDATES = 20;
  private static final double[] UNIT = {0.3, -0.7}; // an action in [-1, 1]^2

  private static AgentOptions agent(String name) {
    MlpOptions networks = MlpOptions.DEFAULT.withHidden(8);
    Rates rates = Rates.DEFAULT.withLearningRate(0.01).withPolicyDelay(2);
    CriticOptions critic = CriticOptions.DEFAULT.withParallel(false);
    return switch (name) {
      case "sac" -> {
        Sac.Settings sac = Sac.Settings.DEFAULT;
        Sac.Targets targets = Sac.Targets.withPolicy(1);
        yield new Sac.Options(
            new Sac.Settings(rates, targets, networks, sac.head(), sac.temperature(), sac.replay()),
            critic);
      }
      case "td3" -> {
        Td3.Options td3 = Td3.Options.DEFAULT;
        yield new Td3.Options(rates, td3.noise(), networks, critic, td3.replay());
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What an agent is after some updates, and what it does and expects. */
  private record Trained(Map<String, Object> state, Vec act, Vec values) {}

  private static Trained train(String name, double low, double high) {
    AgentOptions options = agent(name);
    EnvSpec spec = new Toy(Box.of(2, low, high, Dtype.FLOAT64)).spec();
    Signals signals = options.signals(spec);
    Learner<?> learner =
        options.factory().create(new Setup(spec, signals, UPDATES, new SeedTree(4)));
    Batch batch = batch(signals, low, high);
    for (int i = 0; i < UPDATES; i++) {
      learner.update(batch, new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of()));
    }
    double[] act = new double[2];
    Actor actor = learner.policy().actor(1, Mode.EXPLORE, new Rng[] {new SeedTree(3).generator()});
    actor.act(new double[] {1}, null, act, null);
    float[] values = new float[2];
    Objects.requireNonNull(learner.values())
        .values(new float[] {1}, raw(UNIT, low, high), null, 1, values);
    return new Trained(
        learner.snapshot().state().entries(),
        Vec.of(unit(act[0], low, high), unit(act[1], low, high)),
        Vec.of(values[0], values[1]));
  }

  private static Batch batch(Signals signals, double low, double high) {
    RandomGenerator rng = new Rng(8);
    int[] offsets = new int[ROWS + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[ROWS];
    float[] nextObs = new float[ROWS];
    double[] act = new double[2 * ROWS];
    double[] reward = new double[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      obs[i] = rng.nextFloat();
      nextObs[i] = rng.nextFloat();
    }
    for (int i = 0; i < 2 * ROWS; i++) {
      act[i] = 2 * (double) rng.nextFloat() - 1;
      reward[i] = rng.nextGaussian();
    }
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    return new Batch(
        signals,
        offsets,
        obs,
        nextObs,
        raw(act, low, high),
        reward,
        new double[0],
        new boolean[ROWS],
        new boolean[ROWS],
        steps);
  }

  private static double[] raw(double[] unit, double low, double high) {
    return Arrays.stream(unit).map(y -> (low + high) / 2 + (high - low) / 2 * y).toArray();
  }

  private static double unit(double act, double low, double high) {
    return (act - (low + high) / 2) / ((high - low) / 2);
  }

  /** Powers of two change no digit. */
  @ParameterizedTest
  @CsvSource({"sac, 1024", "sac, 0.0078125", "td3, 1024", "td3, 0.0078125"})
  void anotherUnitGivesTheSameBits(String name, double k) {
    Trained one = train(name, -1, 1);
    Trained other = train(name, -k, k);
    one.state.forEach((key, value) -> assertThat(other.state.get(key)).as(key).isEqualTo(value));
    assertThat(other.act).isEqualTo(one.act);
    assertThat(other.values).isEqualTo(one.values);
  }

  /** Half-range and middle of another action; Pendulum's +-2 times a thousand. */
  @ParameterizedTest
  @CsvSource({"sac, -2000, 2000", "sac, -3, 5", "td3, -2000, 2000", "td3, -3, 5"})
  void otherBoundsAreLearnedAlike(String name, double low, double high) {
    Trained one = train(name, -1, 1);
    Trained other = train(name, low, high);
    for (int i = 0; i < 2; i++) {
      assertThat(other.act.get(i)).isCloseTo(one.act.get(i), within(1e-5));
      assertThat(other.values.get(i)).isCloseTo(one.values.get(i), within(1e-5));
    }
  }

  @Test
  void boundsOfOneOrNoneLeaveActionsAsTheyAre() {
    Box mixed =
        Box.of(Vec.of(-1, Double.NEGATIVE_INFINITY, 0, 7), Vec.of(1, 1, 10, 7), Dtype.FLOAT64);
    ActionUnits units = ActionUnits.of(mixed);
    assertThat(units.shrink(0.1, 0)).isEqualTo(0.1);
    assertThat(units.shrink(-30, 1)).isEqualTo(-30);
    assertThat(units.shrink(7.5, 2)).isEqualTo(0.5);
    assertThat(units.shrink(7, 3)).isEqualTo(7);
    assertThat(ActionUnits.of(new Discrete(4)).shrink(3, 0)).isEqualTo(3);
  }

  /** Discrete(4, 2) counts from 2; a MultiDiscrete has a column for every choice. */
  @Test
  void choicesAreSeenOneHot() {
    ActionUnits discrete = ActionUnits.of(new Discrete(4, 2));
    float[] out = new float[6];
    discrete.write(new double[] {9, 3}, 1, out, 1);
    assertThat(discrete.columns()).isEqualTo(4);
    assertThat(out).containsExactly(0, 0, 1, 0, 0, 0);
    ActionUnits several = ActionUnits.of(new MultiDiscrete(List.of(2, 3)));
    float[] both = new float[5];
    several.write(new double[] {1, 2}, 0, both, 0);
    assertThat(both).containsExactly(0, 1, 0, 0, 1);
  }

  @Test
  void drawnChoicesAreSeenOneHot() {
    EnvSpec spec = new Toy(new Discrete(3)).spec();
    Setup setup = new Setup(spec, Signals.of(spec, 0.9, 1), 1, new SeedTree(4));
    Mlps mlps = Mlps.of(setup, MlpOptions.DEFAULT.withHidden(8));
    ActorNetwork actor = new ActorNetwork(spec, HeadOptions.DEFAULT, mlps, false);
    float[] unit = new float[3 * ROWS];
    Arrays.fill(unit, 9);
    actor.draw(new float[ROWS], ROWS, new Rng(5), unit);
    for (int i = 0; i < ROWS; i++) {
      assertThat(Arrays.copyOfRange(unit, 3 * i, 3 * i + 3)).containsExactlyInAnyOrder(0, 0, 1);
    }
  }
}
