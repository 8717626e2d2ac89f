package org.morl4j.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberRecordTest {
  /** Losses as a learner names them. */
  public record Losses(double critic, Slow slow, int updates, String note) {}

  /** Losses of some updates. */
  public record Slow(float policyNorm, Record term, long steps) {}

  /** Losses of a variant. */
  public record Kl(double kl) {}

  /** No losses. */
  public record None() {}

  private static List<String> names(NumberRecord numbers) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      names.add(numbers.name(i));
    }
    return names;
  }

  @Test
  void recordsInRecordsStandInTheirPlace() {
    Losses losses = new Losses(1.5, new Slow(2, new Kl(0.25), 7), 3, "a");
    NumberRecord numbers = NumberRecord.of(losses);
    assertThat(names(numbers)).containsExactly("critic", "policy_norm", "kl", "steps", "updates");
    assertThat(numbers.values(losses)).containsExactly(1.5, 2, 0.25, 7, 3);
    assertThat(numbers.value(2, losses)).isEqualTo(0.25);
  }

  @Test
  void anEmptyRecordAddsNothing() {
    Losses losses = new Losses(1.5, new Slow(2, new None(), 7), 3, "a");
    assertThat(names(NumberRecord.of(losses)))
        .containsExactly("critic", "policy_norm", "steps", "updates");
  }

  @Test
  void otherNumbersInTheSameRecord() {
    Losses losses = new Losses(1.5, new Slow(2, new Kl(0.25), 7), 3, "a");
    assertThat(NumberRecord.with(losses, new double[] {-1, -2, -3, -4, -5}))
        .isEqualTo(new Losses(-1, new Slow(-2, new Kl(-3), -4), -5, "a"));
  }
}
