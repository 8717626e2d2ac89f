package org.morl4j.core.data;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;

/**
 * Clips actions to the inside of their bounds, so that a squashed policy can give each of them a
 * finite likelihood: to within {@code margin} of half the range, which between -1 and 1 is IQL's 1
 * - 1e-5.
 *
 * @param margin share of half the range that is left free on either side
 */
public record ClipActionTransform(@Allowed(min = 0, below = 1) double margin)
    implements DataTransform {
  /** The published one. */
  public static final ClipActionTransform DEFAULT = new ClipActionTransform(1e-5);

  public ClipActionTransform {
    Check.allowed(ClipActionTransform.class, "margin", margin);
  }

  @Override
  public DataView apply(DataView view, EnvSpec spec, Signals signals) {
    if (spec.actionSpace() instanceof Box box && box.isBounded()) {
      double[] low = new double[box.size()];
      double[] high = new double[box.size()];
      for (int i = 0; i < low.length; i++) {
        double free = margin * (box.high().get(i) - box.low().get(i)) / 2;
        low[i] = box.low().get(i) + free;
        high[i] = box.high().get(i) - free;
      }
      return new ChangedView(view, batch -> clip(batch, low, high), "actions clipped");
    }
    throw new IllegalArgumentException(
        "data.transforms clips actions, but those of %s have no bounds. Maybe leave the transform out."
            .formatted(spec.id()));
  }

  private static void clip(Batch batch, double[] low, double[] high) {
    clip(batch.act(), low, high);
    if (batch.has(Column.NEXT_ACT)) {
      float[] next = batch.column(Column.NEXT_ACT);
      for (int i = 0; i < next.length; i++) {
        int a = i % low.length;
        next[i] = (float) Math.min(high[a], Math.max(low[a], next[i]));
      }
    }
  }

  private static void clip(double[] act, double[] low, double[] high) {
    for (int i = 0; i < act.length; i++) {
      int a = i % low.length;
      act[i] = Math.min(high[a], Math.max(low[a], act[i]));
    }
  }
}
