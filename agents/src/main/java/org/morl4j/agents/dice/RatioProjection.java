package org.morl4j.agents.dice;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/**
 * Information projection: the squashed Gaussian nearest to the ratios times the data's policy.
 *
 * <pre>
 *   L_D  = -E[log pi_D(a|s)]
 *   L_pi = KL(pi || pi_D) - E_pi[log w(e(s, a))] + temperature E_pi[log pi(a|s)]
 * </pre>
 *
 * pi_D is a Gaussian too, and KL its exact value. B rows, A action values, Z outputs.
 */
final class RatioProjection implements RatioPolicy {
  /** atanh has no value at a bound, so recorded actions are read within +- this, in half-ranges. */
  private static final double INSIDE = 1 - 1e-3;

  private static final float[] NO_FREE = {};

  private final SoftActor actor;
  private final SoftActor clone;
  private final Temperature temperature;
  private final ActionHead head;
  private final Rng rng;
  private float[] unit = {}; // [B, A]
  private double[] bounded = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] kl = {}; // [B]
  private float[] slope = {}; // [B]
  private float[] dOut = {}; // [B, Z]
  private float[] dAct = {}; // [B, A]
  private double cloneLoss;
  private double norm;

  RatioProjection(Setup setup, HeadOptions options, TemperatureOptions entropy, Mlps mlps) {
    HeadOptions squashed = options.withGaussian(HeadOptions.Gaussian.SQUASHED);
    actor = new SoftActor(setup.spec(), squashed, mlps, false);
    clone = new SoftActor(setup.spec(), squashed, mlps, false);
    temperature = new Temperature(entropy, actor.actSize());
    head = actor.network().head();
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public double step(
      BatchRows rows, PairResidual pair, DualForm.Regularised form, double rate, double share) {
    int n = rows.size();
    reserve(n);
    clone(rows, rate);
    actor.sample(Copy.LIVE, rows.state(), n, rng);
    float[] e = pair.values(rows.with(actor.act()), n);
    double alpha = temperature.alpha();
    double loss = loss(form, new Draws(e, actor.logProb(), alpha), rows.weights(), slope);
    pull(rows, pair.inputGradient(slope), n);
    for (int i = 0; i < n; i++) {
      logProb[i] = (float) (alpha * rows.weight(i) / n);
    }
    float[] through = actor.backward(dAct, logProb, n);
    actor.klSlopes(clone.out(), n, dOut);
    head.kl(actor.out(), NO_FREE, clone.out(), NO_FREE, n, kl);
    for (int i = 0; i < n; i++) {
      double own = rows.weight(i) / (double) n;
      loss += own * kl[i];
      for (int z = i * head.outputs(); z < (i + 1) * head.outputs(); z++) {
        dOut[z] = (float) (own * dOut[z]) + through[z];
      }
    }
    temperature.step(actor.logProb(), n, share);
    norm = actor.network().step(dOut, rate);
    return loss;
  }

  private void reserve(int n) {
    if (logProb.length != n) {
      unit = new float[n * actor.actSize()];
      bounded = new double[unit.length];
      dAct = new float[unit.length];
      logProb = new float[n];
      kl = new float[n];
      slope = new float[n];
      dOut = new float[n * head.outputs()];
    }
  }

  /** A step of pi_D, whose outputs before it stay. */
  private void clone(BatchRows rows, double rate) {
    int n = rows.size();
    rows.unitActions(unit);
    for (int i = 0; i < unit.length; i++) {
      bounded[i] = Math.max(-INSIDE, Math.min(INSIDE, unit[i]));
    }
    clone.forward(Copy.LIVE, rows.state(), n);
    clone.logProbs(bounded, n, logProb);
    clone.slopes(bounded, n, dOut);
    cloneLoss = 0;
    for (int i = 0; i < n; i++) {
      double own = -rows.weight(i) / (double) n;
      cloneLoss += own * logProb[i];
      for (int z = i * head.outputs(); z < (i + 1) * head.outputs(); z++) {
        dOut[z] *= (float) own;
      }
    }
    clone.network().step(dOut, rate);
  }

  /** Takes the columns of actions out of dL / d(s, a). */
  private void pull(BatchRows rows, float[] dIn, int n) {
    int width = actor.actSize();
    int inputs = dIn.length / n;
    int from = rows.features().length / n;
    Arrays.fill(dAct, 0);
    for (int i = 0; i < n; i++) {
      System.arraycopy(dIn, i * inputs + from, dAct, i * width, width);
    }
  }

  /**
   * Drawn pairs.
   *
   * @param e e(s, a) [n]
   * @param logProb log pi(a|s) [n]
   * @param temperature of the entropy
   */
  record Draws(float[] e, float[] logProb, double temperature) {}

  /**
   * E[temperature log pi - log w(e)] and its slopes by e.
   *
   * @param weight of the rows [n], or null for 1
   * @param slope dL / de [n], written
   */
  static double loss(
      DualForm.Regularised form, Draws draws, float @Nullable [] weight, float[] slope) {
    int n = slope.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double own = (weight == null ? 1 : weight[i]) / (double) n;
      double x = form.x(draws.e[i]);
      sum += own * (draws.temperature * draws.logProb[i] - form.divergence().logRatio(x));
      slope[i] = (float) (-own * form.divergence().logRatioSlope(x) / form.alpha());
    }
    return sum;
  }

  @Override
  public double gradientNorm() {
    return norm;
  }

  @Override
  public double cloneLoss() {
    return cloneLoss;
  }

  @Override
  public LivePolicy policy() {
    return actor.network().policy();
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("network", actor)
        .part("data", clone)
        .part("temperature", temperature)
        .progress("noise", rng);
  }
}
