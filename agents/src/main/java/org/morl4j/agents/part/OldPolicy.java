package org.morl4j.agents.part;

import java.util.Arrays;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Network;
import org.morl4j.nn.head.SquashedGaussian;

/**
 * A squashed Gaussian policy as it was a while ago, and the divergence of the present one from it.
 * B rows.
 */
final class OldPolicy implements Savable {
  private static final float[] NO_FREE = {};

  private final Network network;
  private final SquashedGaussian head;
  private float[] kl = {}; // [B]
  private float[] dKl = {};
  private float[] dOut = {}; // [B, outputs]

  /**
   * @param network whose values it begins with; copied
   */
  OldPolicy(Network network, SquashedGaussian head) {
    this.network = network.copy();
    this.head = head;
  }

  /**
   * E[KL(pi || old)]; its gradient is in {@link #dOut} then.
   *
   * @param out outputs of the present policy's network at {@code state} [B, outputs]
   */
  double kl(float[] out, float[] state, int rows) {
    if (kl.length != rows) {
      kl = new float[rows];
      dKl = new float[rows];
      dOut = new float[rows * head.outputs()];
      Arrays.fill(dKl, 1f / rows);
    }
    float[] old = network.forward(state, rows);
    head.kl(out, NO_FREE, old, NO_FREE, rows, kl);
    head.klBackward(out, NO_FREE, old, NO_FREE, rows, dKl, dOut, NO_FREE);
    double sum = 0;
    for (float value : kl) {
      sum += value;
    }
    return sum / rows;
  }

  /** d E[KL] / d(out) of the last {@link #kl}, live [B, outputs]. */
  float[] dOut() {
    return dOut;
  }

  /** Becomes the present policy. */
  void move(Network present) {
    network.track(present, 1);
  }

  @Override
  public void save(State to) {
    float[] values = new float[network.parameterCount()];
    network.getParameters(values, 0);
    to.put("parameters", values);
  }

  @Override
  public void restore(State from) {
    network.setParameters(from.floats("parameters", network.parameterCount()), 0);
  }
}
