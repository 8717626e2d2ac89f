package org.morl4j.agents.dice;

import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Mlps;
import org.morl4j.nn.Combination;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * State values V_1 .. V_n of S signals in one flat vector of parameters, with a target copy, and
 * three gradients of that vector: of losses at the state, at the next state, and of the value
 * itself. B rows.
 */
final class DualValue implements Composite {
  private static final int AT_STATE = 0;
  private static final int AT_NEXT = 1;
  private static final int OF_VALUE = 2;
  private static final Combination ORTHOGONAL = new Combination.Orthogonal(1);
  private static final Combination SUM = new Combination.Sum();

  private final Trainable networks;
  private final Network[] next; // of the live parameters, with activations of their own
  private final int signals;
  private float[] mixed = {}; // [B]
  private float[] least = {}; // [B]
  private double norm;

  DualValue(Mlps mlps, boolean layerNorm, boolean twin) {
    signals = mlps.shape().signals();
    NetworkSpec one = mlps.spec(mlps.shape().state(), layerNorm, signals);
    TrainableSpec spec = TrainableSpec.of(one).withTarget(true).withSlots(3);
    networks = mlps.trainable(twin ? spec.with(one) : spec);
    next = new Network[twin ? 2 : 1];
    for (int h = 0; h < next.length; h++) {
      next[h] = networks.pass(h);
    }
  }

  /** n. */
  int heads() {
    return next.length;
  }

  /** V_h at states [B, F + m], live [B, S]. */
  float[] at(int h, float[] state, int rows) {
    return networks.network(h).forward(state, rows);
  }

  /** V_h at next states, which leaves the activations of {@link #at} be, live [B, S]. */
  float[] atNext(int h, float[] state, int rows) {
    return next[h].forward(state, rows);
  }

  /**
   * The target copy of least mixed value.
   *
   * @param state [B, F + m]
   * @param out [B, S], written
   */
  void target(float[] state, BatchRows rows, float[] out) {
    int n = rows.size();
    if (mixed.length != n) {
      mixed = new float[n];
      least = new float[n];
    }
    float[] first = networks.target(0).forward(state, n);
    System.arraycopy(first, 0, out, 0, n * signals);
    rows.mix(first, least);
    for (int h = 1; h < next.length; h++) {
      float[] other = networks.target(h).forward(state, n);
      rows.mix(other, mixed);
      for (int i = 0; i < n; i++) {
        if (mixed[i] < least[i]) {
          least[i] = mixed[i];
          System.arraycopy(other, i * signals, out, i * signals, signals);
        }
      }
    }
  }

  /** dL/dV_h of a loss of the last {@link #at} [B, S]. */
  void backward(int h, float[] dV) {
    networks.network(h).backward(dV, networks.gradient(AT_STATE), networks.offset(h), null);
  }

  /** dL/dV_h of a loss of the last {@link #atNext} [B, S]. */
  void backwardNext(int h, float[] dV) {
    next[h].backward(dV, networks.gradient(AT_NEXT), networks.offset(h), null);
  }

  /** dL/dV_h of what nothing is projected on, at the last {@link #at} [B, S]. */
  void backwardValue(int h, float[] dV) {
    networks.network(h).backward(dV, networks.gradient(OF_VALUE), networks.offset(h), null);
  }

  /** Adds what of the next states' gradient is orthogonal to that of the states. */
  void addOrthogonal() {
    networks.combine(ORTHOGONAL, AT_STATE, AT_NEXT);
  }

  /** Adds the next states' gradient as it is. */
  void addNext() {
    networks.combine(SUM, AT_STATE, AT_NEXT);
  }

  /** A step along all that was added and the value's gradient. */
  void step(double learningRate) {
    networks.combine(SUM, AT_STATE, OF_VALUE);
    norm = networks.norm(AT_STATE);
    networks.step(AT_STATE, learningRate);
  }

  void track(double polyak) {
    networks.track(polyak);
  }

  /** The last step's gradient's norm. */
  double norm() {
    return norm;
  }

  /** A copy of the gradient that is stepped along. */
  float[] gradient() {
    return networks.gradient(AT_STATE).copy();
  }

  /** A copy of the next states' gradient. */
  float[] nextGradient() {
    return networks.gradient(AT_NEXT).copy();
  }

  /** A copy of the value's own gradient. */
  float[] ownGradient() {
    return networks.gradient(OF_VALUE).copy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("networks", networks);
  }
}
