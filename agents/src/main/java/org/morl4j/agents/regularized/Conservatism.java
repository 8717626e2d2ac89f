package org.morl4j.agents.regularized;

import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/** How much CQL's term counts: c, by {@code type}. */
public sealed interface Conservatism {
  /** What holds c, and learns it where it is learned. */
  Temperature multiplier();

  /** What the term's difference is to come to; 0 where c doesn't depend on it. */
  double gap();

  /**
   * The same from start to end (CQL(H)).
   *
   * @param weight c
   */
  record Fixed(@Allowed(min = 0, max = 1e12) double weight) implements Conservatism {
    /** CORL's for locomotion: 10 beside a squared error without 1/2. */
    public static final Fixed DEFAULT = new Fixed(5);

    public Fixed {
      Check.allowed(Fixed.class, "weight", weight);
    }

    @Override
    public Temperature multiplier() {
      return new Temperature(new TemperatureOptions.Fixed(weight), 0);
    }

    @Override
    public double gap() {
      return 0;
    }
  }

  /**
   * Learned so that the difference comes to a gap: it rises while the difference is larger (the
   * form with a Lagrange multiplier in the paper's appendix).
   *
   * @param initial c at the start
   * @param rate Adam's rate on log c
   * @param gap of the mixed value
   */
  record Gap(
      @Allowed(above = 0, max = 1e12) double initial,
      @Allowed(above = 0, max = 1000) double rate,
      @Allowed(min = -1e9, max = 1e9) double gap)
      implements Conservatism {
    /** CORL's for antmaze: 5 e beside a squared error without 1/2. */
    public static final Gap DEFAULT = new Gap(6.8, 3e-4, 0.8);

    public Gap {
      Check.allowed(Gap.class, "initial", initial);
      Check.allowed(Gap.class, "rate", rate);
      Check.allowed(Gap.class, "gap", gap);
    }

    @Override
    public Temperature multiplier() {
      return new Temperature(new TemperatureOptions.Learned(initial, rate, -gap), 0);
    }

    /** The same with another {@code initial}. */
    public Gap withInitial(double value) {
      return new Gap(value, rate, gap);
    }

    /** The same with another {@code rate}. */
    public Gap withRate(double value) {
      return new Gap(initial, value, gap);
    }

    /** The same with another {@code gap}. */
    public Gap withGap(double value) {
      return new Gap(initial, rate, value);
    }
  }
}
