package org.morl4j.agents.value;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;

/**
 * The expected value alone, regressed by squared error, or by Huber's (1964): quadratic up to h,
 * linear beyond, so that the gradient of a value is the TD error clipped to +-h.
 *
 * <pre>
 *   y = r + discount (Q' + shift)          L = 1/2 E[(Q - y)^2]
 *   L_h(d) = d^2 / 2 where |d| <= h, else h (|d| - h / 2)
 * </pre>
 */
public final class ScalarHead implements ValueHead {
  /**
   * Settings.
   *
   * @param huber h; 0 for the squared error
   */
  public record Options(@Allowed(min = 0, max = 1e12) double huber) implements ValueHeadOptions {
    public static final Options DEFAULT = new Options(0);

    public Options {
      Check.allowed(Options.class, "huber", huber);
    }

    @Override
    public ValueHead head(int signals, int laws) {
      return new ScalarHead(signals, huber);
    }
  }

  private final int signals;
  private final float huber;

  ScalarHead(int signals, double huber) {
    this.signals = signals;
    this.huber = huber == 0 ? Float.POSITIVE_INFINITY : (float) huber;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public void mean(float[] out, int n, float[] mean) {
    System.arraycopy(out, 0, mean, 0, n);
  }

  @Override
  public void meanBackward(float[] out, int n, float[] dMean, float[] dOut) {
    System.arraycopy(dMean, 0, dOut, 0, n);
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public void target(float[] next, int n, Backup backup, RandomGenerator rng, float[] target) {
    float[] reward = backup.reward();
    float[] discount = backup.discount();
    for (int i = 0; i < n; i++) {
      target[i] = reward[i] + discount[i] * (next[i] + backup.shiftOf(i));
    }
  }

  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    double sum = 0;
    float perRow = (float) signals / n;
    for (int i = 0; i < n; i++) {
      float w = weight == null ? 1 : weight[i / signals];
      float delta = out[i] - target[i];
      float clipped = Math.max(-huber, Math.min(huber, delta));
      error[i] = Math.abs(delta);
      dOut[i] = w * perRow * clipped;
      sum += w * (double) clipped * (delta - 0.5 * clipped);
    }
    return sum * signals / n;
  }

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
