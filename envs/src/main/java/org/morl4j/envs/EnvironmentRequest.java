package org.morl4j.envs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.envs.EnvironmentSource.Setting;

/**
 * An environment as it is asked for.
 *
 * @param id {@code PREFIX:NAME}
 * @param timeLimit steps after which an episode is truncated; 0 for the registered limit
 * @param kwargs of the environment's constructor, in their order
 * @param workers processes that rows are spread over; 0 to choose by cores
 * @param pythonPath folders that Python modules are searched in first
 * @param signals names of objectives and costs
 */
public record EnvironmentRequest(
    String id,
    int timeLimit,
    Map<String, Object> kwargs,
    int workers,
    List<String> pythonPath,
    SignalNames signals) {
  public EnvironmentRequest {
    Check.atLeast("timeLimit", timeLimit, 0);
    Check.atLeast("workers", workers, 0);
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    pythonPath = List.copyOf(pythonPath);
  }

  /** That environment with everything else as registered. */
  public static EnvironmentRequest of(String id) {
    return new EnvironmentRequest(id, 0, Map.of(), 0, List.of(), SignalNames.DEFAULT);
  }

  /** The part of the id before its first colon; empty if there is none. */
  public String prefix() {
    return id.substring(0, Math.max(0, id.indexOf(':')));
  }

  /** The part of the id after its first colon. */
  public String name() {
    return id.substring(id.indexOf(':') + 1);
  }

  /** The settings given of those that not every source takes. */
  Set<Setting> given() {
    Set<Setting> given = new LinkedHashSet<>();
    if (!kwargs.isEmpty()) {
      given.add(Setting.KWARGS);
    }
    if (!signals.objectives().isEmpty()) {
      given.add(Setting.OBJECTIVES);
    }
    if (!signals.minimise().isEmpty()) {
      given.add(Setting.MINIMISE);
    }
    if (!signals.costs().isEmpty()) {
      given.add(Setting.COSTS);
    }
    if (workers != 0) {
      given.add(Setting.WORKERS);
    }
    if (!pythonPath.isEmpty()) {
      given.add(Setting.PYTHON_PATH);
    }
    return given;
  }
}
