package org.morl4j.benchmarks;

import java.util.Arrays;
import java.util.Random;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

/**
 * The network work of one PPO minibatch as CleanRL's continuous PPO does it: 64x64 tanh policy and
 * value, diagonal Gaussian with a state-independent deviation, normalised advantages, clipped
 * surrogate, value loss, gradient norm clipped at 0.5, one Adam over all parameters.
 */
final class PpoMinibatch implements Runnable {
  private static final int OBS = 17;
  private static final int ACT = 6;
  private static final double CLIP = 0.2;
  private static final float VALUE_WEIGHT = 0.5f;
  private static final double LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);

  private final int rows;
  private final Network policy;
  private final Network value;
  private final int valueAt;
  private final int logStdAt;
  private final float[] parameters;
  private final float[] gradient;
  private final Adam adam;
  private final float[] obs;
  private final float[] act;
  private final float[] oldLogProb;
  private final float[] advantage;
  private final float[] returns;
  private final float[] dMean;
  private final float[] dValue;
  private final double[] dLogStd = new double[ACT];
  private final double[] inverseStd = new double[ACT];

  PpoMinibatch(int rows) {
    this.rows = rows;
    Random rng = new Random(1);
    int[] hidden = {64, 64};
    policy = Networks.create(NetworkSpec.mlp(OBS, hidden, Activation.TANH, ACT, 0.01), rng);
    value = Networks.create(NetworkSpec.mlp(OBS, hidden, Activation.TANH, 1, 1), rng);
    valueAt = policy.parameterCount();
    logStdAt = valueAt + value.parameterCount();
    parameters = new float[logStdAt + ACT];
    policy.getParameters(parameters, 0);
    value.getParameters(parameters, valueAt);
    gradient = new float[parameters.length];
    adam = new Adam(parameters.length, new Adam.Options(0.9, 0.999, 1e-5));
    obs = gaussian(rows * OBS, 1, 0, rng);
    act = gaussian(rows * ACT, 1, 0, rng);
    oldLogProb = gaussian(rows, 0.1, -8, rng);
    advantage = gaussian(rows, 1, 0, rng);
    returns = gaussian(rows, 1, 0, rng);
    dMean = new float[rows * ACT];
    dValue = new float[rows];
  }

  private static float[] gaussian(int n, double deviation, double mean, Random rng) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (mean + deviation * rng.nextGaussian());
    }
    return x;
  }

  @Override
  public void run() {
    float[] mean = policy.forward(obs, rows);
    float[] values = value.forward(obs, rows);
    lossGradient(mean, values);
    policy.backward(dMean, Gradient.over(gradient), 0, null);
    value.backward(dValue, Gradient.over(gradient), valueAt, null);
    for (int a = 0; a < ACT; a++) {
      gradient[logStdAt + a] = (float) dLogStd[a];
    }
    Gradients.clipByNorm(gradient, 0.5);
    adam.step(parameters, gradient, 3e-4);
    policy.setParameters(parameters, 0);
    value.setParameters(parameters, valueAt);
  }

  private void lossGradient(float[] mean, float[] values) {
    double advantageMean = 0;
    for (int r = 0; r < rows; r++) {
      advantageMean += advantage[r] / rows;
    }
    double squares = 0;
    for (int r = 0; r < rows; r++) {
      squares += (advantage[r] - advantageMean) * (advantage[r] - advantageMean);
    }
    double advantageScale = 1 / (Math.sqrt(squares / (rows - 1)) + 1e-8);
    double normaliser = 0;
    for (int a = 0; a < ACT; a++) {
      inverseStd[a] = Math.exp(-parameters[logStdAt + a]);
      normaliser += parameters[logStdAt + a] + LOG_ROOT_2PI;
    }
    Arrays.fill(dLogStd, 0);
    for (int r = 0; r < rows; r++) {
      double logProb = -normaliser;
      for (int a = 0; a < ACT; a++) {
        double z = (act[r * ACT + a] - mean[r * ACT + a]) * inverseStd[a];
        logProb -= 0.5 * z * z;
      }
      double ratio = Math.exp(logProb - oldLogProb[r]);
      double normalised = (advantage[r] - advantageMean) * advantageScale;
      boolean clipped = normalised >= 0 ? ratio > 1 + CLIP : ratio < 1 - CLIP;
      double dLogProb = clipped ? 0 : -normalised * ratio / rows;
      for (int a = 0; a < ACT; a++) {
        double z = (act[r * ACT + a] - mean[r * ACT + a]) * inverseStd[a];
        dMean[r * ACT + a] = (float) (dLogProb * z * inverseStd[a]);
        dLogStd[a] += dLogProb * (z * z - 1);
      }
      dValue[r] = VALUE_WEIGHT * (values[r] - returns[r]) / rows;
    }
  }
}
