package org.morl4j.core.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** A generator that gives what it is told: integers 0, 1, 2.. in turn, and queued doubles. */
final class Scripted implements RandomGenerator {
  private final Queue<Double> doubles = new ArrayDeque<>();
  private int next;

  Scripted(double... values) {
    for (double value : values) {
      doubles.add(value);
    }
  }

  @Override
  public int nextInt(int bound) {
    return next++ % bound;
  }

  @Override
  public double nextDouble() {
    return doubles.remove();
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException();
  }
}
