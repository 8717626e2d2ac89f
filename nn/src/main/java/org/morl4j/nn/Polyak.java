package org.morl4j.nn;

/** Exponential averages of parameters. */
final class Polyak {
  private Polyak() {}

  /** own = own + rate (other - own); exactly other where the rate is 1. */
  static void move(float[] own, float[] other, float rate) {
    if (rate == 1f) {
      System.arraycopy(other, 0, own, 0, own.length);
      return;
    }
    for (int i = 0; i < own.length; i++) {
      own[i] += rate * (other[i] - own[i]);
    }
  }
}
