package org.morl4j.configs.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.morl4j.configs.RunConfig;

/** What a run ran on. */
public final class Provenance {
  private Provenance() {}

  /** This library's version. */
  public static String version() {
    try (InputStream in = RunConfig.class.getResourceAsStream("morl4j.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names and versions of everything results may depend on. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("morl4j", version());
    versions.put("git", revision());
    versions.put("java", System.getProperty("java.version"));
    versions.put("vm", System.getProperty("java.vm.name"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /** The revision of the checkout the launcher started from, with a plus where it was changed. */
  private static String revision() {
    String home = System.getProperty("morl4j.home");
    if (home == null) {
      return "unknown";
    }
    try {
      Process git =
          new ProcessBuilder(
                  "git", "-C", Path.of(home).toString(), "describe", "--always", "--dirty=+")
              .redirectErrorStream(true)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = git.waitFor(5, TimeUnit.SECONDS);
      return done && git.exitValue() == 0 ? text.strip() : "unknown";
    } catch (IOException e) {
      return "unknown"; // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
