package org.morl4j.envs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Names of a Python environment's signals, which Gymnasium does not know, and which of its rewards
 * are better the lower they are.
 *
 * @param objectives names of the reward's components in their order; empty for known or numbered
 *     ones
 * @param minimise those of the objectives of which less is better: the sign of their rewards is
 *     turned round
 * @param costs names of the cost components; empty for an environment without costs
 */
public record SignalNames(
    @Allowed(maxItems = 64, maxLength = 60) List<String> objectives,
    @Allowed(maxItems = 64, maxLength = 60) List<String> minimise,
    @Allowed(maxItems = 64, maxLength = 60) List<String> costs) {
  /** None given. */
  public static final SignalNames DEFAULT = new SignalNames(List.of(), List.of(), List.of());

  /** Names head columns of tables and stand in pages, so nothing that ends a cell or a line. */
  private static final Pattern NAME =
      Pattern.compile(
          "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M} ._/()%^*-]{0,58}[\\p{L}\\p{N}\\p{M}._)%*-])?");

  public SignalNames {
    Check.allowed(SignalNames.class, "objectives", objectives);
    Check.allowed(SignalNames.class, "minimise", minimise);
    Check.allowed(SignalNames.class, "costs", costs);
    objectives = List.copyOf(objectives);
    minimise = List.copyOf(minimise);
    costs = List.copyOf(costs);
    Set<String> seen = new HashSet<>();
    named("objectives", objectives, seen);
    named("costs", costs, seen);
    named("minimise", minimise, new HashSet<>());
    if (!objectives.isEmpty()) {
      requireMinimised(minimise, objectives);
    }
  }

  private static void named(String key, List<String> names, Set<String> seen) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            """
            %s[%d] is "%s", but must be 1 to 60 letters, digits, blanks and ._/()%%^*-, beginning \
            with a letter or digit. Maybe a unit stands in brackets: "supply (m3)"."""
                .formatted(key, i, shown(name)));
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "%s[%d] is \"%s\", which names another signal already. Maybe number them."
                .formatted(key, i, name));
      }
    }
  }

  /** A name as a message can hold it: without control characters, and not endless. */
  private static String shown(String name) {
    String plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
  }

  /**
   * Requires that what is minimised is there.
   *
   * @param of names of the objectives
   */
  public void requireMinimised(List<String> of) {
    requireMinimised(minimise, of);
  }

  private static void requireMinimised(List<String> minimise, List<String> of) {
    for (int i = 0; i < minimise.size(); i++) {
      if (!of.contains(minimise.get(i))) {
        throw new IllegalArgumentException(
            "minimise[%d] is \"%s\", but must be one of the objectives %s.%s"
                .formatted(
                    i, minimise.get(i), String.join(", ", of), Check.maybe(minimise.get(i), of)));
      }
    }
  }

  /** The same with these costs. */
  public SignalNames withCosts(List<String> names) {
    return new SignalNames(objectives, minimise, names);
  }

  /** The same with these objectives. */
  public SignalNames withObjectives(List<String> names) {
    return new SignalNames(names, minimise, costs);
  }

  /** The same with these objectives minimised. */
  public SignalNames withMinimise(List<String> names) {
    return new SignalNames(objectives, names, costs);
  }

  /** Numbers of the minimised ones among {@code of}. */
  public List<Integer> minimised(List<String> of) {
    List<Integer> numbers = new ArrayList<>();
    minimise.forEach(name -> numbers.add(of.indexOf(name)));
    return numbers;
  }
}
