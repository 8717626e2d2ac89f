package org.morl4j.nn;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.morl4j.core.check.Check;

/** The {@link Backend}s on the class path, by name. */
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
    ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
        .forEach(backend -> all.put(backend.name(), backend));
    return all;
  }
}
