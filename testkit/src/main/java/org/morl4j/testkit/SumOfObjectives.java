package org.morl4j.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.state.State;

/** The plainest criterion: objectives add up, costs are subtracted. Counts its ticks. */
public final class SumOfObjectives implements Criterion {
  private final Signals signals;
  private long ticks;

  public SumOfObjectives(Signals signals) {
    this.signals = signals;
  }

  @Override
  public Set<Hook> hooks() {
    return EnumSet.of(Hook.WEIGHTS);
  }

  @Override
  public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
    int size = signals.size();
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (int s = 0; s < size; s++) {
        Kind kind = signals.get(s).kind();
        float value = values[i * size + s];
        sum += kind == Kind.OBJECTIVE ? value : kind == Kind.COST ? -value : 0;
      }
      out[i] = sum;
    }
  }

  @Override
  public void mixGradient(
      float[] values, float @Nullable [] preference, int rows, float[] dValues) {
    int size = signals.size();
    for (int i = 0; i < rows * size; i++) {
      Kind kind = signals.get(i % size).kind();
      dValues[i] = kind == Kind.OBJECTIVE ? 1 : kind == Kind.COST ? -1 : 0;
    }
  }

  /** How often returns were told. */
  public long ticks() {
    return ticks;
  }

  @Override
  public void tick(Clock clock, Returns returns) {
    ticks++;
  }

  @Override
  public void save(State out) {
    out.put("ticks", ticks);
  }

  @Override
  public void restore(State in) {
    ticks = in.scalarLong("ticks");
  }
}
