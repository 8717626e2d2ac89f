package org.morl4j.core.learn;

import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;

/**
 * An amount of training: of each {@link Phase} as much, in its unit. Both together is offline
 * first, then online.
 *
 * @param transitions environment steps of phases that act, those of all environments counted
 * @param updates of phases on recorded data; those that acting brings are not counted here
 */
public record Budget(long transitions, long updates) {
  public static final Budget NONE = new Budget(0, 0);

  public Budget {
    Check.atLeast("transitions", transitions, 0);
    Check.atLeast("updates", updates, 0);
  }

  /** Of acting alone. */
  public static Budget transitions(long transitions) {
    return new Budget(transitions, 0);
  }

  /** Of one phase alone. */
  public static Budget of(Phase phase, long amount) {
    return phase == Phase.OFFLINE ? new Budget(0, amount) : new Budget(amount, 0);
  }

  /** Writes it under a name. */
  public void save(State out, String name) {
    out.put(name, new long[] {transitions, updates});
  }

  /** What {@link #save} wrote. */
  public static Budget restore(State in, String name) {
    long[] numbers = in.longs(name, 2);
    return new Budget(numbers[0], numbers[1]);
  }

  /** The amount of a phase. */
  public long of(Phase phase) {
    return phase == Phase.OFFLINE ? updates : transitions;
  }

  /** The phases there is an amount of, in the order they are trained. */
  public List<Phase> phases() {
    return Arrays.stream(Phase.values()).filter(phase -> of(phase) > 0).toList();
  }

  /** Both amounts added up, to measure progress by. */
  public long sum() {
    return transitions + updates;
  }

  /**
   * How much of {@link #sum} has been done: of updates only those on data count, which come first;
   * acting is counted by transitions.
   */
  public long done(Effort effort) {
    return effort.transitions() + Math.min(effort.updates(), updates);
  }

  public Budget plus(Budget more) {
    return new Budget(transitions + more.transitions, updates + more.updates);
  }

  /** What is left of it after {@code spent}. */
  public Budget minus(Budget spent) {
    return new Budget(transitions - spent.transitions, updates - spent.updates);
  }

  /** An even share of it, rounded down. */
  public Budget over(int shares) {
    return new Budget(transitions / shares, updates / shares);
  }

  /** That part of it, rounded down. */
  public Budget times(double part) {
    return new Budget((long) (transitions * part), (long) (updates * part));
  }
}
