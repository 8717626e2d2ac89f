package org.morl4j.agents.implicit;

/**
 * How much a reward r that {@link IqLearn}'s Q implies counts on the expert's rows: phi'(r), held
 * constant. All are at most 100, where they have a pole or beyond.
 */
public enum IqDivergence {
  /** 1: chi-square, with the penalty of r^2; without it total variation. */
  CHI_SQUARE {
    @Override
    double weight(double r) {
      return 1;
    }
  },
  /** 1 / (1 + r)^2. */
  HELLINGER {
    @Override
    double weight(double r) {
      return r <= -0.9 ? MOST : 1 / ((1 + r) * (1 + r));
    }
  },
  /** e^-r. */
  KL {
    @Override
    double weight(double r) {
      return Math.min(Math.exp(-r), MOST);
    }
  },
  /** e^-r / (2 - e^-r). */
  JENSEN_SHANNON {
    @Override
    double weight(double r) {
      double e = Math.exp(-r);
      return e >= 2 ? MOST : Math.min(e / (2 - e), MOST);
    }
  };

  private static final double MOST = 100;

  /** phi'(r). */
  abstract double weight(double r);
}
