package org.morl4j.configs.json;

import java.util.List;

/**
 * A config that can't be used. The message has one line a problem: place ({@code
 * file:line:column}), path, value, what is allowed and, where one is likely, a remedy.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final List<String> problems;

  public ConfigException(List<String> problems) {
    this.problems = List.copyOf(problems);
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
    String shown = String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())));
    return problems.size() <= SHOWN
        ? shown
        : shown + "\nand " + (problems.size() - SHOWN) + " more.";
  }
}
