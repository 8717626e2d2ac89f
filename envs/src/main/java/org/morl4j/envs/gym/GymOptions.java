package org.morl4j.envs.gym;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.morl4j.core.check.Check;
import org.morl4j.envs.SignalNames;

/**
 * Which Python environments to run and how.
 *
 * @param id provider and name: {@code gymnasium:CartPole-v1} (MO-Gymnasium's ids included, and
 *     {@code gymnasium:my_module:MyEnv-v0} for an id that a module registers), {@code
 *     safety-gymnasium:SafetyPointGoal1-v0}, or {@code python:my_module:MyClass} for a class, or a
 *     function that gives an environment, which is called without being registered
 * @param kwargs arguments of the constructor, JSON values
 * @param maxEpisodeSteps steps after which episodes are truncated, or 0 for the registered limit
 * @param workers Python processes, or 0 for one a core (at most one a row)
 * @param signals names of objectives and costs. Costs are read from {@code info["cost"]} or from a
 *     six-value step; safety-gymnasium has one, named "cost"
 * @param pythonPath folders put in front of {@code sys.path}, where modules of one's own are
 *     searched
 */
public record GymOptions(
    String id,
    Map<String, Object> kwargs,
    int maxEpisodeSteps,
    int workers,
    SignalNames signals,
    List<String> pythonPath) {
  /** MODULE:CLASS, both with dots where they lie in packages or other classes. */
  private static final Pattern PYTHON_NAME =
      Pattern.compile(
          "[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*:[\\p{L}_][\\p{L}\\p{N}_.]*");

  static final List<String> PROVIDERS = List.of("gymnasium", "safety-gymnasium", "python");

  public GymOptions {
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    pythonPath = List.copyOf(pythonPath);
    Check.atLeast("maxEpisodeSteps", maxEpisodeSteps, 0);
    Check.atLeast("workers", workers, 0);
    int colon = id.indexOf(':');
    String provider = colon < 0 ? "" : id.substring(0, colon);
    if (!PROVIDERS.contains(provider) || colon == id.length() - 1) {
      throw new IllegalArgumentException(
          "The environment id "
              + id
              + " must be one of gymnasium:ID, safety-gymnasium:ID or python:MODULE:CLASS. Maybe"
              + " you meant gymnasium:"
              + id.substring(colon + 1)
              + ".");
    }
    if (provider.equals("python") && !PYTHON_NAME.matcher(id.substring(colon + 1)).matches()) {
      throw new IllegalArgumentException(
          """
          environment.id is "%s", but must be python:MODULE:CLASS with the names that Python \
          imports them by, such as python:my_module:MyEnv. Maybe the folder that holds the file \
          my_module.py belongs into environment.pythonPath."""
              .formatted(id));
    }
    for (String entry : pythonPath) {
      if (!Files.exists(Path.of(entry))) {
        throw new IllegalArgumentException(
            """
            environment.pythonPath has %s, but there is no such folder. Maybe it is meant \
            relative to another place: a config's entries are relative to its file."""
                .formatted(Path.of(entry).toAbsolutePath()));
      }
    }
    if (provider.equals("safety-gymnasium") && signals.costs().isEmpty()) {
      signals = signals.withCosts(List.of("cost"));
    }
  }

  /** This environment with everything else as registered. */
  public static GymOptions of(String id) {
    return new GymOptions(id, Map.of(), 0, 0, SignalNames.DEFAULT, List.of());
  }

  public GymOptions withKwargs(Map<String, Object> value) {
    return new GymOptions(id, value, maxEpisodeSteps, workers, signals, pythonPath);
  }

  public GymOptions withMaxEpisodeSteps(int value) {
    return new GymOptions(id, kwargs, value, workers, signals, pythonPath);
  }

  public GymOptions withWorkers(int value) {
    return new GymOptions(id, kwargs, maxEpisodeSteps, value, signals, pythonPath);
  }

  public GymOptions withSignals(SignalNames value) {
    return new GymOptions(id, kwargs, maxEpisodeSteps, workers, value, pythonPath);
  }

  public GymOptions withCosts(List<String> value) {
    return withSignals(signals.withCosts(value));
  }

  public GymOptions withPythonPath(List<String> value) {
    return new GymOptions(id, kwargs, maxEpisodeSteps, workers, signals, value);
  }

  /** Names of the cost components. */
  List<String> costs() {
    return signals.costs();
  }

  /** The part of the id before the first colon. */
  String provider() {
    return id.substring(0, id.indexOf(':'));
  }

  /** The part of the id after the first colon. */
  String name() {
    return id.substring(id.indexOf(':') + 1);
  }
}
