package org.morl4j.envs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.SignalRule;

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

  public SignalNames {
    Check.allowed(SignalNames.class, "objectives", objectives);
    Check.allowed(SignalNames.class, "minimise", minimise);
    Check.allowed(SignalNames.class, "costs", costs);
    objectives = List.copyOf(objectives);
    minimise = List.copyOf(minimise);
    costs = List.copyOf(costs);
    Set<String> seen = new HashSet<>();
    SignalRule.require("objectives", objectives, seen);
    SignalRule.require("costs", costs, seen);
    SignalRule.require("minimise", minimise, new HashSet<>());
    if (!objectives.isEmpty()) {
      requireMinimised(minimise, objectives);
    }
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
