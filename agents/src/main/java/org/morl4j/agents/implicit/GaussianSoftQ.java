package org.morl4j.agents.implicit;

import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Network;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;
import org.morl4j.nn.head.HeadOptions;

/**
 * Soft values of a Box of actions: two critics and a squashed Gaussian that climbs them, whose
 * draws estimate V.
 *
 * <pre>
 *   V(s) = min_h Q_h(s, a) - temperature log pi(a|s),   a ~ pi(s)
 *   L_pi = E[temperature log pi(a|s) - min_h Q_h(s, a)]
 * </pre>
 *
 * B rows, A action values, I inputs of a critic.
 */
final class GaussianSoftQ implements SoftQ {
  private static final int HEADS = 2;

  private final double temperature;
  private final SoftActor actor;
  private final Trainable critics;
  private final Rng rng;
  private float[] in = {}; // (s, a), (s, a~), (s', a~') [3B, I]
  private float[][] q = {}; // [H][3B]
  private float[] dOut = {}; // [3B]
  private float[] v = {}; // [B]
  private float[] next = {};
  private double norm;

  GaussianSoftQ(Setup setup, HeadOptions head, double temperature, Mlps mlps) {
    this.temperature = temperature;
    actor =
        new SoftActor(setup.spec(), head.withGaussian(HeadOptions.Gaussian.SQUASHED), mlps, false);
    TrainableSpec spec = TrainableSpec.of(mlps.spec(mlps.shape().stateAction(), false, 1));
    critics = mlps.trainable(spec.with(mlps.spec(mlps.shape().stateAction(), false, 1)));
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public int heads() {
    return HEADS;
  }

  @Override
  public void load(BatchRows rows) {
    int n = rows.size();
    int width = rows.stateAction().length;
    if (v.length != n) {
      in = new float[3 * width];
      q = new float[HEADS][3 * n];
      dOut = new float[3 * n];
      v = new float[n];
      next = new float[n];
    }
    System.arraycopy(rows.stateAction(), 0, in, 0, width);
    actor.sample(Copy.LIVE, rows.state(), n, rng);
    System.arraycopy(rows.with(actor.act()), 0, in, width, width);
    System.arraycopy(actor.logProb(), 0, v, 0, n);
    actor.sample(Copy.LIVE, rows.nextState(), n, rng);
    System.arraycopy(rows.nextWith(actor.act()), 0, in, 2 * width, width);
    for (int h = 0; h < HEADS; h++) {
      System.arraycopy(critics.network(h).forward(in, 3 * n), 0, q[h], 0, 3 * n);
    }
    for (int i = 0; i < n; i++) {
      v[i] = (float) (Math.min(q[0][n + i], q[1][n + i]) - temperature * v[i]);
      double entropy = -temperature * actor.logProb()[i];
      next[i] = (float) (Math.min(q[0][2 * n + i], q[1][2 * n + i]) + entropy);
    }
  }

  @Override
  public float[] recorded(int h) {
    return q[h];
  }

  @Override
  public float[] values() {
    return v;
  }

  @Override
  public float[] nextValues() {
    return next;
  }

  @Override
  public double step(BatchRows rows, Slopes slopes, double rate) {
    int n = rows.size();
    for (int h = 0; h < HEADS; h++) {
      for (int i = 0; i < n; i++) {
        dOut[i] = slopes.recorded()[h][i];
        dOut[n + i] = least(n + i) == h ? slopes.value()[i] : 0;
        dOut[2 * n + i] = least(2 * n + i) == h ? slopes.next()[i] : 0;
      }
      critics.network(h).backward(dOut, critics.gradient(0), critics.offset(h), null);
    }
    norm = critics.norm(0);
    critics.step(0, rate);
    return climb(rows, rate);
  }

  /** The critic of least value in a row. */
  private int least(int row) {
    return q[0][row] <= q[1][row] ? 0 : 1;
  }

  /** A step of the policy. */
  private double climb(BatchRows rows, double rate) {
    int n = rows.size();
    int width = actor.actSize();
    actor.sample(Copy.LIVE, rows.state(), n, rng);
    float[] pairs = rows.with(actor.act());
    for (int h = 0; h < HEADS; h++) {
      System.arraycopy(critics.network(h).forward(pairs, n), 0, q[h], 0, n);
    }
    float[] dLog = new float[n];
    float[] dAct = new float[n * width];
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double own = rows.weight(i) / (double) n;
      loss += own * (temperature * actor.logProb()[i] - Math.min(q[0][i], q[1][i]));
      dLog[i] = (float) (own * temperature);
    }
    for (int h = 0; h < HEADS; h++) {
      pull(critics.network(h), h, rows, dAct);
    }
    actor.network().step(actor.backward(dAct, dLog, n), rate);
    return loss;
  }

  /** Adds -dQ_h / da of the rows where critic h is the least. */
  private void pull(Network critic, int h, BatchRows rows, float[] dAct) {
    int n = rows.size();
    int inputs = in.length / (3 * n);
    int features = rows.features().length / n;
    float[] dIn = new float[n * inputs];
    float[] slope = new float[n];
    for (int i = 0; i < n; i++) {
      slope[i] = least(i) == h ? -rows.weight(i) / n : 0;
    }
    critic.inputGradient(slope, dIn);
    int width = actor.actSize();
    for (int i = 0; i < n * width; i++) {
      dAct[i] += dIn[i / width * inputs + features + i % width];
    }
  }

  @Override
  public double gradientNorm() {
    return norm;
  }

  /** A copy of the critics' gradient of the last step. */
  float[] gradient() {
    return critics.gradient(0).copy();
  }

  @Override
  public LivePolicy policy() {
    return actor.network().policy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("actor", actor).part("critics", critics).progress("noise", rng);
  }
}
