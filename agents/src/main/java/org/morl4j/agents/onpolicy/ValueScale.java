package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;

/**
 * The units in which a critic's heads learn: for each signal the mean mu and deviation sigma of all
 * its value targets so far, so that signals of any size are learnt alike at one rate.
 *
 * <pre>
 *   V_s = mu_s + sigma_s out_s
 *   w_s' = w_s sigma_s / sigma_s'      b_s' = (sigma_s b_s + mu_s - mu_s') / sigma_s'
 * </pre>
 *
 * When new targets move mu and sigma, the last layer (w, b) of a critic of numbers follows, so that
 * no value changes: PopArt (van Hasselt et al. 2016, arXiv 1602.07714, proposition 1), with moments
 * over everything in place of its moving averages. Distributions don't follow: their values move.
 * Switched off, mu is 0 and sigma 1 for good.
 */
final class ValueScale implements Savable {
  private final boolean active;
  private final int signals;
  private final RunningMoments moments;

  ValueScale(int signals, boolean active) {
    this.signals = signals;
    this.active = active;
    moments = new RunningMoments(signals);
  }

  /** Outputs [rows, S] to values, in place. */
  void decode(float[] values, int rows) {
    for (int s = 0; s < signals && active; s++) {
      double mean = moments.mean(s);
      double deviation = moments.deviation(s);
      for (int i = 0, k = s; i < rows; i++, k += signals) {
        values[k] = (float) (mean + deviation * values[k]);
      }
    }
  }

  /** Values [rows, S] to outputs, in place. */
  void encode(float[] values, int rows) {
    for (int s = 0; s < signals && active; s++) {
      double mean = moments.mean(s);
      double deviation = moments.deviation(s);
      for (int i = 0, k = s; i < rows; i++, k += signals) {
        values[k] = (float) ((values[k] - mean) / deviation);
      }
    }
  }

  int signals() {
    return signals;
  }

  /** Takes in new targets [rows, S]: what a critic puts out then stands for other values. */
  void add(float[] targets, int rows) {
    if (active) {
      moments.add(targets, rows);
    }
  }

  /**
   * Takes in new targets [rows, S] and keeps the values of a critic, one output a signal, as they
   * are.
   *
   * @param block where {@code critic} holds its network
   */
  void add(float[] targets, int rows, Trainable critic, int block) {
    if (!active) {
      return;
    }
    RunningMoments old = moments.copy();
    moments.add(targets, rows);
    float[] parameters = new float[critic.parameterCount()];
    critic.read(parameters);
    Network network = critic.network(block);
    int bias = critic.offset(block) + network.parameterCount() - signals;
    int inputs = lastInputs(network.spec());
    for (int s = 0; s < signals; s++) {
      double deviation = moments.deviation(s);
      double factor = old.deviation(s) / deviation;
      int weight = bias - (signals - s) * inputs;
      for (int i = 0; i < inputs; i++) {
        parameters[weight + i] *= (float) factor;
      }
      double shift = (old.mean(s) - moments.mean(s)) / deviation;
      parameters[bias + s] = (float) (factor * parameters[bias + s] + shift);
    }
    critic.write(parameters);
  }

  private static int lastInputs(NetworkSpec critic) {
    int layers = critic.layers().size();
    return layers == 1 ? critic.inputs() : critic.layers().get(layers - 2).units();
  }

  @Override
  public void save(State out) {
    moments.save(out);
  }

  @Override
  public void restore(State in) {
    moments.restore(in);
  }
}
