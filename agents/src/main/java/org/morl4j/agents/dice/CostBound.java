package org.morl4j.agents.dice;

import java.util.Arrays;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.part.Mlps;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * What ratios w cost at most, were the data's distribution another one within {@code epsilon} of
 * what was drawn: for each limited signal c
 *
 * <pre>
 *   y     = (1 - gamma) chi(s0) + w (c + gamma chi(s') - chi(s))
 *   p     = softmax(y / tau)                                          over the batch
 *   L_chi = E_p[y]            L_tau = tau (epsilon - KL(p || uniform))
 *   bound = E_p[w c]
 * </pre>
 *
 * (COptiDICE, Lee et al. 2022, arXiv 2204.08957, section 3.2.) With epsilon 0 the bound is the
 * mean. B rows, one start for each, S signals.
 */
final class CostBound implements Composite {
  private final CostOptions options;
  private final Trainable chi; // S outputs
  private final Scalars tau; // of each signal, before softplus
  private final int signals;
  private final int features;
  private float[] in = {}; // s, s', s0 [3B, F]
  private float[] dOut = {}; // [3B, S]
  private float[] y = {}; // [B]
  private float[] p = {}; // [B] times B
  private double loss;
  private double divergence;

  CostBound(CostOptions options, Mlps mlps) {
    this.options = options;
    signals = mlps.shape().signals();
    features = mlps.shape().state();
    chi = mlps.trainable(TrainableSpec.of(mlps.spec(features, false, signals)));
    float[] ones = new float[signals];
    Arrays.fill(ones, 1);
    tau = new Scalars(mlps, ones);
  }

  /**
   * p times B of one signal, and how far it is from uniform.
   *
   * @param y [B]
   * @param p [B], written
   * @return KL(p || uniform)
   */
  static double tilt(float[] y, double tau, float[] p) {
    int n = p.length;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, y[i] / tau);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(y[i] / tau - most);
    }
    double kl = 0;
    for (int i = 0; i < n; i++) {
      double log = y[i] / tau - most - Math.log(sum) + Math.log(n);
      p[i] = (float) Math.exp(log);
      kl += p[i] * log / n;
    }
    return kl;
  }

  /**
   * A step of chi and tau for every limit.
   *
   * @param rows their rewards aren't looked at
   * @param starts s0 [B, F]
   * @param w ratios, times the weights of the rows [B]
   * @param limits of which each has a signal of its own
   * @param bounds of each limit, in its sense: what it costs at most, written
   */
  void step(
      StartValue.Rows rows,
      float[] starts,
      float[] w,
      CostLimits limits,
      Rates rates,
      double[] bounds) {
    int n = w.length;
    if (options.epsilon() == 0) {
      for (int k = 0; k < bounds.length; k++) {
        bounds[k] = limits.mean(k, w, null);
      }
      return;
    }
    float[] out = load(rows, starts, n);
    Arrays.fill(dOut, 0);
    float[] dTau = new float[signals];
    loss = 0;
    divergence = 0;
    for (int k = 0; k < bounds.length; k++) {
      int s = limits.signal(k);
      double spread = tau.softplus(s);
      for (int i = 0; i < n; i++) {
        double next = rows.discount()[i] * out[(n + i) * signals + s];
        double step = limits.cost(k, i) + next - out[i * signals + s];
        y[i] = (float) ((1 - rates.gamma()) * out[(2 * n + i) * signals + s] + w[i] * step);
      }
      double kl = tilt(y, spread, p);
      bounds[k] = limits.mean(k, w, p);
      loss += slopes(y, p, options.throughWeights() ? spread : Double.POSITIVE_INFINITY);
      divergence += kl;
      dTau[s] = (float) (tau.sigmoid(s) * (options.epsilon() - kl));
      for (int i = 0; i < n; i++) {
        dOut[i * signals + s] = -p[i] * w[i];
        dOut[(n + i) * signals + s] = p[i] * w[i] * rows.discount()[i];
        dOut[(2 * n + i) * signals + s] = (float) (p[i] * (1 - rates.gamma()));
      }
    }
    chi.network(0).backward(dOut, chi.gradient(0), 0, null);
    chi.step(0, rates.rate());
    tau.step(rates.rate(), dTau);
  }

  /** How fast chi and tau learn, under which discount. */
  record Rates(double gamma, double rate) {}

  private float[] load(StartValue.Rows rows, float[] starts, int n) {
    int size = n * features;
    if (y.length != n) {
      in = new float[3 * size];
      dOut = new float[3 * n * signals];
      y = new float[n];
      p = new float[n];
    }
    System.arraycopy(rows.state(), 0, in, 0, size);
    System.arraycopy(rows.next(), 0, in, size, size);
    System.arraycopy(starts, 0, in, 2 * size, size);
    return chi.network(0).forward(in, 3 * n);
  }

  /**
   * L_chi, and its slopes by y in place of p.
   *
   * @param tau through which p moves with y, or infinity to hold p
   */
  static double slopes(float[] y, float[] p, double tau) {
    int n = p.length;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += p[i] * y[i] / n;
    }
    for (int i = 0; i < n; i++) {
      p[i] *= (float) ((1 + (y[i] - mean) / tau) / n);
    }
    return mean;
  }

  /** L_chi of all limits before the last step. */
  double loss() {
    return loss;
  }

  /** KL(p || uniform) of all limits together at the last step. */
  double divergence() {
    return divergence;
  }

  /** A copy of chi's gradient of the last step. */
  float[] gradient() {
    return chi.gradient(0).copy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("chi", chi).part("tau", tau);
  }
}
