package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.envs.ProvidedEnvs;

/** The example of {@code examples/own-environment} and broken ones, through the commands. */
class PluginsTest {
  private static final String REEF =
      """
      public String name() { return "reef"; }
      public Environment create() { return NativeEnvs.create("deep-sea-treasure-v0"); }
      """;

  private final Path temp;
  private final Path out;

  PluginsTest(@TempDir Path temp) {
    this.temp = temp;
    out = temp.resolve("run");
  }

  private Path config(String plugins) throws IOException {
    Path file = temp.resolve("dam.json");
    return Files.writeString(
        file,
        """
        {"format": 2, "name": "dam", "plugins": [%s], "environment": {"id": "java:reservoir"},
         "agent": {"type": "ppo", "rolloutLength": 52, "minibatch": 104, "hidden": [8]},
         "search": {"type": "single", "transitions": 832, "evaluateEvery": 416},
         "evaluation": {"episodes": 2, "finalEpisodes": 2},
         "constraints": [{"signal": "flood", "atMost": 1}]}
        """
            .formatted(plugins));
  }

  @Test
  void theRunKeepsACopyThatResumeAndEvalFindAndVerify() throws IOException {
    Path jar = PluginSource.example(temp.resolve("dam.jar"));
    CommandLineRun train =
        CommandLineRun.of("train", config("\"dam.jar\"").toString(), "--quiet", "--out=" + out);
    assertThat(train.err()).isEmpty();
    assertThat(train.exitCode()).isZero();
    Files.delete(jar);
    Path copy = out.resolve("plugins/dam.jar");
    assertThat(copy).exists();
    assertThat(out.resolve("config.json")).content().contains("[\"plugins/dam.jar\"]");
    assertThat(out.resolve("run.json")).content().contains("dam.jar", "sha256");
    assertThat(ProvidedEnvs.names()).as("unloaded").doesNotContain("reservoir");

    CommandLineRun eval = eval();
    assertThat(eval.err()).isEmpty();
    assertThat(eval.exitCode()).isZero();
    assertThat(eval.out()).contains("energy", "flood  at most 1");
    assertThat(CommandLineRun.of("resume", out.toString(), "--quiet").exitCode()).isZero();
    assertThat(
            CommandLineRun.of(
                    "train",
                    out.resolve("config.json").toString(),
                    "--quiet",
                    "--out=" + temp.resolve("again"))
                .exitCode())
        .as("its config trains again")
        .isZero();

    byte[] good = Files.readAllBytes(copy);
    Files.write(copy, new byte[] {0}, StandardOpenOption.APPEND);
    refused(eval(), "The plugin " + copy + " was changed: its sha256 is ", ", but the run began");
    refused(CommandLineRun.of("resume", out.toString()), "The plugin " + copy + " was changed", "");
    Files.delete(copy);
    refused(eval(), out + " began with the plugin dam.jar (sha256 ", "is gone. Maybe put it back");
    Files.write(jar, good);
    assertThat(eval("--plugins=" + jar).exitCode()).isZero();
    Path other = PluginSource.provider(temp.resolve("other.jar"), "Other", REEF);
    Files.write(copy, good);
    refused(eval("--plugins=" + other), "is none that " + out + " began with", "leave out");
    assertThat(CommandLineRun.of("report", out.toString()).exitCode()).isZero();
  }

  private CommandLineRun eval(String... more) {
    String[] words = {"eval", out.toString(), "--policy=best", "--episodes=1"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandLineRun.of(all);
  }

  private static void refused(CommandLineRun run, String start, String part) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(start).contains(part).contains(" Maybe ");
    assertThat(run.err().lines()).hasSize(1);
  }

  private void refusedToTrain(String plugins, String start, String part) throws IOException {
    refused(
        CommandLineRun.of("train", config("").toString(), "--out=" + out, "--plugins=" + plugins),
        start,
        part);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsNoPluginIsRefusedBeforeAnythingIsMade() throws IOException {
    refusedToTrain(temp.resolve("no.jar").toString(), "The plugin ", "no.jar: no such file. Maybe");
    Path empty = Files.createDirectory(temp.resolve("folder"));
    refusedToTrain(empty.toString(), "folder is a folder, but must be a jar.", "build one");
    Path text = Files.writeString(temp.resolve("text.jar"), "no zip");
    refusedToTrain(text.toString(), "text.jar is no jar: ", "build it again");
    refused(
        CommandLineRun.of("train", config("\"no.jar\"").toString(), "--out=" + out),
        temp.resolve("no.jar") + ": no such file.",
        "");
  }

  @Test
  void brokenProvidersAreNamed() throws IOException {
    Path reef = PluginSource.provider(temp.resolve("reef.jar"), "Reef", REEF);
    Path twin = PluginSource.provider(temp.resolve("twin.jar"), "Twin", REEF);
    refusedToTrain(
        reef + java.io.File.pathSeparator + twin,
        "Two environments are called java:reef: Reef (reef.jar) and Twin (twin.jar).",
        "");
    Path thrower =
        PluginSource.provider(
            temp.resolve("thrower.jar"),
            "Thrower",
            "public Thrower() { throw new IllegalStateException(\"no licence\"); } " + REEF);
    refusedToTrain(
        thrower.toString(), "The plugin thrower.jar can't be used: ", "IllegalStateException: no");
    Path blank =
        PluginSource.provider(
            temp.resolve("blank.jar"), "Blank", REEF.replace("\"reef\"", "\" \""));
    refusedToTrain(blank.toString(), "name() of Blank (blank.jar) gave \" \"", "dashes");
    Path late =
        PluginSource.provider(
            temp.resolve("late.jar"),
            "Late",
            """
            public String name() { return "reservoir"; }
            public Environment create() { throw new IllegalStateException("no port"); }
            """);
    CommandLineRun run =
        CommandLineRun.of(
            "train", config("").toString(), "--out=" + out, "--plugins=" + late, "--quiet");
    refused(run, "java:reservoir can't be made: ", "IllegalStateException: no port");
    assertThat(out).doesNotExist();
    Path renamed = Files.createDirectory(temp.resolve("b")).resolve("reef.jar");
    Files.copy(twin, renamed);
    refusedToTrain(reef + java.io.File.pathSeparator + renamed, "is another one than", "rename");
  }

  @Test
  void initWritesThemIntoTheConfig() throws IOException {
    Path jar =
        PluginSource.example(Files.createDirectory(temp.resolve("target")).resolve("dam.jar"));
    Path file = Files.createDirectory(temp.resolve("configs")).resolve("ppo.json");
    CommandLineRun init =
        CommandLineRun.of("init", "java:reservoir", "ppo", "--plugins=" + jar, "--out=" + file);
    assertThat(init.err()).isEmpty();
    assertThat(file).content().contains("\"../target/dam.jar\"");
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            file.toString(),
            "--quiet",
            "--out=" + out,
            "--set=search.transitions=512",
            "--set=agent.rolloutLength=32",
            "--set=evaluation.episodes=1");
    assertThat(train.err()).isEmpty();
    assertThat(train.exitCode()).isZero();
  }

  @Test
  void aMissingOneNamesTheOptionAndTheVariable() throws IOException {
    refused(
        CommandLineRun.of("train", config("").toString(), "--out=" + out),
        "environment.id is \"java:reservoir\", but must be java: and",
        "--plugins, in the variable MORL4J_PLUGINS");
  }

  @Test
  void theVariableAddsToTheOption() throws IOException {
    Path reef = PluginSource.provider(temp.resolve("reef.jar"), "Reef", REEF);
    Map<String, String> variables = Map.of(PluginOption.VARIABLE, reef.toString());
    try (Plugins plugins = new PluginOption(variables).load()) {
      assertThat(ProvidedEnvs.names()).contains("reef");
      Files.delete(reef); // a jar that is built anew changes nothing any more
      try (var env = ProvidedEnvs.create("reef")) {
        assertThat(env.reset(0)).containsExactly(0, 0);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    assertThat(ProvidedEnvs.names()).doesNotContain("reef");
  }

  @Test
  void checkPrintsALineACheck() throws IOException {
    Path jar = PluginSource.example(temp.resolve("dam.jar"));
    CommandLineRun check =
        CommandLineRun.of("check", "--config=" + config("\"dam.jar\""), "java:reservoir");
    assertThat(check.exitCode()).isZero();
    assertThat(check.out())
        .startsWith("java:reservoir\nok      names     objectives energy, supply; costs flood\n")
        .endsWith("12 checks: 0 failed, 0 remarks\n");
    assertThat(CommandLineRun.of("check", "java:reservoir", "--plugins=" + jar, "--json").out())
        .contains("\"passed\" : true", "\"check\" : \"speed\"");
  }

  @Test
  void checkFailsWithItsRemedy() {
    CommandLineRun check =
        CommandLineRun.with(new ScriptedRuns(out), "check", "java:reef", "--kwargs={\"a\": 1}");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out())
        .isEqualTo(
            """
            java:reef
            ok      repeat    the same
            remark  seeds     the same. Maybe it is meant.
            FAIL    bounds    obs[0] is 2. Maybe widen it.
            3 checks: 1 failed, 1 remark
            """);
    refused(CommandLineRun.of("check"), "check needs an ID or --config.", "");
    refused(CommandLineRun.of("check", "native:deep-sea-treasure-v1"), "environment.id is", "");
    assertThat(CommandLineRun.of("check", "native:CartPole-v1", "--kwargs={\"a\": 1}").err())
        .contains("environment.kwargs is set, but native:CartPole-v1 takes none.");
  }
}
