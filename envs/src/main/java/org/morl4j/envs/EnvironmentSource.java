package org.morl4j.envs;

import java.util.List;
import java.util.Set;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;

/**
 * What opens the environments behind the ids {@code PREFIX:NAME}. A new source is a public class
 * with a public constructor without arguments and a line in {@code
 * META-INF/services/org.morl4j.envs.EnvironmentSource}. For a single environment in Java there is
 * the simpler {@link EnvironmentProvider}.
 */
public interface EnvironmentSource {
  /** A setting that not every source takes. */
  enum Setting {
    /** Arguments of the environment's constructor. */
    KWARGS("kwargs"),
    /** Names of the objectives. */
    OBJECTIVES("objectives"),
    /** Objectives of which less is better. */
    MINIMISE("minimise"),
    /** Names of the cost components. */
    COSTS("costs"),
    /** Processes that rows are spread over. */
    WORKERS("workers"),
    /** Folders that Python modules are searched in. */
    PYTHON_PATH("pythonPath");

    private final String key;

    Setting(String key) {
      this.key = key;
    }

    /** Its key in a config's {@code environment}. */
    public String key() {
      return key;
    }
  }

  /**
   * What ids of environments look like that are too many to be listed.
   *
   * @param form of the id, e.g. {@code gymnasium:ID}
   * @param objectives which objectives and costs such an environment has
   */
  record IdForm(String form, String objectives) {}

  /** The parts of an id before its first colon that belong to this source. */
  List<String> prefixes();

  /** The settings it takes; a request with others is refused before {@link #open}. */
  default Set<Setting> takes() {
    return Set.of();
  }

  /**
   * Opens {@code rows} copies of an environment, with the time limit of the request.
   *
   * @param request with one of this source's {@link #prefixes()} and settings that it {@link
   *     #takes()}
   * @throws IllegalArgumentException if there is no environment of that name, or a setting doesn't
   *     fit it
   * @throws org.morl4j.core.env.EnvException if it can't be opened
   */
  VectorEnv open(EnvironmentRequest request, int rows);

  /** The same request, so that what it opens can draw; most need not be told. */
  default EnvironmentRequest toDraw(EnvironmentRequest request) {
    return request;
  }

  /** The environments that can be listed without starting anything. */
  default List<EnvSpec> known() {
    return List.of();
  }

  /** The ids of all others. */
  default List<IdForm> forms() {
    return List.of();
  }
}
