package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.implicit.Smore.Losses;
import org.morl4j.agents.implicit.Smore.Options;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.testkit.LearnerContract;

/** SMORe's goals and losses by hand, its gradients by differences, and what it reaches. */
class SmoreTest {
  private static final Mixture CRITERION = new Mixture(Mixer.weightedSum(Vec.of(1)), List.of());
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(64)
                  .withStorage(ReplayOptions.Storage.HEAP));

  private static Smore learner(Options options) {
    return new Smore(
        options, new Setup(Reach.SPEC, options.signals(Reach.SPEC), 10, new SeedTree(3)));
  }

  /** Episodes of 3 and 1 steps: positions 0, 0.1, 0.2, 0.3 towards 0.9, and 0.5, 0.6 to -0.9. */
  private static Batch steps(Signals signals) {
    return SingleSteps.of(
        signals,
        new float[] {0, 0.9f, 0, 0.1f, 0.9f, 0.1f, 0.2f, 0.9f, 0.2f, 0.5f, -0.9f, 0.5f},
        new float[] {0.1f, 0.9f, 0.1f, 0.2f, 0.9f, 0.2f, 0.3f, 0.9f, 0.3f, 0.6f, -0.9f, 0.6f},
        new double[] {0.2, 0.5, -0.7, 0.4},
        new double[] {9, 9, -5, 3},
        new boolean[] {false, false, false, true});
  }

  private static Set<Float> futures(HindsightGoals goals, int row) {
    Set<Float> seen = new TreeSet<>();
    float[] goal = new float[1];
    Rng rng = new Rng(4);
    for (int i = 0; i < 100; i++) {
      goals.future(row, rng, goal);
      seen.add(goal[0]);
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goalsAreWhatTheEpisodeCameTo(boolean numbered) {
    Batch batch = steps(SMALL.signals(Reach.SPEC));
    if (numbered) { // by turns: rows 0 and 2, rows 1 and 3
      batch.with(Column.EPISODE, new int[] {7, 3, 7, 3});
    }
    HindsightGoals goals = HindsightGoals.of(Reach.SPEC);
    goals.read(TransitionTable.of("steps", List.of(batch)));
    if (numbered) {
      assertThat(futures(goals, 0)).containsExactly(0.1f, 0.3f);
      assertThat(futures(goals, 1)).containsExactly(0.2f, 0.6f);
    } else {
      assertThat(futures(goals, 0)).containsExactly(0.1f, 0.2f, 0.3f);
      assertThat(futures(goals, 1)).containsExactly(0.2f, 0.3f);
    }
    assertThat(futures(goals, 2)).containsExactly(0.3f);
    assertThat(futures(goals, 3)).containsExactly(0.6f);
    assertThatThrownBy(() -> futures(goals, 4)).isInstanceOf(IllegalStateException.class);
  }

  /** The first half keeps its goals here; the second sees what its steps led to. */
  @Test
  void lossesByHand() {
    Options options = SMALL.withGamma(0.9).withTemperature(0.1).withFutureShare(0).withTau(0.7);
    Batch batch = steps(options.signals(Reach.SPEC)).with(Column.ROW, new int[] {0, 1, 2, 3});
    Smore asked = learner(options.withLearningRate(1e-30).withPolyak(1e-30));
    asked.update(batch, CRITERION, 0);
    BatchRows rows = asked.rows();
    assertThat(column(rows.state(), 3, 1)).containsExactly(0.9f, 0.9f, 0.3f, 0.6f);
    assertThat(column(rows.nextState(), 3, 1)).containsExactly(0.9f, 0.9f, 0.3f, 0.6f);
    assertThat(column(rows.stateAction(), 4, 1)).containsExactly(0.9f, 0.9f, 0.3f, 0.6f);
    assertThat(column(rows.state(), 3, 0)).containsExactly(0, 0.1f, 0.2f, 0.5f);
    double[] q = doubles(asked.critics.values(Copy.TARGET, rows.stateAction(), rows));
    double[] v = doubles(asked.value.values(Copy.LIVE, rows.state(), 4));
    Smore smore = learner(options);
    Losses losses = smore.update(batch, CRITERION, 0);
    double expectedValue = 0;
    for (int i = 0; i < 2; i++) {
      double e = q[i] - v[i];
      expectedValue += (e > 0 ? 0.7 : 0.3) * e * e / 2;
    }
    assertThat(losses.value()).isCloseTo(expectedValue, within(1e-5));
    assertThat(losses.soughtValue()).isCloseTo((q[0] + q[1]) / 2, within(1e-5));
    assertThat(losses.reachedValue()).isCloseTo((q[2] + q[3]) / 2, within(1e-5));
    double[] vNew = doubles(smore.value.values(Copy.LIVE, rows.state(), 4));
    double[] next = doubles(smore.value.values(Copy.LIVE, rows.nextState(), 4));
    double c = 1e-4 * 0.1;
    double expectedCritic = 0;
    for (int k = 0; k < 2; k++) {
      double[] own = critic(options, k, rows);
      for (int i = 0; i < 2; i++) {
        double y = -2 + 0.9 * next[i];
        double constant = y * y * c / (1 + 2 * c); // what the completed square leaves
        expectedCritic += (0.5 * (own[i] - y) * (own[i] - y) + c * own[i] * own[i] - constant) / 4;
      }
      for (int i = 2; i < 4; i++) {
        expectedCritic += (own[i] - 20) * (own[i] - 20) / 4;
      }
    }
    assertThat(losses.critic()).isCloseTo(expectedCritic, within(1e-2));
    for (int i = 0; i < 4; i++) {
      double w = i < 2 ? 2 * Math.exp(0.1 * (q[i] - vNew[i])) : 0; // over all four rows
      assertThat((double) smore.weight()[i]).isCloseTo(w, within(1e-4));
    }
  }

  private static float[] column(float[] rows, int width, int at) {
    float[] out = new float[4];
    for (int i = 0; i < 4; i++) {
      out[i] = rows[i * width + at];
    }
    return out;
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[4];
    Arrays.setAll(out, i -> values[i]);
    return out;
  }

  /** Of one critic at the start: those of a learner with both critics set to it. */
  private static double[] critic(Options options, int c, BatchRows rows) {
    State state = new State();
    learner(options).parts().saveValues(state);
    State same = new State();
    state.entries().forEach((name, value) -> put(same, name, value, state, c));
    Smore smore = learner(options);
    smore.parts().start(same);
    return doubles(smore.critics.values(Copy.TARGET, rows.stateAction(), rows));
  }

  private static void put(State to, String name, Object value, State from, int c) {
    String source = name.replaceFirst("^critics\\.[01]\\.", "critics." + c + ".");
    to.put(name, from.floats(source));
  }

  /** Episodes of uniform actions. */
  private static TransitionTable recorded(Signals signals, int episodes) {
    Rng rng = new Rng(6);
    List<Batch> all = new ArrayList<>();
    for (int e = 0; e < episodes; e++) {
      Reach reach = new Reach();
      double[] at = reach.reset(e).clone();
      for (int t = 0; t < Reach.HORIZON; t++) {
        double[] act = {2 * rng.nextDouble() - 1};
        Step step = reach.step(act);
        all.add(
            SingleSteps.of(
                signals, floats(at), floats(step.obs()), act, new double[1], new boolean[1]));
        at = step.obs().clone();
      }
    }
    return TransitionTable.of("reach", all);
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }

  /** How far from their goals greedy episodes end. */
  private static double distance(Smore smore) {
    int n = 200;
    List<Reach> all = new ArrayList<>();
    double[] obs = new double[3 * n];
    for (int i = 0; i < n; i++) {
      all.add(new Reach());
      System.arraycopy(all.get(i).reset(1000 + i), 0, obs, 3 * i, 3);
    }
    Actor actor = smore.policy().actor(n, Mode.EXPLOIT, new SeedTree(1).generators(n));
    double[] act = new double[n];
    for (int t = 0; t < Reach.HORIZON; t++) {
      actor.act(obs, null, act, null);
      for (int i = 0; i < n; i++) {
        System.arraycopy(all.get(i).step(new double[] {act[i]}).obs(), 0, obs, 3 * i, 3);
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(obs[3 * i] - obs[3 * i + 1]);
    }
    return sum / n;
  }

  /** Nobody sought a goal in the data: all that is known of goals is hindsight. */
  @Test
  void itReachesGoals() {
    Options options = SMALL.withHidden(32, 32).withGamma(0.9);
    Signals signals = options.signals(Reach.SPEC);
    TransitionTable data = recorded(signals, 300);
    int updates = 2000;
    Smore smore = new Smore(options, new Setup(Reach.SPEC, signals, updates, new SeedTree(3)));
    smore.prepare(data);
    double before = distance(smore);
    Rng rng = new Rng(5);
    var source = data.source();
    for (int update = 0; update < updates; update++) {
      smore.update(source.sample(64, rng), CRITERION, update);
    }
    assertThat(before).isGreaterThan(0.4);
    assertThat(distance(smore)).isLessThan(0.2);
  }

  @Test
  void itKeepsTheLearnersContract() {
    LearnerContract.check(
        SMALL.factory(), Reach.SPEC, SMALL.signals(Reach.SPEC), () -> VectorEnv.of(Reach::new, 3));
  }

  @Test
  void whatHasNoGoalsIsRefused() {
    EnvSpec spec = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)).spec();
    assertThatThrownBy(() -> HindsightGoals.of(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "test:toy has no goals: smore takes observations that are a Dict with achieved_goal and"
                + " desired_goal, Boxes of one size. Maybe use iql.");
    assertThatThrownBy(() -> learner(SMALL.withGamma(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent.gamma is 1.0");
  }
}
