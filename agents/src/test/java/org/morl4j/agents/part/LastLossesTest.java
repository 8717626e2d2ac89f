package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.core.state.State;

class LastLossesTest {
  /** Losses of a policy with a term. */
  public record Losses(double policy, Record term) {}

  @Test
  void theyStandOverAResumeAndNotOverAStart() {
    Losses zeros = new Losses(0, new AnchorKl.Losses(0));
    LastLosses<Losses> last = new LastLosses<>(zeros);
    assertThat(last.get()).isEqualTo(zeros);
    Losses losses = new Losses(1.5, new AnchorKl.Losses(0.25));
    last.set(losses);
    State state = new State();
    last.save(state);
    LastLosses<Losses> resumed = new LastLosses<>(zeros);
    resumed.restore(state);
    assertThat(resumed.get()).isEqualTo(losses);
    resumed.start(state);
    assertThat(resumed.get()).isEqualTo(zeros);
  }
}
