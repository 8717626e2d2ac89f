package org.morl4j.agents.actorcritic;

import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.nn.Network;

/** EXPERIMENT. */
final class ValueScale {
  static final int VARIANT = Integer.getInteger("variant", 3);
  private final boolean active;
  private final int n;
  final RunningMoments moments;
  private final double[] mean;
  private final double[] dev;

  ValueScale(int signals, boolean active) {
    this.active = active;
    n = signals;
    moments = new RunningMoments(signals);
    mean = new double[n];
    dev = new double[n];
    java.util.Arrays.fill(dev, 1);
  }

  void refresh() {
    for (int s = 0; s < n; s++) {
      mean[s] = VARIANT >= 2 ? moments.mean(s) : 0;
      dev[s] = moments.deviation(s);
    }
  }

  void decode(float[] v, int rows) {
    if (!active) return;
    for (int i = 0; i < rows * n; i++) v[i] = (float) (v[i] * dev[i % n] + mean[i % n]);
  }

  void encode(float[] v, int rows) {
    if (!active) return;
    for (int i = 0; i < rows * n; i++) v[i] = (float) ((v[i] - mean[i % n]) / dev[i % n]);
  }

  void add(float[] targets, int rows, Network critic) {
    if (!active) return;
    double[] m0 = mean.clone();
    double[] d0 = dev.clone();
    moments.add(targets, rows);
    refresh();
    if (VARIANT < 3) return;
    float[] p = new float[critic.parameterCount()];
    critic.getParameters(p, 0);
    int bias = p.length - n;
    int h =
        critic.spec().layers().size() > 1
            ? critic.spec().layers().get(critic.spec().layers().size() - 2).units()
            : critic.spec().inputs();
    int w = bias - n * h;
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < h; i++) p[w + s * h + i] *= (float) (d0[s] / dev[s]);
      p[bias + s] = (float) ((d0[s] * p[bias + s] + m0[s] - mean[s]) / dev[s]);
    }
    critic.setParameters(p, 0);
  }
}
