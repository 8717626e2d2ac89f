package org.morl4j.envs.check;

/**
 * What one check found.
 *
 * @param check its name
 * @param outcome whether the contract is kept
 * @param text what came and, where that is wrong, what was expected
 * @param remedy a sentence that begins with "Maybe"; empty where nothing is to be done
 */
public record Finding(String check, Outcome outcome, String text, String remedy) {
  /** Whether the contract is kept. */
  public enum Outcome {
    OK,
    /** Allowed, but seldom meant. */
    REMARK,
    FAIL
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Outcome.OK, text, "");
  }

  static Finding remark(String check, String text, String remedy) {
    return new Finding(check, Outcome.REMARK, text, remedy);
  }

  static Finding fail(String check, String text, String remedy) {
    return new Finding(check, Outcome.FAIL, text, remedy);
  }
}
