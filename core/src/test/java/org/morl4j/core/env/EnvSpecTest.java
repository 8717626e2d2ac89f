package org.morl4j.core.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Discrete;

class EnvSpecTest {
  private static EnvSpec spec(List<String> objectives, Vec reference) {
    return new EnvSpec(
        "test:spec",
        new Discrete(2),
        new Discrete(3),
        objectives,
        List.of("c"),
        10,
        reference,
        gamma -> List.of(Vec.of(1, gamma)),
        "test");
  }

  @Test
  void variantsChangeOneThing() {
    EnvSpec spec = spec(List.of("a", "b"), Vec.of(0, 0));
    assertThat(spec.withHorizon(5)).isEqualTo(spec.withHorizon(5)).isNotEqualTo(spec);
    assertThat(spec.withHorizon(5).withHorizon(10)).isEqualTo(spec);
    assertThat(spec.withActionSpace(new Discrete(4)).actionSpace()).isEqualTo(new Discrete(4));
    EnvSpec single = spec.withObjectives(List.of("sum"));
    assertThat(single.objectives()).containsExactly("sum");
    assertThat(single.reference()).as("of other dimension").isNull();
    assertThat(single.knownFront()).as("of other dimension").isNull();
  }

  @Test
  void namesOfSignalsHeadColumnsOfTheirOwn() {
    assertThatThrownBy(() -> spec(List.of("a", "policy"), Vec.of(0, 0)))
        .hasMessage(
            "test:spec: objectives[1] is \"policy\", which names another column of a run's tables. Maybe add a word or its unit to it.");
    assertThatThrownBy(() -> spec(List.of("c"), Vec.of(0)))
        .hasMessage(
            "test:spec: costs[0] is \"c\", which names another signal already. Maybe number them.");
    assertThatThrownBy(() -> spec(List.of("=1\n"), Vec.of(0)))
        .hasMessageStartingWith("test:spec: objectives[0] is \"=1\\n\", but must be 1 to 60");
  }

  @Test
  void impossibleOnesAreRefused() {
    assertThatThrownBy(() -> spec(List.of(), Vec.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test:spec has no objective, but must have at least one.");
    assertThatThrownBy(() -> spec(List.of("a", "b"), Vec.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the reference point has 1 entries, but there are 2 objectives");
  }
}
