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
    rng.integers(Long.MIN_VALUE + 1, Long.MAX_VALUE); // 64 bits, as the whole range takes in NumPy
    assertThat(rng.integers(7, 8)).as("takes no bits").isEqualTo(7);
    assertThat(rng.choice(10)).isEqualTo(3);
    assertThat(rng.random()).isEqualTo(0x1.66d727afede80p-5);
  }

  @Test
  void theOlderGeneratorIsNumpys() {
    NumpyRandomState rng = new NumpyRandomState(1);
    rng.standardNormal();
    rng.reseed(12345);
    assertThat(rng.random()).isEqualTo(0x1.dbf6a3f8f84b7p-1);
    assertThat(rng.random()).isEqualTo(0x1.43f7f410bb044p-2);
    assertThat(rng.random()).isEqualTo(0x1.78aa6d0a2dad8p-3);
    assertThat(rng.standardNormal()).isEqualTo(0x1.43bf7300c5a97p-2);
    assertThat(rng.standardNormal()).isEqualTo(-0x1.61131ec9b72a5p+0);
    assertThat(rng.standardNormal()).isEqualTo(0x1.cd5e2363ccc76p-2);
    assertThat(rng.standardNormal()).isEqualTo(0x1.7b96fc9cc7cfep-4);
    assertThat(rng.standardNormal()).isEqualTo(0x1.3f85a23ff8a71p+0);
    assertThat(rng.random()).isEqualTo(0x1.4ea0b5c9eb155p-1);
    State state = new State();
    rng.save(state);
    NumpyRandomState other = new NumpyRandomState(1);
    other.restore(state);
    assertThat(other.standardNormal()).isEqualTo(0x1.89447f07609e4p-1);
    double last = 0;
    for (int i = 0; i < 2000; i++) {
      last = other.standardNormal();
    }
    assertThat(last).isEqualTo(0x1.41ee6f23e8692p+0);
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
