package org.morl4j.core.constraint;

/** What a limit counts of an episode. */
public enum Per {
  /** sum_t x_t, undiscounted. */
  EPISODE_SUM {
    @Override
    public double of(Episode episode, int signal) {
      return episode.sum().get(signal);
    }

    @Override
    public double worth(double length, double horizon) {
      return length / horizon;
    }
  },
  /** sum_t gamma^t x_t. */
  DISCOUNTED {
    @Override
    public double of(Episode episode, int signal) {
      return episode.discounted().get(signal);
    }

    @Override
    public double worth(double length, double horizon) {
      return 1;
    }
  },
  /** sum_t x_t / T. */
  STEP_MEAN {
    @Override
    public double of(Episode episode, int signal) {
      return episode.sum().get(signal) / episode.length();
    }

    @Override
    public double worth(double length, double horizon) {
      return 1 / horizon;
    }
  };

  /** What it counts of one episode. */
  public abstract double of(Episode episode, int signal);

  /**
   * What a unit of discounted return is worth in units of this: a change of x at every step alike
   * is taken for granted.
   *
   * @param length mean steps of an episode
   * @param horizon H, mean over episodes of sum_t gamma^t
   */
  public abstract double worth(double length, double horizon);
}
