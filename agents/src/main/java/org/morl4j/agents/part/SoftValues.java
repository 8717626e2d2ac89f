package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.ValueFunction;

/**
 * What critics with entropy in their targets expect: returns of the policy that explores, and what
 * entropy is worth at every step from the next one on. n rows, S signals.
 */
public final class SoftValues implements ValueFunction {
  private final ValueFunction critics;
  private final SoftActor actor;
  private final Temperature temperature;
  private final BatchRows rows;
  private final EntropyBonus bonus;

  /**
   * @param critics what they expect
   * @param rows whose criterion says how signals count
   */
  public SoftValues(
      ValueFunction critics,
      SoftActor actor,
      Temperature temperature,
      BatchRows rows,
      EntropyBonus bonus) {
    this.critics = critics;
    this.actor = actor;
    this.temperature = temperature;
    this.rows = rows;
    this.bonus = bonus;
  }

  @Override
  public void values(float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
    critics.values(obs, act, preference, n, out);
  }

  @Override
  public Mode mode() {
    return Mode.EXPLORE;
  }

  @Override
  public void bonus(float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
    RowShape shape = rows.shape();
    int size = n * shape.signals();
    float[] state = new float[n * shape.state()];
    shape.join(obs, null, preference, n, state);
    float[] slope = new float[size];
    values(obs, act, preference, n, out);
    rows.mixGradient(out, preference, n, slope);
    float[] logProb = actor.logProb(state, shape.units(), act, n);
    System.arraycopy(bonus.of(temperature.alpha(), logProb, slope, n), 0, out, 0, size);
  }
}
