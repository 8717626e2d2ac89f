package org.morl4j.envs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.plugin.Providers;

/** The environments behind the ids {@code java:NAME}, found by {@link Providers}. */
public final class ProvidedEnvs {
  static final String REMEDY =
      """
       Maybe name its jar with --plugins, in the variable MORL4J_PLUGINS or in the config's \
      plugins, and its provider in the jar's META-INF/services/%s."""
          .formatted(EnvironmentProvider.class.getName());

  private ProvidedEnvs() {}

  /**
   * The names, as they stand after {@code java:}.
   *
   * @throws IllegalArgumentException if a provider can't be made, has no name that an id can hold,
   *     or has another one's name
   */
  public static List<String> names() {
    return List.copyOf(byName().keySet());
  }

  /**
   * A new environment.
   *
   * @throws IllegalArgumentException if no provider has that name, or it fails
   */
  public static Environment create(String name) {
    Map<String, EnvironmentProvider> all = byName();
    EnvironmentProvider provider = all.get(name);
    if (provider == null) {
      String maybe = Check.maybe(name, all.keySet());
      throw new IllegalArgumentException(
          "There is no Java environment %s, but %s.%s"
              .formatted(
                  name,
                  all.isEmpty() ? "none at all" : String.join(", ", all.keySet()),
                  maybe.isEmpty() ? REMEDY : maybe));
    }
    return created(name, provider);
  }

  /** Code of others may throw anything; null is what the compiler of others lets pass. */
  private static Environment created(String name, EnvironmentProvider provider) {
    @Nullable Environment env;
    @Nullable EnvSpec spec;
    try {
      env = provider.create();
      spec = env == null ? null : env.spec();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          """
          java:%s can't be made: create() or spec() of %s threw %s. Maybe a file or a library that it \
          needs is missing here."""
              .formatted(name, Providers.origin(provider), e),
          e);
    }
    if (env == null || spec == null) {
      throw new IllegalArgumentException(
          "java:%s can't be made: %s of %s gave null, but must give %s. Maybe it isn't written yet."
              .formatted(
                  name,
                  env == null ? "create()" : "spec() of the environment",
                  Providers.origin(provider),
                  env == null ? "an Environment" : "an EnvSpec"));
    }
    return env;
  }

  private static Map<String, EnvironmentProvider> byName() {
    Map<String, EnvironmentProvider> all = new LinkedHashMap<>();
    for (EnvironmentProvider provider : Providers.of(EnvironmentProvider.class)) {
      String name = name(provider);
      EnvironmentProvider other = all.put(name, provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two environments are called java:%s: %s and %s. Maybe leave one of their jars out."
                .formatted(name, Providers.origin(other), Providers.origin(provider)));
      }
    }
    return all;
  }

  private static String name(EnvironmentProvider provider) {
    @Nullable String name;
    try {
      name = provider.name();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "name() of %s threw %s. Maybe let it return a constant."
              .formatted(Providers.origin(provider), e),
          e);
    }
    if (name == null || !name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          """
          name() of %s gave "%s", but must give 1 to 100 letters, digits, dots, dashes or \
          underscores. Maybe call it my-environment."""
              .formatted(Providers.origin(provider), name));
    }
    return name;
  }
}
