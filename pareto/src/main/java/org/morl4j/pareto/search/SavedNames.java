package org.morl4j.pareto.search;

import java.util.regex.Pattern;
import org.morl4j.core.state.StateException;

/**
 * Names of jobs and policies that come from saved state: they become names of files and folders, so
 * nothing but what a search names so gets in.
 */
final class SavedNames {
  private static final Pattern POLICY = Pattern.compile("[A-Za-z0-9]+");
  private static final Pattern JOB = Pattern.compile("s[0-9]{1,9}r[0-9]{1,9}j[0-9]{2,9}");

  private SavedNames() {}

  static boolean isJob(String name) {
    return JOB.matcher(name).matches();
  }

  /**
   * The name of a job.
   *
   * @throws StateException if it can't be one
   */
  static String job(String name) {
    return checked("a job", name, isJob(name), "such as s1r0j00");
  }

  /**
   * The id of a policy.
   *
   * @throws StateException if it can't be one
   */
  static String policy(String id) {
    return checked("a policy", id, POLICY.matcher(id).matches(), "of letters and digits");
  }

  private static String checked(String what, String name, boolean good, String allowed) {
    if (good) {
      return name;
    }
    int shown = Math.min(40, name.length());
    throw new StateException(
        """
        The saved state names %s "%s", but names are %s. Maybe it was edited: put back a copy of \
        the run's checkpoints."""
            .formatted(what, name.substring(0, shown).replaceAll("\\p{Cntrl}", "?"), allowed));
  }
}
