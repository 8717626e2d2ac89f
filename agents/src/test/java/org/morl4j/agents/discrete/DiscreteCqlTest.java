package org.morl4j.agents.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.testkit.LearnerContract;

class DiscreteCqlTest {
  private static final float[] MIXED = {0, (float) Math.log(3), 0.5f, 0.5f};

  /** log(1 + 3) - 0 and log 2; 2 (log 4 + 3 log 2) / 2 with weights 1 and 3. */
  @Test
  void termByHandAndByFiniteDifferences() {
    DiscreteCql.Term term = new DiscreteCql.Term(2);
    float[] weight = {1, 3};
    int[] act = {0, 1};
    float[] d = new float[4];
    double loss = term.add(MIXED, act, weight, d);
    assertThat(loss).isCloseTo(Math.log(4) + 3 * Math.log(2), within(1e-6));
    assertThat(d).containsExactly(new float[] {-0.75f, 0.75f, 1.5f, -1.5f}, within(1e-6f));
    assertThat(term.losses().gap()).isCloseTo(1.5 * Math.log(2), within(1e-6));
    for (int i = 0; i < 4; i++) {
      float[] up = MIXED.clone();
      up[i] += 1f / 256;
      float[] down = MIXED.clone();
      down[i] -= 1f / 256;
      double slope =
          term.add(up, act, weight, new float[4]) - term.add(down, act, weight, new float[4]);
      assertThat(slope * 128).isCloseTo(d[i], within(1e-4));
    }
    assertThat(new DiscreteCql.Term(2).add(MIXED, act, null, new float[4]))
        .isCloseTo(Math.log(4) + Math.log(2), within(1e-6));
  }

  static List<ValueHeadOptions> heads() {
    return List.of(new ScalarHead.Options(1), CategoricalHead.C51.DEFAULT);
  }

  private static DiscreteCql.Options small() {
    return DiscreteCql.Options.DEFAULT
        .withHidden(16)
        .withLearningRate(1e-2)
        .withTargetEvery(10)
        .withReplay(
            ReplayOptions.DEFAULT
                .withCapacity(500)
                .withBatch(16)
                .withWarmup(20)
                .withStorage(ReplayOptions.Storage.HEAP));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void keepsTheLearnersContract(ValueHeadOptions head) {
    DiscreteCql.Options options = small().withHead(head);
    Toy toy = new Toy(new Discrete(3));
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(new Discrete(3)), 3));
  }

  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:line",
          Box.of(1, -9, 9, Dtype.FLOAT64),
          new Discrete(3),
          List.of("gain", "loss"),
          List.of(),
          10,
          null,
          null,
          "agents");

  /** Q of three actions after updates on rows in which action 0 earns 1 and action 1 earns 2. */
  private static float[] learned(double conservatism, ValueHeadOptions head) {
    DiscreteCql.Options options = small().withConservatism(conservatism).withHead(head);
    Signals signals = options.signals(SPEC);
    Learner<?> learner = options.factory().create(new Setup(SPEC, signals, 400, new SeedTree(3)));
    double[] reward = {1, 0, 2, 0};
    Mixture gain = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    for (int i = 0; i < 400; i++) {
      Batch batch =
          SingleSteps.of(
              signals,
              new float[2],
              new float[2],
              new double[] {0, 1},
              reward.clone(),
              new boolean[] {true, true});
      learner.update(batch, gain);
    }
    QPolicy policy = (QPolicy) learner.policy();
    float[] means = new float[6];
    policy.actionValue().of(policy.network().forward(new float[1], 1), new float[1], 1, means);
    return new float[] {means[0], means[2], means[4]};
  }

  /**
   * Without the term the third action keeps what it began with. With it the minimum has probability
   * 1/2 of either recorded action in softmax Q, less what their errors cost, and the third falls.
   */
  @Test
  void actionsThatNobodyTookAreWorthLess() {
    ValueHeadOptions squared = ScalarHead.Options.DEFAULT;
    float[] plain = learned(0, squared);
    assertThat(plain[0]).isCloseTo(1, within(0.05f));
    assertThat(plain[1]).isCloseTo(2, within(0.05f));
    float[] some = learned(1, squared);
    assertThat(some[2]).isLessThan(plain[2] - 1).isLessThan(some[0]).isLessThan(some[1]);
  }
}
