package org.morl4j.configs.json;

/**
 * Where a piece of JSON was given: line and column from 1 in a file, or an option of the command
 * line, which has neither (0).
 */
record Place(String source, int line, int column) {
  static Place option(String option) {
    return new Place(option, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
