package org.morl4j.envs.classic;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Whether an episode runs, and what every step must refuse. */
public final class EpisodeGuard implements Savable {
  /** The dynamics follow these releases. */
  static final String MO_GYMNASIUM = "native, after mo-gymnasium 1.3.2";

  static final String GYMNASIUM = "native, after gymnasium 1.4.0";

  private final String id;
  private boolean running;

  /**
   * @param id what messages call the environment
   */
  public EpisodeGuard(String id) {
    this.id = id;
  }

  public void begin() {
    running = true;
  }

  public void end() {
    running = false;
  }

  /** Refuses a step outside an episode. */
  public void requireRunning() {
    if (!running) {
      throw new IllegalStateException(
          id + ": step without a running episode. Maybe call reset first.");
    }
  }

  /** The discrete action in {@code act}, 0 to {@code n - 1}; checks that an episode runs. */
  public int discrete(double[] act, int n) {
    requireRunning();
    int action = (int) act[0];
    if (action != act[0] || action < 0 || action >= n) {
      throw new IllegalArgumentException(
          id + ": the action is " + act[0] + ", but must be a whole number from 0 to " + (n - 1));
    }
    return action;
  }

  @Override
  public void save(State out) {
    out.put("running", running ? 1L : 0L);
  }

  @Override
  public void restore(State in) {
    running = in.scalarLong("running") != 0;
  }
}
