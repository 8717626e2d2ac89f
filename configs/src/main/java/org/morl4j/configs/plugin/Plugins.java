package org.morl4j.configs.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.DatasetOpener;
import org.morl4j.core.plugin.Providers;
import org.morl4j.envs.EnvironmentProvider;
import org.morl4j.envs.EnvironmentSource;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.ProvidedEnvs;
import org.morl4j.nn.Backend;
import org.morl4j.nn.Backends;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jars whose providers are found from {@link #load} on until they are closed, by the calling thread
 * and by those that it starts.
 *
 * <pre>
 * try (Plugins plugins = Plugins.load(List.of(PluginJar.of(Path.of("reef.jar"))))) {
 *   Run.create(config, folder).execute(RunListener.NONE);
 * }
 * </pre>
 */
public final class Plugins implements AutoCloseable {
  private final @Nullable Loader loader;
  private final @Nullable ClassLoader before;

  private Plugins(@Nullable Loader loader, @Nullable ClassLoader before) {
    this.loader = loader;
    this.before = before;
  }

  /**
   * A class loader that knows its jars and those of its parent, so that whoever sees it knows them
   * too. It reads copies: a jar that is built anew while a run goes on stays what it was.
   */
  private static final class Loader extends URLClassLoader {
    private final List<PluginJar> jars;
    private final Path folder;

    Loader(List<PluginJar> jars, Path folder, ClassLoader parent) throws IOException {
      super(urls(jars, folder), parent);
      List<PluginJar> all =
          new ArrayList<>(parent instanceof Loader outer ? outer.jars : List.of());
      for (PluginJar jar : jars) {
        all.add(new PluginJar(folder.resolve(jar.name()), jar.sha256()));
      }
      this.jars = List.copyOf(all);
      this.folder = folder;
    }

    private static URL[] urls(List<PluginJar> jars, Path folder) throws IOException {
      folder.toFile().deleteOnExit(); // after the files in it: last come, first gone
      List<URL> urls = new ArrayList<>();
      for (PluginJar jar : jars) {
        Path copy = folder.resolve(jar.name());
        copy(jar, copy);
        copy.toFile().deleteOnExit();
        urls.add(copy.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    public void close() throws IOException {
      super.close();
      for (PluginJar jar : jars) {
        if (folder.equals(jar.file().getParent())) {
          Files.deleteIfExists(jar.file());
        }
      }
      Files.deleteIfExists(folder);
    }
  }

  /**
   * Loads jars beside those that the calling thread sees already, and says so in the log. Their
   * providers are made once, so that one that can't be is told before anything else happens.
   *
   * @throws ConfigException if a provider can't be made, two have the same name, or none of the
   *     jars has any
   */
  public static Plugins load(List<PluginJar> jars) {
    List<PluginJar> added = added(jars);
    if (added.isEmpty()) {
      return new Plugins(null, null);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Loader loader = loader(added, before);
    Plugins plugins = new Plugins(loader, before);
    thread.setContextClassLoader(loader);
    try {
      List<String> offers = offers(loader);
      if (offers.isEmpty()) {
        throw new ConfigException(
            """
            %s nothing. Maybe the jar lacks META-INF/services/%s, which names your provider's \
            class; a library stands beside the jar that needs it: env.jar:library.jar."""
                .formatted(named(added, "offers", "offer"), EnvironmentProvider.class.getName()));
      }
      Logger log = LoggerFactory.getLogger(Plugins.class); // here: its set-up takes a while
      for (PluginJar jar : added) {
        log.info("plugin {} (sha256 {})", jar.file(), jar.sha256());
      }
      log.info("plugins offer {}", String.join(", ", offers));
      return plugins;
    } catch (IllegalArgumentException e) {
      plugins.close();
      throw new ConfigException(
          "%s be used: %s".formatted(named(added, "can't", "can't"), e.getMessage()));
    } catch (RuntimeException | Error e) {
      plugins.close();
      throw e;
    }
  }

  private static Loader loader(List<PluginJar> jars, @Nullable ClassLoader seen) {
    ClassLoader parent = seen instanceof Loader ? seen : Plugins.class.getClassLoader();
    try {
      return new Loader(jars, Files.createTempDirectory("morl4j-plugins-"), parent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String named(List<PluginJar> jars, String one, String several) {
    String names = String.join(", ", jars.stream().map(PluginJar::name).toList());
    return jars.size() == 1
        ? "The plugin %s %s".formatted(names, one)
        : "The plugins %s %s".formatted(names, several);
  }

  /** A jar named twice counts once; two of one name can't lie in a run folder. */
  private static List<PluginJar> added(List<PluginJar> jars) {
    List<PluginJar> all = new ArrayList<>(loaded());
    int before = all.size();
    for (PluginJar jar : jars) {
      Optional<PluginJar> same =
          all.stream().filter(other -> other.name().equals(jar.name())).findFirst();
      if (same.isEmpty()) {
        all.add(jar);
      } else if (!same.get().sha256().equals(jar.sha256())) {
        throw new ConfigException(
            """
            The plugin %s is another one than the %s that is loaded already (sha256 %s and %s). \
            Maybe name only one of them, or rename one."""
                .formatted(jar.file(), jar.name(), jar.sha256(), same.get().sha256()));
      }
    }
    return all.subList(before, all.size());
  }

  /** What comes from these jars, in words; looks at all providers on the way. */
  private static List<String> offers(ClassLoader loader) {
    List<String> offers = new ArrayList<>();
    ProvidedEnvs.names();
    EnvironmentSources.all();
    Backends.names();
    for (EnvironmentProvider provider : from(loader, EnvironmentProvider.class)) {
      offers.add("java:" + provider.name());
    }
    for (EnvironmentSource source : from(loader, EnvironmentSource.class)) {
      source.prefixes().forEach(prefix -> offers.add(prefix + ":NAME"));
    }
    for (Backend backend : from(loader, Backend.class)) {
      offers.add("backend " + backend.name());
    }
    for (DatasetOpener opener : from(loader, DatasetOpener.class)) {
      offers.add("data by " + opener.getClass().getSimpleName());
    }
    return offers;
  }

  private static <T> List<T> from(ClassLoader loader, Class<T> type) {
    return Providers.of(type).stream()
        .filter(p -> p.getClass().getClassLoader() == loader)
        .toList();
  }

  /** The jars that the calling thread sees; none where none were loaded. */
  public static List<PluginJar> loaded() {
    return Thread.currentThread().getContextClassLoader() instanceof Loader seen
        ? seen.jars
        : List.of();
  }

  /**
   * Copies those that the calling thread sees into a run's folder.
   *
   * @throws IOException if a copy can't be written
   */
  public static void copy(Path run) throws IOException {
    for (PluginJar jar : loaded()) {
      Path copy = RunPlugins.copy(run, jar.name());
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      copy(jar, copy);
    }
  }

  private static void copy(PluginJar jar, Path copy) throws IOException {
    Files.copy(jar.file(), copy, StandardCopyOption.REPLACE_EXISTING);
    if (!PluginJar.of(copy).sha256().equals(jar.sha256())) {
      throw new ConfigException(
          "The plugin %s changes while it is read. Maybe wait for its build to end and start again."
              .formatted(jar.file()));
    }
  }

  /** From now on their providers are not found any more. */
  @Override
  public void close() {
    if (loader == null) {
      return;
    }
    Thread.currentThread().setContextClassLoader(before);
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
