package org.morl4j.envs;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.Environment;

/** The environments behind the ids {@code java:NAME}, found by the {@link ServiceLoader}. */
public final class ProvidedEnvs {
  private ProvidedEnvs() {}

  /** The names, as they stand after {@code java:}. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
      names.add(provider.name());
    }
    return names;
  }

  /**
   * A new environment.
   *
   * @throws IllegalArgumentException if no provider on the class path has that name
   */
  public static Environment create(String name) {
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
      if (provider.name().equals(name)) {
        return provider.create();
      }
    }
    List<String> names = names();
    String remedy = Check.maybe(name, names);
    throw new IllegalArgumentException(
        "There is no Java environment "
            + name
            + ", but "
            + (names.isEmpty() ? "none at all" : String.join(", ", names))
            + "."
            + (remedy.isEmpty()
                ? " Maybe its jar is not on the class path, or lacks META-INF/services/"
                    + EnvironmentProvider.class.getName()
                    + "."
                : remedy));
  }
}
