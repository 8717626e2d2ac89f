package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.state.State;

/**
 * The criterion of a learner with one signal of its own instead of the environment's, such as what
 * an imitator takes for reward: nothing is mixed, and of the run's criterion only the weights of
 * rows count.
 *
 * @param rows the run's criterion
 */
public record OwnSignal(Criterion rows) implements Criterion {
  /**
   * Makes networks that read and give one signal.
   *
   * @throws IllegalArgumentException if they are to be conditioned on a preference
   */
  public static Mlps mlps(Setup setup, MlpOptions options) {
    if (options.preference()) {
      throw new IllegalArgumentException(
          "agent.preference is true, but an imitator has no objectives to prefer. Maybe set it to false.");
    }
    RowShape all = RowShape.of(setup, false);
    return Mlps.of(setup, options, new RowShape(all.features(), all.units(), 0, 1));
  }

  @Override
  public Set<Hook> hooks() {
    Set<Hook> hooks = EnumSet.of(Hook.WEIGHTS);
    if (rows.hooks().contains(Hook.SAMPLE)) {
      hooks.add(Hook.SAMPLE);
    }
    return hooks;
  }

  @Override
  public void mix(float[] values, float @Nullable [] preference, int n, float[] out) {
    System.arraycopy(values, 0, out, 0, n);
  }

  @Override
  public void mixGradient(float[] values, float @Nullable [] preference, int n, float[] dValues) {
    Arrays.fill(dValues, 0, n, 1);
  }

  @Override
  public boolean sampleWeights(Batch batch, float[] out) {
    return rows.sampleWeights(batch, out);
  }

  @Override
  public void save(State out) {
    // It has nothing of its own.
  }

  @Override
  public void restore(State in) {
    // It has nothing of its own.
  }
}
