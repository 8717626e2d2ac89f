package org.morl4j.envs.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.morl4j.core.state.State;

/** Values printed by numpy 2.4.6. */
class NumpyGeneratorTest {
  @Test
  void seedSequenceGivesNumpysWords() {
    assertWords(new SeedSequence(0), 0xdb2cd7e7b0f478beL, 0xabf4641a2c71ba49L);
    assertWords(new SeedSequence(42), 0x9f1e2e6dcd540ab7L, 0xd57873dc79fb94b6L);
    assertWords(new SeedSequence(0xffffffffL), 0x2a05c5e276c1fe08L, 0x2032e40fc20e8198L);
    assertWords(new SeedSequence(1L << 32), 0x50ff846cec53f444L, 0x7a4918dbe8278562L);
    assertWords(new SeedSequence(Long.MIN_VALUE + 12345), 0x889ec48f7ae53509L, 0x26bb4c7be5ab3a49L);
    assertWords(new SeedSequence(-1L), 0xaebca151928cad0dL, 0x119c30448638dc7aL);
    assertWords(
        new SeedSequence(BigInteger.TWO.pow(200).add(BigInteger.valueOf(987654321))),
        0xda962b753e7bbea3L,
        0x634851cd275c1e1L);
    assertThatThrownBy(() -> new SeedSequence(BigInteger.valueOf(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static void assertWords(SeedSequence seed, long first, long second) {
    int[] halves = new int[3];
    seed.generate(halves);
    long[] words = new long[2];
    seed.generate(words);
    assertThat(words).containsExactly(first, second);
    assertThat(halves).containsExactly((int) first, (int) (first >>> 32), (int) second);
  }

  @Test
  void drawsAreNumpys() {
    NumpyGenerator rng = new NumpyGenerator(0);
    rng.integers(0, 4);
    rng.reseed(42);
    assertThat(rng.random()).isEqualTo(0x1.8c43f79a2db24p-1);
    assertThat(rng.random()).isEqualTo(0x1.c16959869e47ep-2);
    assertThat(rng.random()).isEqualTo(0x1.b79a2584ddb42p-1);
    assertThat(rng.uniform(-0.05, 0.05)).isEqualTo(0x1.435e26c08cd04p-6);
    assertThat(rng.uniform(-0.05, 0.05)).isEqualTo(-0x1.4c732dbc27c1ap-5);
    assertThat(draws(rng, 9, 0, 4)).containsExactly(2, 3, 2, 3, 2, 3, 2, 0, 3);
    assertThat(draws(rng, 6, -5, 100)).containsExactly(42, 47, 33, 14, 92, 77);
    assertThat(draws(rng, 4, 0, (1L << 31) + 3))
        .containsExactly(1766867112L, 487991439L, 137046513L, 1843166521L);
    assertThat(rng.integers(0, 1L << 32)).isEqualTo(3554648816L);
    assertThat(draws(rng, 5, 0, (1L << 62) + (1L << 61) + 1))
        .containsExactly(
            5244093947539401596L,
            2452443675590921579L,
            6714831760825594804L,
            6178191281945655095L,
            5384490435644524962L);
    // numpy 2.4.6: integers(-2**63, 2**63 - 1, endpoint=True); ours has no inclusive bound
    assertThat(new NumpyGenerator(7).integers(3, 4)).isEqualTo(3);
  }

  @Test
  void aRestoredGeneratorContinuesWithItsBufferedHalf() {
    NumpyGenerator rng = new NumpyGenerator(42);
    rng.integers(0, 4);
    State state = new State();
    rng.save(state);
    NumpyGenerator other = new NumpyGenerator(1);
    other.restore(state);
    for (int i = 0; i < 5; i++) {
      assertThat(other.integers(0, 1000)).isEqualTo(rng.integers(0, 1000));
    }
    assertThat(other.random()).isEqualTo(rng.random());
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> new NumpyGenerator(1).integers(4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low is 4, high is 4");
  }

  private static long[] draws(NumpyGenerator rng, int n, long low, long high) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = rng.integers(low, high);
    }
    return values;
  }
}
