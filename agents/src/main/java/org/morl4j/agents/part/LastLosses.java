package org.morl4j.agents.part;

import org.morl4j.core.learn.Part;
import org.morl4j.core.metrics.NumberRecord;
import org.morl4j.core.state.State;

/**
 * Losses of a step that not every update takes: they stand until its next one, over a resume too.
 *
 * @param <L> a public record of numbers
 */
public final class LastLosses<L extends Record> implements Part {
  private final L zeros;
  private L last;

  /**
   * @param zeros what stands before the first step
   */
  public LastLosses(L zeros) {
    this.zeros = zeros;
    last = zeros;
  }

  public L get() {
    return last;
  }

  public void set(L losses) {
    last = losses;
  }

  @Override
  public void saveValues(State out) {}

  @Override
  public void start(State values) {
    last = zeros;
  }

  @Override
  public void save(State out) {
    out.put("losses", NumberRecord.of(last).values(last));
  }

  @Override
  public void restore(State in) {
    int size = NumberRecord.of(zeros).size();
    last = NumberRecord.with(zeros, in.doubles("losses", size));
  }
}
