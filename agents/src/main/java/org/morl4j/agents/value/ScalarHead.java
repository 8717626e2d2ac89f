package org.morl4j.agents.value;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.State;

/**
 * The expected value alone, regressed by squared error.
 *
 * <pre>
 *   y = r + discount (Q' + shift)          L = 1/2 E[(Q - y)^2]
 * </pre>
 */
public final class ScalarHead implements ValueHead {
  /** Has no settings. */
  public record Options() implements ValueHeadOptions {
    public static final Options DEFAULT = new Options();

    @Override
    public ValueHead head(int signals, int laws) {
      return new ScalarHead(signals);
    }
  }

  private final int signals;

  ScalarHead(int signals) {
    this.signals = signals;
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
  public void target(
      float[] next,
      int n,
      float[] reward,
      float[] discount,
      float @Nullable [] shift,
      RandomGenerator rng,
      float[] target) {
    for (int i = 0; i < n; i++) {
      float future = shift == null ? next[i] : next[i] + shift[i];
      target[i] = reward[i] + discount[i] * future;
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
      error[i] = Math.abs(delta);
      dOut[i] = w * perRow * delta;
      sum += 0.5 * w * delta * delta;
    }
    return sum * signals / n;
  }

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
