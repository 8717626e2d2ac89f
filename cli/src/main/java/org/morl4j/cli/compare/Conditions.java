package org.morl4j.cli.compare;

import java.util.Map;

/**
 * Under what a run was measured: values as JSON, by the key that sets them.
 *
 * @param known whether the run's settings are known; other libraries' CSV tells none
 * @param task what makes scores comparable: runs of one task agree in it
 * @param circumstances what a reader should know where runs differ in it
 */
public record Conditions(
    boolean known, Map<String, String> task, Map<String, String> circumstances) {
  static final String REFERENCE = "reference";
  static final String TRANSITIONS = "training_transitions";
  static final String HORIZON = "environment.timeLimit";
  static final String ESTIMATED = "estimated returns";
  static final String GAMMA = "evaluation.gamma";

  /** Of a run that tells nothing but how long it trained. */
  static Conditions unknown(double transitions) {
    return new Conditions(false, Map.of(), Map.of(TRANSITIONS, Long.toString((long) transitions)));
  }
}
