package org.morl4j.core.rng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTreeTest {
  private static final SeedTree ROOT = new SeedTree(1234567);

  /** Child i is output i of SplitMix64; the values are those of its reference code. */
  @Test
  void indexedChildrenAreSplitMixOutputs() {
    assertThat(ROOT.child(0).seed()).isEqualTo(6457827717110365317L);
    assertThat(ROOT.child(1).seed()).isEqualTo(3203168211198807973L);
    assertThat(ROOT.child(2).seed()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  @Test
  void childrenDependOnTheirPathAlone() {
    assertThat(ROOT.child("train").child(3))
        .isEqualTo(new SeedTree(1234567).child("train").child(3));
    Rng[] few = ROOT.generators(2);
    Rng[] many = ROOT.generators(9);
    assertThat(few[1].nextLong()).isEqualTo(many[1].nextLong());
    assertThat(many[8].nextLong()).isEqualTo(ROOT.child(8).generator().nextLong());
  }

  @Test
  void allDiffer() {
    Set<Long> seeds = new HashSet<>();
    int n = 0;
    for (long seed : new long[] {0, 1, 2, -1}) {
      for (String name : new String[] {"", "a", "b", "ab", "ba", "0", "1"}) {
        SeedTree child = new SeedTree(seed).child(name);
        seeds.add(child.seed());
        n++;
        for (int i = 0; i < 200; i++) {
          seeds.add(child.child(i).seed());
          seeds.add(child.child(i).generator().nextLong());
          n += 2;
        }
      }
    }
    assertThat(seeds).hasSize(n);
  }

  /** Neighbouring seeds share no more bits than chance gives: 32 of 64, sigma 4. */
  @Test
  void neighboursAreUnlike() {
    double shared = 0;
    for (int i = 0; i < 1000; i++) {
      long a = ROOT.child(i).generator().nextLong();
      long b = ROOT.child(i + 1).generator().nextLong();
      shared += 64 - Long.bitCount(a ^ b);
    }
    assertThat(shared / 1000).isBetween(31.4, 32.6);
  }
}
