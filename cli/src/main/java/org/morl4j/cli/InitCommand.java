package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.PluginJar;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code init ENVIRONMENT ALGORITHM}: a config to start from. */
@Command(
    name = "init",
    description = {
      "Writes a config for an algorithm in an environment: every setting at its default.",
      "Beside it lies its JSON Schema, from which editors tell what a setting is and may be.",
      "Prints the file; train it as it is, or change what you like."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class InitCommand implements Callable<Integer> {
  private static final String SCHEMA = "morl4j.schema.json";

  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Parameters(
      paramLabel = "ENVIRONMENT",
      description = "its id, e.g. native:Pendulum-v1; see: morl4j envs")
  private String environment;

  @Parameters(paramLabel = "ALGORITHM", description = "an agent, e.g. sac; see: morl4j algos")
  private String algorithm;

  @Option(
      names = "--search",
      paramLabel = "NAME",
      defaultValue = "single",
      description = "how policies are searched (default: ${DEFAULT-VALUE}, one policy)")
  private String search;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "recorded transitions to learn from instead of acting: the folder of a run that kept its"
              + " replay or of a Minari dataset, or a Minari dataset's name")
  private @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the file (default: ALGORITHM-ENVIRONMENT.json in this folder)")
  private @Nullable Path out;

  @Option(
      names = "--comments",
      description = "with a comment above each setting, which JSON readers of others refuse")
  private boolean comments;

  InitCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Runs.Template template;
    try (Plugins loaded = plugins.load()) {
      template = runs.template(environment, algorithm, search, data, paths(plugins.given()));
    }
    Path file = out != null ? out : Path.of(template.name() + ".json");
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UsageException(
          "%s can't be written: %s is no folder. Maybe create it, or name another file with --out."
              .formatted(file, folder));
    }
    try {
      Files.writeString(file, template.text(comments, SCHEMA), StandardOpenOption.CREATE_NEW);
      writeSchema(file.resolveSibling(SCHEMA));
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(file + " exists already. Maybe name another file with --out.");
    } catch (IOException e) {
      throw new UsageException(FileFailure.told(e, null));
    }
    spec.commandLine().getOut().println(file);
    return Main.DONE;
  }

  /** From the config's folder, as a config names its plugins. */
  private List<String> paths(List<PluginJar> jars) {
    Path file = out != null ? out : Path.of("x.json");
    Path folder = file.toAbsolutePath().normalize().getParent();
    return jars.stream()
        .map(jar -> jar.file().toAbsolutePath().normalize())
        .map(jar -> folder == null ? jar : folder.relativize(jar))
        .map(Path::toString)
        .toList();
  }

  /** Configs of one folder share it; one of another version makes way. */
  private void writeSchema(Path file) throws IOException {
    String schema = runs.schema();
    if (!Files.exists(file) || !Files.readString(file).equals(schema)) {
      Files.writeString(file, schema);
    }
  }
}
