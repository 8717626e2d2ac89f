package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.OfficialNumbers;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.dice.Odice.Losses;
import org.morl4j.agents.dice.Odice.Options;
import org.morl4j.agents.dice.OdiceDual.Gradient;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;

/** An update of two linear V as the authors' code does it on one batch. */
class OfficialOdiceTest {
  private static final double TOLERANCE = 1e-5;
  private static final OfficialNumbers OFFICIAL = new OfficialNumbers();

  private static EnvSpec spec() {
    Box obs = Box.of(3, -100, 100, Dtype.FLOAT32);
    Box act = Box.of(1, -1, 1, Dtype.FLOAT32);
    return new EnvSpec("test:official", obs, act, List.of("r"), List.of(), 9, null, null, "agents");
  }

  private static Batch batch(Options options) {
    double[] mask = OFFICIAL.doubles("batch.mask");
    int n = mask.length;
    boolean[] terminated = new boolean[n];
    for (int i = 0; i < n; i++) {
      terminated[i] = mask[i] == 0;
    }
    return SingleSteps.of(
        options.signals(spec()),
        OFFICIAL.floats("odice.obs"),
        OFFICIAL.floats("odice.next_obs"),
        new double[n],
        OFFICIAL.doubles("odice.reward"),
        terminated);
  }

  @ParameterizedTest
  @CsvSource({"ORTHOGONAL,orthogonal_true_g", "SEMI,semi_g", "TRUE,true_g"})
  void theGradientIsTheAuthors(Gradient gradient, String name) {
    Options options =
        Options.DEFAULT
            .withHidden()
            .withDual(OdiceDual.DEFAULT.withEta(0.7).withGradient(gradient))
            .withExtraction(OdicePolicy.DEFAULT.withPolicyHidden(4));
    Odice odice =
        new Odice(options, new Setup(spec(), options.signals(spec()), 1, new SeedTree(1)));
    State state = new State();
    odice.parts().saveValues(state);
    State start = new State();
    start.put("actor.network.parameters", state.floats("actor.network.parameters"));
    start.put("value.networks.parameters", OFFICIAL.floats("odice.v"));
    start.put("value.networks.target", OFFICIAL.floats("odice.target"));
    odice.parts().start(start);
    Losses losses =
        odice.update(batch(options), new Mixture(Mixer.weightedSum(Vec.of(1)), List.of()), 0);
    String path = "odice." + name;
    float[] gradients = odice.value.gradient();
    double[] expected = OFFICIAL.doubles(path + ".gradient");
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) gradients[i])
          .as("%s gradient %d", name, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
    double value = OFFICIAL.value(path + ".forward") + OFFICIAL.value(path + ".linear");
    assertThat(losses.value()).isCloseTo(value, within(TOLERANCE));
    if (gradient == Gradient.ORTHOGONAL) {
      double next = OFFICIAL.value(path + ".backward");
      assertThat(losses.next()).isCloseTo(next, within(TOLERANCE));
    }
    // dL_pi / d log pi is minus a row's weight over the rows.
    double[] slope = OFFICIAL.doubles(path + ".policy_slope");
    double sum = 0;
    for (int i = 0; i < slope.length; i++) {
      assertThat((double) odice.weight()[i])
          .as("weight %d", i)
          .isCloseTo(-slope[i] * slope.length, within(TOLERANCE));
      sum -= slope[i];
    }
    assertThat(losses.weight()).isCloseTo(sum, within(TOLERANCE));
  }
}
