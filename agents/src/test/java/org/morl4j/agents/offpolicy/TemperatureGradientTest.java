package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.state.State;

/** The temperature's loss and gradient against PyTorch's. */
class TemperatureGradientTest {
  private static final double FIRST_MOMENT = 0.1; // share of the first gradient that Adam keeps

  @ParameterizedTest
  @ValueSource(strings = {"sac", "sac-signals", "dsact"})
  void agreesWithPyTorch(String name) {
    OffPolicyFixture fixture = OffPolicyFixture.of(name);
    double alpha = Math.exp(fixture.option("log_alpha"));
    Temperature temperature =
        new Temperature(
            new TemperatureOptions.Learned(alpha, 1e-3, fixture.option("target_entropy")), 2);
    float[] logProb = fixture.floats("float32.log_prob_new");
    temperature.step(logProb, OffPolicyFixture.ROWS, 1);
    fixture.assertClose("temperature_loss", temperature.loss());
    State state = new State();
    temperature.save(state);
    fixture.assertClose("temperature_gradient", state.floats("adam.m")[0] / FIRST_MOMENT);
    double way = Math.signum(fixture.expected("temperature_gradient")[0]);
    assertThat(Math.log(temperature.alpha()))
        .isCloseTo(fixture.option("log_alpha") - 1e-3 * way, within(1e-6));
  }

  /** Without a target of its own it is minus the action's size. */
  @Test
  void defaultTarget() {
    Temperature temperature = new Temperature(new TemperatureOptions.Learned(1, 1e-3, null), 3);
    temperature.step(new float[] {3.5f, 2.5f}, 2, 1); // -E[log pi] = -3, the target: no gradient
    assertThat(temperature.alpha()).isEqualTo(1);
    temperature.step(new float[] {3.5f, 4.5f}, 2, 1);
    assertThat(temperature.alpha()).isGreaterThan(1);
  }
}
