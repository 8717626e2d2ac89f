package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a command that neither trains nor evaluates loads before it answers. */
class StartupTest {
  /** Names of classes, as {@code -verbose:class} tells them, and what the command prints. */
  private static List<String> loaded(String command) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void listsOfNamesSetUpNoLog() throws Exception {
    assertThat(loaded("algos"))
        .contains("agent   ppo")
        .noneMatch(line -> line.contains(" ch.qos.logback.classic.LoggerContext "))
        .noneMatch(line -> line.contains(" ch.qos.logback.core.joran."));
  }

  @Test
  void whatNamesNoAgentLoadsNone() throws Exception {
    assertThat(loaded("--version"))
        .anyMatch(line -> line.contains(" org.morl4j.cli.AlgosCommand "))
        .noneMatch(line -> line.contains(" org.morl4j.configs.Catalogue "))
        .noneMatch(line -> line.contains(" org.morl4j.agents.regularized.Bc$Options "))
        .noneMatch(line -> line.contains(" ch.qos.logback.core.joran."));
  }
}
