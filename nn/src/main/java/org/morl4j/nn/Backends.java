package org.morl4j.nn;

import java.util.List;
import java.util.TreeMap;
import org.morl4j.core.check.Check;
import org.morl4j.core.plugin.Providers;

/** The {@link Backend}s on the class path and in plugins, by name. */
public final class Backends {
  private Backends() {}

  /**
   * The backend of a name.
   *
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public static Backend named(String name) {
    TreeMap<String, Backend> all = all();
    Backend backend = all.get(name);
    if (backend == null) {
      throw new IllegalArgumentException(
          "execution.backend is \"%s\", but must be one of %s.%s"
              .formatted(name, String.join(", ", all.keySet()), Check.maybe(name, all.keySet())));
    }
    return backend;
  }

  /** Their names, sorted. */
  public static List<String> names() {
    return List.copyOf(all().keySet());
  }

  private static TreeMap<String, Backend> all() {
    TreeMap<String, Backend> all = new TreeMap<>();
    for (Backend backend : Providers.of(Backend.class)) {
      Backend other = all.put(backend.name(), backend);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two backends are called %s: %s and %s. Maybe leave one of their jars out."
                .formatted(backend.name(), Providers.origin(other), Providers.origin(backend)));
      }
    }
    return all;
  }
}
