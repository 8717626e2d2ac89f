package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;

class FingerprintTest {
  private static final Path RUNS = Path.of("..", "configs", "runs");

  @Test
  void committedConfigsAreTheSameWithoutTheirDefaults() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(RUNS)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(40);
    for (Path file : files) {
      RunConfig config = Catalogue.reader().read(file, List.of());
      String brief = Catalogue.writeBriefly(config);
      assertThat(Catalogue.reader().parse(brief, brief, List.of())).isEqualTo(config);
      assertThat(brief.length()).isLessThan(Catalogue.write(config).length());
    }
  }

  /** Runs in their folders have these. Where they change, such runs don't go on any more. */
  @Test
  void staysWhereTheProgramLearnsMoreSettings() {
    assertThat(of("sac-hopper.json")).isEqualTo("3ec0b069487f6b6a2c4a56fb7c928dde");
    assertThat(of("ppo-cartpole.json")).isEqualTo("9b158db5ce1b9fe153ba5a54c69ae9c1");
  }

  @Test
  void tellsOtherSettingsButNotOtherThreads() {
    String own = of("sac-hopper.json");
    assertThat(of("sac-hopper.json", "execution.threads=2")).isEqualTo(own);
    assertThat(of("sac-hopper.json", "agent.gamma=0.98")).isNotEqualTo(own);
    assertThat(of("sac-hopper.json", "agent.gamma=0.99")).isEqualTo(own);
  }

  private static String of(String file, String... settings) {
    return Fingerprint.of(Catalogue.reader().read(RUNS.resolve(file), List.of(settings)));
  }
}
