package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.morl4j.envs.EnvironmentProvider;

/** Jars of environments that the tests' own class path does not have. */
final class PluginSource {
  private static final Path EXAMPLE = Path.of("..", "examples", "own-environment");

  private PluginSource() {}

  /** The example's jar, without Maven. */
  static Path example(Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE.resolve("src/main/java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      return pack(jar, sources, "example.reservoir.ReservoirProvider");
    }
  }

  /**
   * A jar of one provider.
   *
   * @param body of the class, after {@code implements EnvironmentProvider}
   */
  static Path provider(Path jar, String className, String body) throws IOException {
    Path source = jar.resolveSibling(className + ".java");
    Files.writeString(
        source,
        """
        import org.morl4j.core.env.Environment;
        import org.morl4j.envs.EnvironmentProvider;
        import org.morl4j.envs.NativeEnvs;
        public final class %s implements EnvironmentProvider { %s }
        """
            .formatted(className, body));
    return pack(jar, List.of(source), className);
  }

  private static Path pack(Path jar, List<Path> sources, String provider) throws IOException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    sources.forEach(source -> arguments.add(source.toString()));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new));
    assertThat(code).as("compiled").isZero();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + EnvironmentProvider.class.getName()));
      out.write((provider + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }
}
