package org.morl4j.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RangeTest {
  private record Settings(
      @Allowed(above = 0, max = 1) double share,
      @Allowed(min = 0, below = 1) double decay,
      @Allowed(above = 0, below = 1) double clip,
      @Allowed(min = 1, max = 1_000_000_000) @Nullable Integer count,
      @Allowed(min = 0, max = Long.MAX_VALUE) long seed,
      @Allowed(min = 1, max = 64, maxItems = 2) List<Integer> hidden,
      @Allowed(min = -1e12, max = 1e12, maxItems = 2) Vec weights,
      @Allowed(maxLength = 3, maxItems = 2) List<String> names,
      @Allowed(maxItems = 1) Map<String, Object> more,
      boolean free) {}

  private static void refused(String component, Object value, String message) {
    assertThatThrownBy(() -> Check.allowed(Settings.class, component, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatLiesOutsideIsToldWithWhatIsAllowed() {
    refused("share", 0.0, "share is 0.0, but must lie above 0 and be at most 1.");
    refused("share", Double.NaN, "share is NaN, but must lie above 0 and be at most 1.");
    refused("decay", 1.0, "decay is 1.0, but must be at least 0 and lie below 1.");
    refused("clip", 1.0, "clip is 1.0, but must lie strictly between 0 and 1.");
    refused("count", 0, "count is 0, but must lie between 1 and 1e9.");
    refused("seed", -1L, "seed is -1, but must lie between 0 and 9223372036854775807.");
    refused("hidden", List.of(3, 65), "hidden[1] is 65, but must lie between 1 and 64.");
    refused("hidden", List.of(1, 1, 1), "hidden has 3 entries, but must have at most 2.");
    refused(
        "weights", Vec.of(0, 2e12), "weights[1] is 2.0E12, but must lie between -1e12 and 1e12.");
    refused("names", List.of("abcd"), "names[0] has 4 characters, but must have at most 3.");
    refused("more", Map.of("a", 1, "b", 2), "more has 2 entries, but must have at most 1.");
  }

  @Test
  void endsThatBelongToItAreAllowedAndSoIsNothing() {
    Check.allowed(Settings.class, "share", 1.0);
    Check.allowed(Settings.class, "decay", 0.0);
    Check.allowed(Settings.class, "count", 1_000_000_000);
    Check.allowed(Settings.class, "count", null);
    Check.allowed(Settings.class, "seed", Long.MAX_VALUE);
    Check.allowed(Settings.class, "hidden", List.of(1, 64));
    Check.allowed(Settings.class, "free", true);
    assertThat(Range.of(Settings.class, "free")).isEqualTo(Range.ANY);
    assertThat(Range.ANY.bounded()).isFalse();
  }

  @Test
  void quotedTextHoldsNothingThatATerminalObeys() {
    assertThat(Check.quoted("a\u001b[2J\n\"\\\u202e", 40))
        .isEqualTo("\"a\\u001B[2J\\n\\\"\\\\\\u202E\"");
    assertThat(Check.quoted("x".repeat(50), 3)).isEqualTo("\"xxx...\"");
    assertThat(Check.quoted("ab\ud83d\ude00", 3)).isEqualTo("\"ab...\"");
  }
}
