package org.morl4j.agents.ope;

import java.util.Arrays;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;

/**
 * The unit that each signal's returns are learned in.
 *
 * <pre>
 *   unit_s = rms(r_s) / (1 - gamma_s),  at most 1000 rms(r_s)
 * </pre>
 *
 * A return in it is about 1 at most, whatever rewards are counted in. A signal that is always 0 has
 * the unit 1.
 */
final class SignalUnits {
  private static final double LONGEST = 1000;

  private SignalUnits() {}

  /**
   * Reads data through.
   *
   * @param scaled false for units of 1
   * @throws IllegalArgumentException if a discount is 1, or a row sums several steps
   */
  static double[] of(DataView data, Signals signals, boolean scaled) {
    signals.all().forEach(signal -> requireDiscount(signal.name(), signal.gamma()));
    double[] squares = new double[signals.size()];
    long row = 0;
    for (Batch batch : data.batches()) {
      for (int i = 0; i < batch.rows(); i++) {
        requireSingle(batch.steps()[i], row++);
        for (int s = 0; s < squares.length; s++) {
          squares[s] += batch.value(i, s) * batch.value(i, s);
        }
      }
    }
    double[] unit = new double[squares.length];
    Arrays.fill(unit, 1);
    for (int s = 0; s < unit.length && scaled; s++) {
      double horizon = Math.min(LONGEST, 1 / (1 - signals.get(s).gamma()));
      unit[s] = squares[s] == 0 ? 1 : Math.sqrt(squares[s] / data.size()) * horizon;
    }
    return unit;
  }

  private static void requireDiscount(String name, double gamma) {
    if (gamma >= 1) {
      throw new IllegalArgumentException(
          "The discount of %s is 1, but fitted Q evaluation needs one below 1: it goes on after time limits. Maybe evaluate under 0.99."
              .formatted(name));
    }
  }

  private static void requireSingle(int steps, long row) {
    if (steps != 1) {
      throw new IllegalArgumentException(
          "Row %d of the data is a sum over %d steps of the policy that acted, but fitted Q evaluation needs single steps. Maybe keep a replay with agent.replay.nStep 1."
              .formatted(row, steps));
    }
  }
}
