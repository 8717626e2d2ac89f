package org.morl4j.core.constraint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookUseTest {
  private static final HookUse USE =
      new HookUse("search.stageTwo", Hook.LOSS, "search.stageTwo to null");

  @Test
  void whatIsServedPasses() {
    assertThatCode(() -> USE.check(Set.of(Hook.LOSS), List.of())).doesNotThrowAnyException();
  }

  @Test
  void whatIsNotServedIsRefusedWithRemedies() {
    assertThatThrownBy(() -> USE.check(Set.of(Hook.STEP, Hook.SAMPLE), List.of("ppo", "trpo")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.stageTwo acts at the hook loss, but the agent serves only sample, step. Maybe"
                + " set search.stageTwo to null, or agent.type to ppo or trpo.");
    assertThatThrownBy(() -> USE.check(Set.of(Hook.WEIGHTS), List.of()))
        .hasMessageEndingWith("Maybe set search.stageTwo to null.");
  }
}
