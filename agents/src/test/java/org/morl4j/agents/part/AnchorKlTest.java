package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.Toy;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;
import org.morl4j.nn.head.HeadOptions;

/** The divergence from an older policy, of a linear policy whose outputs are known. */
class AnchorKlTest {
  private static final EnvSpec SPEC = new Toy(Box.of(1, -1, 1, Dtype.FLOAT32)).spec();
  private static final RowShape SHAPE = new RowShape(1, 1, 0, 2);

  private final ActorNetwork actor =
      new ActorNetwork(
          SPEC,
          new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -20, 2),
          new Mlps(Backends.named("fused"), MlpOptions.DEFAULT.withHidden(), SHAPE, new Rng(1)),
          false);
  private final BatchRows rows = rows();

  /** Two rows of observation 0, where the outputs are the biases. */
  private static BatchRows rows() {
    Signals signals = Signals.of(SPEC, 1, 1);
    Batch batch =
        new Batch(
            signals,
            new int[] {0, 1, 2},
            new float[2],
            new float[2],
            new double[2],
            new double[4],
            new double[0],
            new boolean[2],
            new boolean[2],
            new int[2]);
    BatchRows rows = new BatchRows(SHAPE, signals);
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(1, 1)), List.of()));
    return rows;
  }

  /** Sets the mean and the log standard deviation at observation 0. */
  private void policy(float mean, float logStd) {
    State state = new State();
    state.put("network.parameters", new float[] {0, 0, mean, logStd});
    actor.start(state);
  }

  private double add(AnchorKl term, float[] dOut) {
    return term.add(rows, actor.forward(Copy.LIVE, rows.state(), 2), dOut);
  }

  /** KL(N(2, 1) || N(0.5, 1)) = 1.5^2 / 2; its derivative in the mean is 1.5, each row has half. */
  @Test
  void byHand() {
    policy(0.5f, 0);
    AnchorKl term = new AnchorKl(actor, 4, 10);
    assertThat(term.losses().kl()).isZero();
    policy(2, 0);
    float[] dOut = {1, 1, 1, 1};
    assertThat(add(term, dOut)).isCloseTo(4 * 1.125, within(1e-6));
    assertThat(term.losses().kl()).isCloseTo(1.125, within(1e-6));
    assertThat(dOut[0]).isCloseTo(1 + 4 * 0.75f, within(1e-5f));
    assertThat(dOut[2]).isEqualTo(dOut[0]);
    // in log sigma: sigma^2 / 1 - 1 = 0
    assertThat(dOut[1]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void theAnchorBecomesThePolicyAfterSoManyUpdates() {
    policy(0.5f, 0);
    AnchorKl term = new AnchorKl(actor, 1, 3);
    policy(2, 0);
    for (long done = 1; done <= 3; done++) {
      assertThat(add(term, new float[4])).as("before update %d", done).isGreaterThan(1);
      term.after(done);
    }
    assertThat(add(term, new float[4])).isZero();
  }

  @Test
  void theAnchorIsSaved() {
    policy(0.5f, 0);
    AnchorKl term = new AnchorKl(actor, 1, 3);
    State state = new State();
    term.save(state);
    policy(2, 0);
    AnchorKl restored = new AnchorKl(actor, 1, 3);
    assertThat(add(restored, new float[4])).isZero();
    restored.restore(state);
    assertThat(add(restored, new float[4])).isCloseTo(1.125, within(1e-6));
  }
}
