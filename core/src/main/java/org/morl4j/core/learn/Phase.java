package org.morl4j.core.learn;

/** What a part of a training learns from, and so what it is counted in. */
public enum Phase {
  /** On recorded data, without an environment: counted in updates. */
  OFFLINE("updates"),
  /** By acting in an environment: counted in its transitions. */
  ONLINE("transitions");

  private final String unit;

  Phase(String unit) {
    this.unit = unit;
  }

  /** What amounts of it are counted in. */
  public String unit() {
    return unit;
  }
}
