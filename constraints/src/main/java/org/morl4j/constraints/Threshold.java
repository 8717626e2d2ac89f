package org.morl4j.constraints;

import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/** Where a limit is: given, or fixed when the starting policy has been measured. */
public sealed interface Threshold {
  /** The limit, given the starting policy's value G. */
  double value(double start);

  /**
   * A length in the limit's units by which distances to it are judged.
   *
   * @param usual what it is where nothing else is said, {@link
   *     org.morl4j.core.constraint.Limit#scale}
   */
  double scale(double start, double usual);

  /** Whether it hangs on the starting policy's value. */
  default boolean relative() {
    return true;
  }

  /** Its name among thresholds. */
  String kind();

  /** What makes it, in order. */
  Vec numbers();

  /** Writes it under names of its own. */
  default void save(State out) {
    out.put("kind", kind());
    out.put("numbers", numbers().toArray());
  }

  /**
   * What {@link #save} wrote.
   *
   * @throws StateException if it is of a kind that this version doesn't know
   */
  static Threshold restore(State in) {
    String kind = in.string("kind");
    double[] numbers = in.doubles("numbers");
    return switch (kind) {
      case Absolute.KIND -> new Absolute(numbers[0]);
      case Relative.KIND -> new Relative(numbers[0], numbers[1]);
      case Shifted.KIND -> new Shifted(numbers[0], numbers[1]);
      default ->
          throw new StateException(
              "The saved threshold is of the kind %s, which this version doesn't know. Maybe it was written by another release."
                  .formatted(kind));
    };
  }

  /** A number. */
  record Absolute(double limit) implements Threshold {
    private static final String KIND = "absolute";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Vec numbers() {
      return Vec.of(limit);
    }

    @Override
    public double value(double start) {
      return limit;
    }

    @Override
    public double scale(double start, double usual) {
      return usual;
    }

    @Override
    public boolean relative() {
      return false;
    }
  }

  /**
   * C-MORL's relative bound (arXiv 2410.02236) with a slack that loosens for negative returns too,
   * where beta G would tighten: b = G - (1 - beta) max(|G|, floor); where both are 0, of 1.
   *
   * @param beta 0 to 1, the paper's best is 0.9
   * @param floor 0 or more, under the training discount; keeps some slack where G is near 0
   */
  record Relative(double beta, double floor) implements Threshold {
    private static final String KIND = "relative";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Vec numbers() {
      return Vec.of(beta, floor);
    }

    public Relative {
      Check.open01("beta", beta);
      Check.notNegative("floor", floor);
    }

    @Override
    public double value(double start) {
      return start - slack(start);
    }

    @Override
    public double scale(double start, double usual) {
      return slack(start);
    }

    private double slack(double start) {
      double size = Math.max(Math.abs(start), floor);
      return (1 - beta) * (size > 0 ? size : 1);
    }
  }

  /**
   * A number, given as its distance from the starting policy's return, so that the policy may have
   * been measured acting otherwise than it trains: b = G + offset.
   *
   * @param offset threshold minus the starting policy's return, both under the training discount;
   *     positive where the start violates it
   * @param scale positive
   */
  record Shifted(double offset, double scale) implements Threshold {
    private static final String KIND = "shifted";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Vec numbers() {
      return Vec.of(offset, scale);
    }

    public Shifted {
      if (!Double.isFinite(offset)) {
        throw new IllegalArgumentException("offset is " + offset + ", but must be finite.");
      }
      Check.positive("scale", scale);
    }

    @Override
    public double value(double start) {
      return start + offset;
    }

    @Override
    public double scale(double start, double usual) {
      return scale;
    }
  }
}
