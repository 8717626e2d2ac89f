package org.morl4j.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.state.State;

class ReturnsTest {
  @Test
  void savedWithItsEpisodes() {
    Returns returns =
        new Returns(
            Vec.of(1, 2),
            Vec.of(0.5, 0),
            Vec.of(3, 4),
            2,
            7,
            List.of(
                new Episode(Vec.of(0.5, 2), Vec.of(1, 3), 6),
                new Episode(Vec.of(1.5, 2), Vec.of(2, 4), 8)));
    State state = new State();
    returns.save(state);
    assertThat(Returns.restore(state)).isEqualTo(returns);
    State summary = new State();
    returns.summary().save(summary);
    assertThat(Returns.restore(summary)).isEqualTo(returns.summary());
    assertThat(returns.summary().each()).isEmpty();
  }
}
