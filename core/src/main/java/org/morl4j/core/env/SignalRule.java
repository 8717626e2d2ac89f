package org.morl4j.core.env;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.morl4j.core.check.Check;

/**
 * What objectives and costs may be called: their names head columns of tables and stand in pages,
 * so nothing that ends a cell or a line, and no name that another column has.
 */
public final class SignalRule {
  private static final Pattern NAME =
      Pattern.compile(
          "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M} ._/()%^*-]{0,58}[\\p{L}\\p{N}\\p{M}._)%*-])?");

  /** The other columns of front.csv and evaluations.csv, and of the table of several seeds. */
  private static final Set<String> COLUMNS =
      Set.of(
          "policy",
          "within_limits",
          "estimated",
          "job",
          "transitions",
          "updates",
          "evaluation_transitions",
          "episodes",
          "seed");

  /** What stands behind a signal's name in the names of further columns. */
  private static final List<String> ENDINGS =
      List.of(
          "_standard_error",
          "_predicted",
          "_measured",
          "_bias",
          "_bias_deviation",
          "_bias_samples");

  /** Where the columns of limits begin. */
  private static final String LIMITS = "constraint/";

  private SignalRule() {}

  /**
   * Requires that names can stand side by side.
   *
   * @param key what they are, for the message
   * @param seen those before them, to which they are added
   * @throws IllegalArgumentException if one is no name, or one that is taken
   */
  public static void require(String key, List<String> names, Set<String> seen) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!NAME.matcher(name).matches()) {
        throw refused(
            key,
            i,
            name,
            "but must be 1 to 60 letters, digits, blanks and ._/()%^*-, beginning with a letter or"
                + " digit. Maybe a unit stands in brackets: \"supply (m3)\".");
      }
      if (!seen.add(name)) {
        throw refused(key, i, name, "which names another signal already. Maybe number them.");
      }
      if (COLUMNS.contains(name) || name.startsWith(LIMITS)) {
        throw refused(
            key,
            i,
            name,
            "which names another column of a run's tables. Maybe add a word or its unit to it.");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      for (String ending : ENDINGS) {
        if (name.endsWith(ending)
            && seen.contains(name.substring(0, name.length() - ending.length()))) {
          throw refused(
              key,
              i,
              name,
              "which the tables of a run call the %s of another signal. Maybe end it otherwise."
                  .formatted(ending.substring(1).replace('_', ' ')));
        }
      }
    }
  }

  private static IllegalArgumentException refused(String key, int i, String name, String why) {
    return new IllegalArgumentException(
        "%s[%d] is %s, %s".formatted(key, i, Check.quoted(name, 60), why));
  }
}
