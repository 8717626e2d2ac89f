package org.morl4j.core.data;

import java.util.OptionalDouble;

/**
 * Optional columns of a {@link Batch}; what a learner needs it names in its requirements, and each
 * source says which it gives. Numbers of rows, episodes and the like are ints: floats would run
 * together from 2^24 on.
 */
public enum Column {
  /** log pi(a|s) under the policy that acted [B]. */
  LOG_PROB(Width.ONE),
  /** log pi(a|s) under a reference policy [B]. */
  REFERENCE_LOG_PROB(Width.ONE),
  /** The preference the policy acted under [B, m]. */
  PREFERENCE(Width.OBJECTIVES),
  /** Weight of the row in losses [B]; 1 where a source weighs none. */
  WEIGHT(Width.ONE, 1),
  /**
   * Where a learner writes the size of each row's TD error, for sources that draw by it [B]; NaN
   * where it did not.
   */
  TD_ERROR(Width.ONE, Double.NaN),
  /** Discounted return of every signal from the row to its episode's end [B, S]. */
  RETURN_TO_GO(Width.SIGNALS),
  /** The raw action that followed at nextObs; zeros where the episode terminated there [B, A]. */
  NEXT_ACT(Width.ACT),
  /** Encoded first observation of the row's episode [B, F]. */
  INITIAL_OBS(Width.OBS),
  /** Values of the auxiliary signals, which no environment gives [B, S - m - k]. */
  AUXILIARY(Width.AUXILIARIES),
  /** What a judge says: 1 pass, -1 fail, 0 abstains [B]. */
  VERDICT(Kind.INT, Width.ONE, OptionalDouble.of(0)),
  /** Which of several sources the row comes from, from 0 in the order they are named [B]. */
  SOURCE(Kind.INT, Width.ONE, OptionalDouble.empty()),
  /** Number of the row's task [B]. */
  TASK(Kind.INT, Width.ONE, OptionalDouble.empty()),
  /** Number of the group of rows that began alike, such as answers to one prompt [B]. */
  GROUP(Kind.INT, Width.ONE, OptionalDouble.empty()),
  /** Number of the row within its source [B]. */
  ROW(Kind.INT, Width.ONE, OptionalDouble.empty()),
  /** Number of the row's episode within its source [B]. */
  EPISODE(Kind.INT, Width.ONE, OptionalDouble.empty());

  /** What a column's numbers are. */
  public enum Kind {
    FLOAT,
    INT
  }

  /** How many numbers a row has. */
  public enum Width {
    ONE,
    /** A: those of a raw action. */
    ACT,
    /** F: the features of an observation. */
    OBS,
    /** m. */
    OBJECTIVES,
    /** S. */
    SIGNALS,
    /** S - m - k. */
    AUXILIARIES
  }

  private final Kind kind;
  private final Width width;
  private final OptionalDouble neutral;

  Column(Width width) {
    this(Kind.FLOAT, width, OptionalDouble.empty());
  }

  Column(Width width, double neutral) {
    this(Kind.FLOAT, width, OptionalDouble.of(neutral));
  }

  Column(Kind kind, Width width, OptionalDouble neutral) {
    this.kind = kind;
    this.width = width;
    this.neutral = neutral;
  }

  public Kind kind() {
    return kind;
  }

  public Width width() {
    return width;
  }

  /**
   * What stands in rows of a source that lacks this column where another source of the same batch
   * has it; empty for a column that nothing can stand in for.
   */
  public OptionalDouble neutral() {
    return neutral;
  }
}
