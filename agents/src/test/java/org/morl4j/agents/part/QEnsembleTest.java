package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;
import org.morl4j.nn.head.HeadOptions;

/** How critics combine, with linear ones whose values are known: Q_k(x, y) = w_k y + b_k. */
class QEnsembleTest {
  private static final RowShape SHAPE = new RowShape(1, 1, 0, 1);

  /** One row (x, y) with reward 10 and discount 0.5. */
  private static BatchRows row(float x, double y) {
    Signals signals = new Signals(List.of(new Signal("r", Signal.Kind.OBJECTIVE, 0.5, 1)));
    Batch batch =
        new Batch(
            signals,
            new int[] {0, 1},
            new float[] {x},
            new float[1],
            new double[] {y},
            new double[] {10},
            new double[0],
            new boolean[1],
            new boolean[1],
            new int[] {1});
    BatchRows rows = new BatchRows(SHAPE, signals);
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(1)), List.of()));
    return rows;
  }

  private static QEnsemble linear(CriticOptions options, float[] w, float[] b) {
    MlpOptions networks = MlpOptions.DEFAULT.withHidden();
    Mlps mlps = new Mlps(Backends.named("fused"), networks, SHAPE, new Rng(1));
    QEnsemble critics = new QEnsemble(options.withCount(w.length).withParallel(false), mlps);
    State state = new State();
    for (int k = 0; k < w.length; k++) {
      state.put(k + ".network.parameters", new float[] {0, w[k], b[k]});
      state.put(k + ".network.target", new float[] {0, w[k], b[k]});
    }
    critics.start(state);
    return critics;
  }

  private static QEnsemble constant(int drawn, float... values) {
    CriticOptions options = CriticOptions.DEFAULT.withCount(values.length).withDrawn(drawn);
    return linear(options, new float[values.length], values);
  }

  private static float target(QEnsemble critics, Rng rng) {
    BatchRows rows = row(0, 0);
    float[] next = critics.next(rows.nextWith(new float[1]), rows, rng);
    return critics.bellman(next, null, rows, rng)[0];
  }

  @Test
  void allCriticsGiveTheTargetUnlessSomeAreDrawn() {
    assertThat(target(constant(0, 6, 4, 8), new Rng(1))).isEqualTo(12f);
  }

  /** The least of two of 0, 1, 2, 3: it is 0 for 3 of the 6 pairs, 1 for 2, 2 for 1, 3 for none. */
  @Test
  void everyPairIsDrawnAsOften() {
    QEnsemble critics = constant(2, 0, 1, 2, 3);
    Rng rng = new Rng(7);
    int[] counts = new int[4];
    for (int i = 0; i < 6000; i++) {
      counts[(int) ((target(critics, rng) - 10) / 0.5f)]++;
    }
    assertThat(counts[0]).isCloseTo(3000, within(120));
    assertThat(counts[1]).isCloseTo(2000, within(120));
    assertThat(counts[2]).isCloseTo(1000, within(120));
    assertThat(counts[3]).isZero();
  }

  @Test
  void aDrawDependsOnTheGeneratorAlone() {
    QEnsemble used = constant(2, 0, 1, 2, 3);
    for (int i = 0; i < 5; i++) {
      target(used, new Rng(i));
    }
    assertThat(target(used, new Rng(3))).isEqualTo(target(constant(2, 0, 1, 2, 3), new Rng(3)));
  }

  @Test
  void thePolicyClimbsTheLeastTheFirstOrTheMean() {
    CriticOptions least = CriticOptions.DEFAULT.withCount(3);
    assertThat(climb(least)).containsExactly(2, 1);
    assertThat(climb(least.withPolicy(PolicyTarget.FIRST))).containsExactly(9, 5);
    assertThat(climb(least.withPolicy(PolicyTarget.MEAN).withDrawn(2))).containsExactly(7, 3);
  }

  /** Q(x, 1) and dQ/dy there, of 5 y + 4, y + 1 and 3 y + 7. */
  private static float[] climb(CriticOptions options) {
    QEnsemble critics = linear(options, new float[] {5, 1, 3}, new float[] {4, 1, 7});
    BatchRows rows = row(2, 0);
    float[] q = critics.mixed(rows.with(new float[] {1}), rows);
    float[] dAct = critics.backward(new float[] {1}, rows);
    return new float[] {q[0], dAct[0]};
  }

  /** At the batch's own action 2: 5 * 2 + 4 and 2 + 1. */
  @Test
  void eitherCopyIsAskedAtTheBatchsActions() {
    QEnsemble critics = linear(CriticOptions.DEFAULT, new float[] {5, 1}, new float[] {4, 1});
    BatchRows rows = row(0, 2);
    assertThat(critics.values(Copy.TARGET, rows.stateAction(), rows)[0]).isEqualTo(3);
    critics.regress(new float[] {20}, rows, 0.5); // Adam's first step: 0.5 up for each parameter
    assertThat(critics.values(Copy.TARGET, rows.stateAction(), rows)[0]).isEqualTo(3);
    float[] live = critics.values(Copy.LIVE, rows.stateAction(), rows);
    assertThat(live[0]).as("1.5 * 2 + 1.5").isCloseTo(4.5f, within(1e-4f));
    critics.track(1);
    assertThat(critics.values(Copy.TARGET, rows.stateAction(), rows)[0]).isEqualTo(live[0]);
  }

  /** Errors 6 and 17 of 14 and 3 from 20: L_Q = 36 / 2 + 289 / 2; dL/dw = (14 - 20) 2 and so on. */
  @Test
  void regressesOnGivenTargets() {
    QEnsemble critics = linear(CriticOptions.DEFAULT, new float[] {5, 1}, new float[] {4, 1});
    BatchRows rows = row(0, 2);
    assertThat(critics.regress(new float[] {20}, rows, 1e-3)).isEqualTo(18 + 144.5);
    assertThat(critics.gradient(0)).containsExactly(0, -12, -6);
    assertThat(critics.gradient(1)).containsExactly(0, -34, -17);
    assertThat(critics.gradientNorm())
        .isCloseTo(Math.sqrt(144 + 36 + 34 * 34 + 17 * 17), within(1e-9));
  }

  /** For a head of plain numbers anything may come next, such as V(s'): 10 + 0.5 (8 - 2). */
  @Test
  void bellmanTakesAnyValues() {
    BatchRows rows = row(0, 0);
    float[] y = constant(0, 1).bellman(new float[] {8}, new float[] {-2}, rows, new Rng(1));
    assertThat(y[0]).isEqualTo(13f);
  }

  /** Of linear critics 2 y: of many draws in [-1, 1] the best is close to 1, of one anything. */
  @Test
  void theBestOfSeveralDrawsMakesATarget() {
    QEnsemble critics = linear(CriticOptions.DEFAULT, new float[] {2, 2}, new float[] {0, 1});
    Mlps mlps =
        new Mlps(Backends.named("fused"), MlpOptions.DEFAULT.withHidden(4), SHAPE, new Rng(1));
    EnvSpec spec =
        new EnvSpec(
            "test:line",
            Box.of(1, -9, 9, Dtype.FLOAT64),
            Box.of(1, -1, 1, Dtype.FLOAT64),
            List.of("r"),
            List.of(),
            1,
            null,
            null,
            "agents");
    HeadOptions head = new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -20, 2);
    SoftActor actor = new SoftActor(spec, head, mlps, false);
    BatchRows rows = row(0, 0);
    TargetActions best = new TargetActions(200);
    best.draw(actor, critics, rows, new Rng(3));
    assertThat(best.act()[0]).isGreaterThan(0.9f);
    float[] logProb = new float[1];
    actor.logProbs(new double[] {best.act()[0]}, 1, logProb);
    assertThat(best.logProb()[0]).isCloseTo(logProb[0], within(1e-3f));
    TargetActions one = new TargetActions(1);
    one.draw(actor, critics, rows, new Rng(3));
    actor.sample(Copy.TARGET, rows.nextState(), 1, new Rng(3));
    assertThat(one.act()[0]).isEqualTo(actor.act()[0]).isLessThan(0.9f);
  }

  /**
   * A term q_0 + 3 q_1 at the batch's action 2 and at 1, of Q = 5 y + 4: dL/dw = (14 - 20) 2 + 2 +
   * 3, dL/db = -6 + 1 + 3, L = 18 + 14 + 27.
   */
  @Test
  void termsSeeTheBatchsAndOtherActions() {
    QEnsemble critics = linear(CriticOptions.DEFAULT, new float[] {5}, new float[] {4});
    BatchRows rows = row(0, 2);
    double loss = critics.regress(new float[] {20}, new Weighted(), rows, new Rng(1), 1e-3);
    assertThat(loss).isEqualTo(18 + 14 + 27);
    assertThat(critics.gradient(0)).containsExactly(0, -7, -2);
  }

  private static final class Weighted implements CriticTerm, Composite {
    @Override
    public int sets() {
      return 1;
    }

    @Override
    public void choose(BatchRows rows, RandomGenerator rng, ActionSets sets) {
      sets.put(rows, 1, new float[] {1});
    }

    @Override
    public double add(BatchRows rows, float[] mixed, float[] dMixed) {
      dMixed[0] = 1;
      dMixed[1] = 3;
      return mixed[0] + 3 * mixed[1];
    }

    @Override
    public void after(BatchRows rows, double share) {}

    @Override
    public Record losses() {
      return new PolicyTerm.NoLosses();
    }

    @Override
    public Parts parts() {
      return new Parts();
    }
  }

  @Test
  void valueFunctionIsTheMean() {
    QEnsemble critics = linear(CriticOptions.DEFAULT, new float[] {5, 1}, new float[] {4, 1});
    float[] out = new float[2];
    critics.valueFunction().values(new float[2], new double[] {1, 2}, null, 2, out);
    assertThat(out).containsExactly(5.5f, 8.5f);
  }

  @Test
  void refusesToDrawMoreThanThereAreOrFromPooledDistributions() {
    assertThatThrownBy(() -> CriticOptions.DEFAULT.withDrawn(3))
        .hasMessage("drawn is 3, but there are 2 critics. Maybe set drawn to 2.");
    var pooled = new QuantileHead.Options(5, 1, QuantileHead.Average.ALL, true, 1);
    assertThatThrownBy(() -> CriticOptions.DEFAULT.withHead(pooled).withDrawn(2))
        .hasMessageContaining("head pools the distributions of all critics");
  }
}
