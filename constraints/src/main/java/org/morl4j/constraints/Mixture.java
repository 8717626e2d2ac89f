package org.morl4j.constraints;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

/** The usual {@link Criterion}: a mixer and a stack of handlers. */
public final class Mixture implements Criterion {
  private final Mixer mixer;
  private final List<Handler> handlers;

  public Mixture(Mixer mixer, List<Handler> handlers) {
    this.mixer = mixer;
    this.handlers = List.copyOf(handlers);
  }

  @Override
  public Set<Hook> hooks() {
    Set<Hook> hooks = EnumSet.of(Hook.WEIGHTS);
    handlers.forEach(handler -> hooks.add(handler.hook()));
    return hooks;
  }

  @Override
  public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
    mixer.mix(values, preference, rows, out);
  }

  @Override
  public void mixGradient(
      float[] values, float @Nullable [] preference, int rows, float[] dValues) {
    mixer.gradient(values, preference, rows, dValues);
  }

  @Override
  public double penalty(double[] surrogate, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (Handler handler : handlers) {
      sum += handler.penalty(surrogate, gradient);
    }
    return sum;
  }

  @Override
  public void tick(Clock clock, Returns returns) {
    handlers.forEach(handler -> handler.tick(clock, returns));
  }

  @Override
  public void save(State out) {
    out.put("handlers", handlers.toArray(Handler[]::new));
  }

  @Override
  public void restore(State in) {
    in.restore("handlers", handlers.toArray(Handler[]::new));
  }
}
