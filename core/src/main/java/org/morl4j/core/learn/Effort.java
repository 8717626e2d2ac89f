package org.morl4j.core.learn;

import org.morl4j.core.state.State;

/**
 * What a training has taken so far: where a measurement stands on the axis of time.
 *
 * @param transitions environment steps, those of all environments counted
 * @param updates of the learner, on data and while it acted
 */
public record Effort(long transitions, long updates) {
  public static final Effort NONE = new Effort(0, 0);

  /** More than any training takes. */
  public static final Effort ALL = new Effort(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Writes it under a name. */
  public void save(State out, String name) {
    out.put(name, new long[] {transitions, updates});
  }

  /** What {@link #save} wrote. */
  public static Effort restore(State in, String name) {
    long[] numbers = in.longs(name, 2);
    return new Effort(numbers[0], numbers[1]);
  }

  public Effort plus(Effort more) {
    return new Effort(transitions + more.transitions, updates + more.updates);
  }

  public Effort minus(Effort less) {
    return new Effort(transitions - less.transitions, updates - less.updates);
  }

  /** Whether this is no later than {@code other} in either number. */
  public boolean within(Effort other) {
    return transitions <= other.transitions && updates <= other.updates;
  }
}
