package org.morl4j.agents.part;

import org.morl4j.agents.part.TemperatureOptions.Fixed;
import org.morl4j.agents.part.TemperatureOptions.Learned;
import org.morl4j.core.learn.Part;
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
public final class Temperature implements Part {
  private final boolean learned;
  private final double learningRate;
  private final double target;
  private final double initial;
  private final float[] logAlpha = new float[1];
  private final float[] gradient = new float[1];
  private double loss;
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
   * @param share of its own learning rate that is left
   */
  public void step(float[] logProb, int rows, double share) {
    if (!learned) {
      return;
    }
    loss = loss(logAlpha[0], target, logProb, rows);
    gradient[0] = (float) -(mean(logProb, rows) + target);
    adam.step(logAlpha, gradient, share * learningRate);
  }

  /** L_alpha before the last step; 0 where there was none. */
  public double loss() {
    return loss;
  }

  private static double mean(float[] values, int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += values[i];
    }
    return sum / rows;
  }

  @Override
  public void saveValues(State out) {
    out.put("log_alpha", logAlpha);
  }

  @Override
  public void start(State values) {
    logAlpha[0] = values.floats("log_alpha", 1)[0];
    loss = 0;
    adam.reset();
  }

  @Override
  public void save(State out) {
    saveValues(out);
    out.put("loss", loss);
    out.put("adam", adam);
  }

  @Override
  public void restore(State in) {
    start(in);
    loss = in.scalarDouble("loss");
    in.restore("adam", adam);
  }
}
