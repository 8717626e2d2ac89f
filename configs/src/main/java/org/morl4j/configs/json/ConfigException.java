package org.morl4j.configs.json;

import java.util.List;
import org.morl4j.core.check.Check;

/**
 * A config that can't be used. The message has one line a problem: place ({@code
 * file:line:column}), path, value, what is allowed and, where one is likely, a remedy.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Problems that a message tells, most. */
  static final int SHOWN = 20;

  /** Characters of a message, most. */
  private static final int LONGEST = 1900;

  private final List<String> problems;

  public ConfigException(List<String> problems) {
    this.problems = problems.stream().map(Check::plainLines).toList();
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A ConfigException needs at least one problem.");
    }
  }

  public ConfigException(String problem) {
    this(List.of(problem));
  }

  /** All problems, also those that the message leaves out because there are too many. */
  public List<String> problems() {
    return problems;
  }

  @Override
  public String getMessage() {
    return message(problems);
  }

  private static String message(List<String> problems) {
    StringBuilder shown = new StringBuilder(shortened(problems.get(0)));
    int told = 1;
    while (told < Math.min(SHOWN, problems.size())
        && shown.length() + 1 + problems.get(told).length() <= LONGEST) {
      shown.append('\n').append(shortened(problems.get(told)));
      told++;
    }
    int left = problems.size() - told;
    return left == 0 ? shown.toString() : shown + "\nand " + left + " more.";
  }

  private static String shortened(String problem) {
    return problem.length() <= LONGEST ? problem : problem.substring(0, LONGEST - 3) + "...";
  }
}
