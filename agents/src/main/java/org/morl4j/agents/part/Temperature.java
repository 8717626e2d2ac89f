package org.morl4j.agents.part;

import org.morl4j.agents.part.TemperatureOptions.Fixed;
import org.morl4j.agents.part.TemperatureOptions.Learned;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;

/**
 * The temperature alpha of maximum-entropy agents (Haarnoja et al. 2018, arXiv 1812.05905, section
 * 5).
 *
 * <pre>
 *   L_alpha = -E[log alpha (log pi(a|s) + H)]
 * </pre>
 *
 * H is the target entropy. The paper has alpha in place of log alpha before the bracket; all common
 * codes learn log alpha by this form, which moves alpha by the same relative amount at any size.
 */
public final class Temperature implements Savable {
  private final boolean learned;
  private final double learningRate;
  private final double target;
  private final double initial;
  private final float[] logAlpha = new float[1];
  private final float[] gradient = new float[1];
  private final Adam adam = new Adam(1, Adam.Options.DEFAULT);

  /**
   * @param actSize n, dimensions of the action
   */
  public Temperature(TemperatureOptions options, int actSize) {
    if (options instanceof Learned l) {
      learned = true;
      learningRate = l.learningRate();
      target = l.targetEntropy() == null ? -actSize : l.targetEntropy();
      initial = l.initial();
    } else {
      learned = false;
      learningRate = 0;
      target = 0;
      initial = ((Fixed) options).alpha();
    }
    logAlpha[0] = (float) Math.log(initial);
  }

  /** alpha. */
  public double alpha() {
    return learned ? Math.exp(logAlpha[0]) : initial;
  }

  /** L_alpha at log-probabilities [rows] of actions in [-1, 1]^n. */
  static double loss(double logAlpha, double target, float[] logProb, int rows) {
    return -logAlpha * (mean(logProb, rows) + target);
  }

  /**
   * One gradient step where it is learned.
   *
   * @param logProb [rows] of fresh actions, in the units of [-1, 1]^n
   * @return L_alpha before it; 0 where alpha is fixed
   */
  public double update(float[] logProb, int rows) {
    if (!learned) {
      return 0;
    }
    double loss = loss(logAlpha[0], target, logProb, rows);
    gradient[0] = (float) -(mean(logProb, rows) + target);
    adam.step(logAlpha, gradient, learningRate);
    return loss;
  }

  private static double mean(float[] values, int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += values[i];
    }
    return sum / rows;
  }

  public void resetOptimiser() {
    adam.reset();
  }

  /** The value, without the optimiser. */
  public void saveValue(State out) {
    out.put("log_alpha", logAlpha);
  }

  public void restoreValue(State in) {
    logAlpha[0] = in.floats("log_alpha", 1)[0];
  }

  @Override
  public void save(State out) {
    saveValue(out);
    out.put("adam", adam);
  }

  @Override
  public void restore(State in) {
    restoreValue(in);
    in.restore("adam", adam);
  }
}
