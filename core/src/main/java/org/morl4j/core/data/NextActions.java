package org.morl4j.core.data;

import java.util.Arrays;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Transitions of n environments that wait for the action that follows them. Where an episode
 * terminates, none follows and zeros stand for it; where a time limit cuts it, it stays unknown.
 */
final class NextActions implements Savable {
  private final int features;
  private final int actSize;
  private final boolean[] waits; // [n]
  private final float[] obs; // [n, F] what the waiting ones led to
  private final float[] act; // [A] of the one that goes on now

  NextActions(Shape shape, int n) {
    features = shape.features();
    actSize = shape.actSize();
    waits = new boolean[n];
    obs = new float[Math.multiplyExact(n, features)];
    act = new float[actSize];
  }

  /**
   * Takes the end of environment {@code i}'s oldest span.
   *
   * @param nextObs encoded [F]
   * @return true if its next action is known: it terminated. Else it waits, or never will be known
   */
  boolean known(int i, float[] nextObs, VectorStep step) {
    Arrays.fill(act, 0);
    if (!step.ended(i)) {
      waits[i] = true;
      System.arraycopy(nextObs, 0, obs, i * features, features);
    }
    return step.terminated()[i];
  }

  /** Takes environment {@code i}'s action [n, A]; true if one waits for it. */
  boolean acted(int i, double[] rawAct) {
    if (!waits[i]) {
      return false;
    }
    waits[i] = false;
    for (int j = 0; j < actSize; j++) {
      act[j] = (float) rawAct[i * actSize + j];
    }
    return true;
  }

  /** Copies what environment {@code i}'s waiting transition led to. */
  float[] obs(int i, float[] out) {
    System.arraycopy(obs, i * features, out, 0, features);
    return out;
  }

  /** The action that was last found [A]. */
  float[] act() {
    return act;
  }

  /** Nothing of environment {@code i} waits any more. */
  void forget(int i) {
    waits[i] = false;
  }

  @Override
  public void save(State out) {
    out.put("waits", waits);
    out.put("obs", obs);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.booleans("waits", waits.length), 0, waits, 0, waits.length);
    System.arraycopy(in.floats("obs", obs.length), 0, obs, 0, obs.length);
  }
}
