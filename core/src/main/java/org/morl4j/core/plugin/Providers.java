package org.morl4j.core.plugin;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Every lookup of providers goes through here, so that all see the same: those beside this library
 * and those of plugins, whose loader is the calling thread's context class loader. Threads that a
 * run starts inherit it.
 */
public final class Providers {
  private Providers() {}

  /**
   * All providers of a type, in the order of their lines in {@code META-INF/services}.
   *
   * @throws IllegalArgumentException if one can't be made, with its class and why
   */
  public static <T> List<T> of(Class<T> type) {
    List<T> providers = new ArrayList<>();
    try {
      ServiceLoader.load(type, loader(type)).forEach(providers::add);
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new IllegalArgumentException(
          """
          A provider of %s can't be loaded: %s Maybe its class needs a public constructor \
          without arguments that does nothing, another jar beside it, or a build for Java %d and \
          this version of MORL4J."""
              .formatted(type.getSimpleName(), reason(e), Runtime.version().feature()),
          e);
    }
    return providers;
  }

  /** Threads of others, such as a cluster's, may have a context class loader that sees us not. */
  private static ClassLoader loader(Class<?> type) {
    ClassLoader own = type.getClassLoader();
    for (ClassLoader context = Thread.currentThread().getContextClassLoader();
        context != null;
        context = context.getParent()) {
      if (context == own) {
        return Thread.currentThread().getContextClassLoader();
      }
    }
    return own;
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    String told = String.valueOf(e.getMessage());
    String text = cause == null ? told : "%s (%s)".formatted(told, cause);
    return text.endsWith(".") ? text : text + ".";
  }

  /** A provider's class and the file it comes from, for messages. */
  public static String origin(Object provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    Path file = place == null ? null : Path.of(place.getPath()).getFileName();
    String name = provider.getClass().getName();
    return file == null ? name : "%s (%s)".formatted(name, file);
  }
}
