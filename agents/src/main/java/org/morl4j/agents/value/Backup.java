package org.morl4j.agents.value;

import org.jspecify.annotations.Nullable;

/**
 * What n next values Z' become part of: r + discount (Z' + shift).
 *
 * @param reward r [n]
 * @param discount gamma^steps [n], 0 where the episode terminated
 * @param shift what is added to the next value [n], such as -alpha log pi(a'|s'); null for nothing
 * @param against whether larger values are worse [n], so that a pessimist expects more; null for
 *     nowhere
 */
public record Backup(
    float[] reward, float[] discount, float @Nullable [] shift, boolean @Nullable [] against) {
  /** One that shifts nothing and wants all values large. */
  public Backup(float[] reward, float[] discount) {
    this(reward, discount, null, null);
  }

  /** The same with another {@code shift}. */
  public Backup withShift(float @Nullable [] value) {
    return new Backup(reward, discount, value, against);
  }

  /** Whether larger values of {@code i} are worse. */
  boolean isAgainst(int i) {
    return against != null && against[i];
  }

  /** What is added to next value {@code i}. */
  float shiftOf(int i) {
    return shift == null ? 0 : shift[i];
  }
}
