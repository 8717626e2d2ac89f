package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Discrete;

class SignalsTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:signals",
          new Discrete(2),
          new Discrete(2),
          List.of("speed", "energy"),
          List.of("damage"),
          0,
          null,
          null,
          "test");

  @Test
  void objectivesComeBeforeCosts() {
    Signals signals = Signals.of(SPEC, 0.99, 0.95);
    assertThat(signals.names()).containsExactly("speed", "energy", "damage");
    assertThat(signals.size()).isEqualTo(3);
    assertThat(signals.count(Kind.OBJECTIVE)).isEqualTo(2);
    assertThat(signals.count(Kind.COST)).isEqualTo(1);
    assertThat(signals.count(Kind.AUXILIARY)).isZero();
    assertThat(signals.indexOf("damage")).isEqualTo(2);
    assertThat(signals.get(1)).isEqualTo(new Signal("energy", Kind.OBJECTIVE, 0.99, 0.95));
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> Signals.of(SPEC, 1, 1).indexOf("fuel"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no signal fuel. Allowed: speed, energy, damage.");
  }

  @Test
  void doubledNamesAndWrongOrderAreRefused() {
    Signal a = new Signal("a", Kind.OBJECTIVE, 1, 1);
    Signal c = new Signal("c", Kind.COST, 1, 1);
    refused(() -> new Signals(List.of(a, a)), "Two signals are named a");
    refused(() -> new Signals(List.of(c, a)), "Signal a is out of order");
  }

  @Test
  void discountsOutOfRangeAreRefused() {
    refused(() -> new Signal("a", Kind.COST, 1.5, 1), "signal a gamma is 1.5");
    refused(() -> new Signal("a", Kind.COST, 1, -0.1), "signal a gaeLambda is -0.1");
  }

  private static void refused(Runnable make, String message) {
    assertThatThrownBy(make::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
