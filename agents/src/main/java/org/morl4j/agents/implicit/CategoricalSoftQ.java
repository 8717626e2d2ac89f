package org.morl4j.agents.implicit;

import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Discrete;
import org.morl4j.nn.head.HeadOptions;

/**
 * Soft values of N numbered actions: a policy's logits z stand for Q = temperature z, so that V is
 * exact and the policy is softmax(Q / temperature). B rows.
 */
final class CategoricalSoftQ implements SoftQ {
  private final double temperature;
  private final ActorNetwork network;
  private final int actions;
  private final int start; // number of the first action
  private float[] in = {}; // s, s' [2B, F]
  private float[] chance = {}; // softmax(z) [2B, N]
  private float[] dOut = {}; // [2B, N]
  private float[] q = {}; // [B]
  private float[] v = {};
  private float[] next = {};
  private double norm;

  CategoricalSoftQ(EnvSpec spec, Discrete space, double temperature, Mlps mlps) {
    this.temperature = temperature;
    network = new ActorNetwork(spec, HeadOptions.DEFAULT, mlps, false);
    actions = network.head().outputs();
    start = space.start();
  }

  @Override
  public int heads() {
    return 1;
  }

  @Override
  public void load(BatchRows rows) {
    int n = rows.size();
    int width = rows.state().length;
    if (q.length != n) {
      in = new float[2 * width];
      chance = new float[2 * n * actions];
      dOut = new float[chance.length];
      q = new float[n];
      v = new float[n];
      next = new float[n];
    }
    System.arraycopy(rows.state(), 0, in, 0, width);
    System.arraycopy(rows.nextState(), 0, in, width, width);
    float[] z = network.forward(Copy.LIVE, in, 2 * n);
    for (int i = 0; i < n; i++) {
      q[i] = (float) temperature * z[i * actions + action(rows, i)];
      v[i] = (float) (temperature * logSum(z, i));
      next[i] = (float) (temperature * logSum(z, n + i));
    }
  }

  private int action(BatchRows rows, int i) {
    return (int) rows.act()[i] - start;
  }

  /** log sum_a e^z of a row, with its softmax. */
  private double logSum(float[] z, int row) {
    int from = row * actions;
    double most = Double.NEGATIVE_INFINITY;
    for (int a = from; a < from + actions; a++) {
      most = Math.max(most, z[a]);
    }
    double sum = 0;
    for (int a = from; a < from + actions; a++) {
      sum += Math.exp(z[a] - most);
    }
    for (int a = from; a < from + actions; a++) {
      chance[a] = (float) (Math.exp(z[a] - most) / sum);
    }
    return most + Math.log(sum);
  }

  @Override
  public float[] recorded(int h) {
    return q;
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
    float scale = (float) temperature;
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < actions; a++) {
        dOut[i * actions + a] = scale * slopes.value()[i] * chance[i * actions + a];
        int at = (n + i) * actions + a;
        dOut[at] = scale * slopes.next()[i] * chance[at];
      }
      dOut[i * actions + action(rows, i)] += scale * slopes.recorded()[0][i];
    }
    norm = network.step(dOut, rate);
    return 0;
  }

  @Override
  public double gradientNorm() {
    return norm;
  }

  /** A copy of the last step's gradient. */
  float[] gradient() {
    return network.gradient();
  }

  @Override
  public LivePolicy policy() {
    return network.policy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network);
  }
}
