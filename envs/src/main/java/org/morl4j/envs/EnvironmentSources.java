package org.morl4j.envs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.plugin.Providers;
import org.morl4j.envs.EnvironmentSource.Setting;

/**
 * Opens environments by id through the {@link EnvironmentSource}s on the class path and in plugins.
 *
 * <pre>
 * VectorEnv env = EnvironmentSources.open(EnvironmentRequest.of("native:CartPole-v1"), 8);
 * </pre>
 */
public final class EnvironmentSources {
  private EnvironmentSources() {}

  /**
   * All sources, in the order of their lines in {@code META-INF/services}.
   *
   * @throws IllegalArgumentException if one can't be made, or two have the same prefix
   */
  public static List<EnvironmentSource> all() {
    List<EnvironmentSource> sources = Providers.of(EnvironmentSource.class);
    Map<String, EnvironmentSource> byPrefix = new HashMap<>();
    for (EnvironmentSource source : sources) {
      for (String prefix : source.prefixes()) {
        EnvironmentSource other = byPrefix.put(prefix, source);
        if (other != null) {
          throw new IllegalArgumentException(
              "Two sources open environments %s:NAME: %s and %s. Maybe leave one of their jars out."
                  .formatted(prefix, Providers.origin(other), Providers.origin(source)));
        }
      }
    }
    return sources;
  }

  /**
   * Opens {@code rows} copies of an environment.
   *
   * @throws IllegalArgumentException if no source has the id's prefix, the source has no such
   *     environment or does not take a setting that was given
   * @throws org.morl4j.core.env.EnvException if it can't be opened
   */
  public static VectorEnv open(EnvironmentRequest request, int rows) {
    return checked(request).open(request, rows);
  }

  /** The same with {@link VectorEnv#render} to be called. */
  public static VectorEnv openToDraw(EnvironmentRequest request, int rows) {
    EnvironmentSource source = checked(request);
    return source.open(source.toDraw(request), rows);
  }

  /** The request's source, which takes its settings. */
  private static EnvironmentSource checked(EnvironmentRequest request) {
    List<EnvironmentSource> sources = all();
    EnvironmentSource source = source(request, sources);
    for (Setting setting : request.given()) {
      if (!source.takes().contains(setting)) {
        throw refused(setting, request, sources);
      }
    }
    return source;
  }

  /** Whether an id such as {@code python:my_module:MyEnv} names a module to be imported. */
  public static boolean namesModule(String id) {
    EnvironmentRequest request = EnvironmentRequest.of(id);
    return request.name().contains(":")
        && all().stream()
            .filter(source -> source.prefixes().contains(request.prefix()))
            .anyMatch(source -> source.takes().contains(Setting.PYTHON_PATH));
  }

  private static EnvironmentSource source(
      EnvironmentRequest request, List<EnvironmentSource> sources) {
    for (EnvironmentSource source : sources) {
      if (source.prefixes().contains(request.prefix())) {
        return source;
      }
    }
    List<String> prefixes = sources.stream().flatMap(s -> s.prefixes().stream()).toList();
    String maybe =
        request.prefix().isEmpty()
            ? " Maybe you meant native:%s.".formatted(request.name())
            : Check.maybe(request.prefix(), prefixes);
    throw new IllegalArgumentException(
        "environment.id is \"%s\", but must start with one of %s and a colon.%s"
            .formatted(request.id(), String.join(", ", prefixes), maybe));
  }

  private static IllegalArgumentException refused(
      Setting setting, EnvironmentRequest request, List<EnvironmentSource> sources) {
    String other =
        sources.stream()
            .filter(source -> source.takes().contains(setting))
            .map(source -> ", or name a %s: environment".formatted(source.prefixes().get(0)))
            .findFirst()
            .orElse("");
    return new IllegalArgumentException(
        "environment.%s is set, but %s takes none. Maybe leave it out%s."
            .formatted(setting.key(), request.id(), other));
  }
}
