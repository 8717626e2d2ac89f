package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MultiplierTest {
  private static final double[] VIOLATIONS = {1, 0.5, -2, 3, 0.1, -0.4, 0.7};

  @Test
  void ascentByHand() {
    Multiplier lambda = new Ascent.Options(0.5, 1, 2).create(false);
    lambda = lambda.after(0.4);
    assertThat(lambda.value()).isCloseTo(1.2, within(1e-12));
    lambda = lambda.after(-9);
    assertThat(lambda.value()).as("projected").isZero();
    lambda = lambda.after(7);
    assertThat(lambda.value()).as("capped").isEqualTo(2);
  }

  /** The first step of Adam is the rate, whatever the violation's size. */
  @Test
  void adamByHand() {
    Multiplier lambda = new AdamAscent.Options(0.1, 0.3, 9).create(false);
    assertThat(lambda.after(1e-3).value()).isCloseTo(0.4, within(1e-5));
    assertThat(lambda.after(1e3).value()).isCloseTo(0.4, within(1e-5));
    // Violations 1, then -1: m = 0.09 - 0.1 = -0.01, v = 0.000999 + 0.001.
    double m = -0.01 / (1 - 0.81);
    double v = 0.001999 / (1 - 0.998001);
    double second = lambda.after(1).after(-1).value();
    assertThat(second).isCloseTo(0.4 + 0.1 * m / Math.sqrt(v), within(1e-8));
  }

  /** As OmniSafe's PIDLagrangian does it, with the derivative of the violation. */
  @Test
  void pidStepByStep() {
    Pid.Options options = new Pid.Options(new Pid.Gains(0.5, 0.1, 2), 0.9, 2, 0.2, 50);
    Multiplier lambda = options.create(false);
    assertThat(lambda.value()).isEqualTo(0.2);
    double integral = 0.2;
    double smooth = 0;
    double[] history = {0, 0}; // the value two steps ago, one step ago
    int known = 1;
    for (double violation : VIOLATIONS) {
      integral = Math.max(0, integral + 0.1 * violation);
      smooth = 0.9 * smooth + 0.1 * violation;
      double ago = known < 2 ? 0 : history[0];
      double derivative = Math.max(0, smooth - ago);
      double expected = Math.max(0, 0.5 * smooth + integral + 2 * derivative);
      lambda = lambda.after(violation);
      assertThat(lambda.value()).isCloseTo(expected, within(1e-12));
      history = known < 2 ? new double[] {0, smooth} : new double[] {history[1], smooth};
      known = 2;
    }
  }

  @Test
  void theIntegralDoesNotWindUpBehindTheCap() {
    Multiplier lambda = new Pid.Options(new Pid.Gains(0, 1, 0), 0, 1, 0, 3).create(false);
    for (int i = 0; i < 100; i++) {
      lambda = lambda.after(1);
    }
    assertThat(lambda.value()).isEqualTo(3);
    assertThat(lambda.after(-1).value()).isEqualTo(2);
  }

  static Stream<MultiplierOptions> kinds() {
    return Stream.of(Ascent.Options.DEFAULT, AdamAscent.Options.DEFAULT, Pid.Options.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anEqualityTakesBothSigns(MultiplierOptions options) {
    Multiplier both = options.create(true);
    Multiplier one = options.create(false);
    for (int i = 0; i < 5; i++) {
      both = both.after(-1);
      one = one.after(-1);
    }
    assertThat(both.value()).isNegative();
    assertThat(one.value()).isZero();
    Multiplier mirrored = options.create(true);
    for (int i = 0; i < 5; i++) {
      mirrored = mirrored.after(1);
    }
    assertThat(mirrored.value()).isCloseTo(-both.value(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void savedItGoesOnTheSame(MultiplierOptions options) {
    Multiplier lambda = options.create(false).startingAt(0.7);
    assertThat(lambda.value()).isEqualTo(0.7);
    for (double violation : VIOLATIONS) {
      lambda = lambda.after(violation);
    }
    Multiplier again = options.create(false).with(lambda.state());
    assertThat(again).isEqualTo(lambda);
    assertThat(again.after(0.3)).isEqualTo(lambda.after(0.3));
    assertThat(options.create(false).startingAt(1e9).value()).isEqualTo(options.cap());
  }

  @Test
  void settingsSayWhatIsAllowed() {
    refused(() -> new Ascent.Options(0, 0, 1), "rate is 0.0");
    refused(() -> new Ascent.Options(1, 2, 1), "initial is 2.0, but must be at most the cap, 1.0.");
    refused(() -> new AdamAscent.Options(1, -1, 1), "initial is -1.0");
    refused(() -> new Pid.Options(Pid.Gains.DEFAULT, 0.5, 0, 0, 1), "delay is 0");
    refused(() -> new Pid.Gains(-1, 0, 0), "proportional is -1.0");
  }

  private static void refused(Runnable make, String message) {
    assertThatThrownBy(make::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
