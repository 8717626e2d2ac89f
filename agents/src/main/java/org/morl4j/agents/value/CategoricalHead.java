package org.morl4j.agents.value;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.State;

/** To be written. */
public final class CategoricalHead implements ValueHead {
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
    throw new UnsupportedOperationException();
  }

  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
