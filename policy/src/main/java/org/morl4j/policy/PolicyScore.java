package org.morl4j.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Mode;

/**
 * What a policy was measured to return, and how.
 *
 * @param objectives their names
 * @param returns mean of each [m]
 * @param preference the one it was measured under [m], or null; one that takes none ignores it
 * @param mode how it acted then; limits were checked on the policy that acts like this
 */
public record PolicyScore(
    List<String> objectives, Vec returns, @Nullable Vec preference, Mode mode) {
  public PolicyScore {
    objectives = List.copyOf(objectives);
  }
}
