package org.morl4j.core.constraint;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something in a config that acts on the learner.
 *
 * @param path where it stands in the config, e.g. {@code search.stageTwo}
 * @param hook where it acts
 * @param instead what a config can set to do without, e.g. {@code search.stageTwo to null}
 */
public record HookUse(String path, Hook hook, String instead) {
  /**
   * Refuses a learner that doesn't serve the hook.
   *
   * @param served the learner's hooks
   * @param agents names of those agents that serve this hook, for the remedy
   * @throws IllegalArgumentException naming path, hooks and remedy
   */
  public void check(Set<Hook> served, List<String> agents) {
    if (served.contains(hook)) {
      return;
    }
    String other =
        agents.isEmpty() ? "" : ", or agent.type to %s".formatted(String.join(" or ", agents));
    throw new IllegalArgumentException(
        """
        %s acts at the hook %s, but the agent serves only %s. Maybe set %s%s."""
            .formatted(path, name(hook), names(served), instead, other));
  }

  private static String names(Collection<Hook> hooks) {
    return hooks.stream().sorted().map(HookUse::name).collect(Collectors.joining(", "));
  }

  private static String name(Hook hook) {
    return hook.name().toLowerCase(Locale.ROOT);
  }
}
