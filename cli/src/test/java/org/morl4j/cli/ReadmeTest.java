package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.nn.Dl4j;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;

/** The README's Java lines compile, work, and are the ones that stand there. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path temp;

  @Test
  void aPolicyInJava() throws IOException {
    String run = temp.resolve("my-run").toString();
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            ROOT.resolve("configs/runs/cmorl-deep-sea-treasure.json").toString(),
            "--quiet",
            "--out=" + run,
            "--set=search.transitions=20000",
            "--set=search.stageOne.divisions=1",
            "--set=search.stageTwo=null");
    assertThat(trained.exitCode()).isZero();
    try (Stream<Path> policies = Files.list(Path.of(run, "policies"))) {
      Path path = policies.findFirst().orElseThrow();
      // README
      SavedPolicy policy = Policies.load(path);
      double[] act = policy.act(new double[] {0, 0});
      MultiLayerNetwork network = Dl4j.toMultiLayerNetwork(policy.network());
      // end
      assertThat(act).hasSize(1);
      assertThat(network.numParams()).isEqualTo(policy.network().parameterCount());
    }
  }

  @Test
  void theReadmeShowsTheseLines() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## A policy in Java"));
    String block = section.substring(section.indexOf("```java\n") + 8);
    List<String> shown = block.substring(0, block.indexOf("```")).lines().toList();
    String source = Files.readString(Path.of("src/test/java/org/morl4j/cli/ReadmeTest.java"));
    String compiled = source.substring(source.indexOf("// README"), source.indexOf("// end"));
    assertThat(shown).isNotEmpty();
    for (String line : shown) {
      String same = line.replaceAll("Path\\.of\\(\"out/[^\"]*\"\\)", "path");
      assertThat(compiled).contains(same);
    }
  }
}
