package org.morl4j.core.constraint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a limit stands.
 *
 * @param name of the limit
 * @param value as estimated now; NaN before the first whole episode, as is all that hangs on it
 * @param limit itself
 * @param scale what violations are divided by to be free of units
 * @param violation value beyond the limit, in its units; negative with room left
 * @param multiplier of the limit; NaN where it has none
 */
public record LimitReading(
    String name,
    double value,
    double limit,
    double scale,
    double violation,
    MultiplierReading multiplier) {
  /**
   * A multiplier.
   *
   * @param free of units: how much an episode's deviation of the limited signal weighs beside one
   *     of what is maximised
   * @param raw units of what is maximised per unit of the limited signal
   * @param capped whether it has stood at its cap for long
   */
  public record MultiplierReading(double free, double raw, boolean capped) {
    /** Of a limit that has none. */
    public static final MultiplierReading NONE =
        new MultiplierReading(Double.NaN, Double.NaN, false);
  }

  /** The same as metrics: {@code constraint/NAME/value} and so on, those that are not NaN. */
  public Map<String, Double> metrics() {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("value", value);
    all.put("limit", limit);
    all.put("violation", violation);
    all.put("violation_free", violation / scale);
    all.put("multiplier", multiplier.free());
    all.put("multiplier_raw", multiplier.raw());
    Map<String, Double> named = new LinkedHashMap<>();
    all.forEach(
        (key, number) -> {
          if (!number.isNaN()) {
            named.put("constraint/" + name + "/" + key, number);
          }
        });
    return named;
  }
}
