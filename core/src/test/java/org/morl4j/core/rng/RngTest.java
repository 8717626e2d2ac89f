package org.morl4j.core.rng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

class RngTest {
  /** The reference C code (Blackman, Vigna 2019) from state 1, 2, 3, 4. */
  @Test
  void knownOutputsFromAKnownState() {
    Rng rng = new Rng(0);
    State state = new State();
    state.put("xoshiro256pp", new long[] {1, 2, 3, 4});
    rng.restore(state);
    long[] expected = {
      41943041L,
      58720359L,
      3588806011781223L,
      3591011842654386L,
      Long.parseUnsignedLong("9228616714210784205"),
      Long.parseUnsignedLong("9973669472204895162"),
      Long.parseUnsignedLong("14011001112246962877")
    };
    for (long value : expected) {
      assertThat(rng.nextLong()).isEqualTo(value);
    }
  }

  /** SplitMix64 from the seed fills the state; values of a second implementation, in Python. */
  @Test
  void knownOutputsFromASeed() {
    assertOutputs(0, 0x53175d61490b23dfL, 0x61da6f3dc380d507L, 0x5c0fdf91ec9a7bfcL);
    assertOutputs(42, 0xd0764d4f4476689fL, 0x519e4174576f3791L, 0xfbe07cfb0c24ed8cL);
    assertOutputs(-1, 0x56ccf8ce948e27b2L, 0xe68588432e5a5b90L, 0xe3e9b5a48119ca8bL);
  }

  /** What trajectories are made of; a JDK that drew otherwise would break reproducibility. */
  @Test
  void doublesHave53Bits() {
    Rng rng = new Rng(42);
    assertThat(rng.nextDouble()).isEqualTo(0.8143051451229099);
    assertThat(rng.nextDouble()).isEqualTo(0.3188210400616611);
    assertThat(rng.nextDouble()).isEqualTo(0.9838941681774888);
  }

  @Test
  void restoredMidStreamItGoesOnTheSame() {
    Rng rng = new Rng(3);
    for (int i = 0; i < 17; i++) {
      rng.nextGaussian();
      rng.nextInt(10);
    }
    State state = new State();
    rng.save(state);
    Rng other = new Rng(99);
    other.restore(state);
    for (int i = 0; i < 50; i++) {
      assertThat(other.nextGaussian()).isEqualTo(rng.nextGaussian());
      assertThat(other.nextExponential()).isEqualTo(rng.nextExponential());
      assertThat(other.nextInt(1, 1000)).isEqualTo(rng.nextInt(1, 1000));
      assertThat(other.nextBoolean()).isEqualTo(rng.nextBoolean());
    }
  }

  @Test
  void uselessStatesAreRefused() {
    State shorter = new State();
    shorter.put("xoshiro256pp", new long[3]);
    assertThatThrownBy(() -> new Rng(0).restore(shorter)).isInstanceOf(StateException.class);
    State zeros = new State();
    zeros.put("xoshiro256pp", new long[4]);
    assertThatThrownBy(() -> new Rng(0).restore(zeros))
        .as("all zeros, from which only zeros follow")
        .isInstanceOf(StateException.class);
  }

  @Test
  void shufflePermutesTheFirstEntriesOnly() {
    int[] values = IntStream.range(0, 20).toArray();
    new Rng(1).shuffle(values, 10);
    assertThat(Arrays.copyOf(values, 10))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
        .isNotEqualTo(IntStream.range(0, 10).toArray());
    assertThat(Arrays.copyOfRange(values, 10, 20)).isEqualTo(IntStream.range(10, 20).toArray());
    new Rng(1).shuffle(values, 0);
  }

  /** All six orders of three come equally often: chi-square with 5 degrees, 20.5 at p = 0.001. */
  @Test
  void shuffleIsUniform() {
    Rng rng = new Rng(8);
    int n = 6000;
    int[] count = new int[6];
    for (int i = 0; i < n; i++) {
      int[] values = {0, 1, 2};
      rng.shuffle(values, 3);
      count[2 * values[0] + (values[1] > values[2] ? 1 : 0)]++;
    }
    double chi = 0;
    for (int c : count) {
      chi += (c - n / 6.0) * (c - n / 6.0) / (n / 6.0);
    }
    assertThat(chi).isLessThan(20.5);
  }

  private static void assertOutputs(long seed, long... expected) {
    Rng rng = new Rng(seed);
    for (long value : expected) {
      assertThat(rng.nextLong()).as("seed %s", seed).isEqualTo(value);
    }
  }
}
