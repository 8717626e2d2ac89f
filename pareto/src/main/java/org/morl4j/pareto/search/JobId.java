package org.morl4j.pareto.search;

import java.util.Comparator;
import java.util.Locale;

/**
 * A job's place in its run, which names it and its seeds.
 *
 * @param stage from 1; a search has as many as it likes
 * @param round within the stage; 0 for a stage that has but one
 * @param index number within the round; results are merged in this order
 */
public record JobId(int stage, int round, int index) implements Comparable<JobId> {
  private static final Comparator<JobId> ORDER =
      Comparator.comparingInt(JobId::stage)
          .thenComparingInt(JobId::round)
          .thenComparingInt(JobId::index);

  /** Unique within a run, e.g. {@code s2r1j04}. */
  public String name() {
    return String.format(Locale.ROOT, "s%dr%dj%02d", stage, round, index);
  }

  /**
   * What {@link #name} gave.
   *
   * @throws org.morl4j.core.state.StateException if it can't be the name of a job
   */
  public static JobId parse(String name) {
    String[] parts = SavedNames.job(name).split("[srj]", -1);
    return new JobId(
        Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
  }

  /** What the search does while this job's round runs, e.g. {@code stage 2 round 1}. */
  public String phase() {
    return round == 0 ? "stage " + stage : "stage " + stage + " round " + round;
  }

  @Override
  public int compareTo(JobId other) {
    return ORDER.compare(this, other);
  }
}
