package org.morl4j.configs.run;

import java.util.Set;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.HookUse;

/** Whether an agent can do what limits and search ask of it, asked before anything is trained. */
final class ConstraintFit {
  private ConstraintFit() {}

  /**
   * Checks every stage of the search.
   *
   * @throws IllegalArgumentException naming the setting and a remedy
   */
  static void check(RunConfig config) {
    Set<Hook> served = config.agent().factory().requirements().hooks();
    for (HookUse use : config.search().hooks()) {
      use.check(served, Catalogue.serving(use.hook()));
    }
  }
}
