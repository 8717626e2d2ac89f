package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.ValueFunction;

/** How features of observations become what networks see, such as a policy's own normalisation. */
@FunctionalInterface
public interface ObsScale {
  /** As they are. */
  ObsScale RAW = (features, rows, out) -> System.arraycopy(features, 0, out, 0, out.length);

  /**
   * Changes rows.
   *
   * @param features [rows, F]
   * @param out exactly [rows, F], written; may be {@code features}
   */
  void apply(float[] features, int rows, float[] out);

  /** Values of critics that see observations so, as they are asked with raw ones. */
  default ValueFunction before(ValueFunction values) {
    return new ValueFunction() {
      @Override
      public void values(
          float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
        values.values(seen(obs, n), act, preference, n, out);
      }

      @Override
      public Mode mode() {
        return values.mode();
      }

      @Override
      public void bonus(
          float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
        values.bonus(seen(obs, n), act, preference, n, out);
      }

      private float[] seen(float[] obs, int n) {
        float[] seen = new float[obs.length];
        apply(obs, n, seen);
        return seen;
      }
    };
  }
}
