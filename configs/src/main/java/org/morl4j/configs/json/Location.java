package org.morl4j.configs.json;

/**
 * Where a piece of JSON was given: line and column from 1 in a file, or an option of the command
 * line, which has neither (0).
 */
record Location(String source, int line, int column) {
  static Location option(String option) {
    return new Location(option, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
