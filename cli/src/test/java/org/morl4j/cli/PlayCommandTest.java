package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayCommandTest {
  private static final String DRAWN =
      """
      {
        "name": "small",
        "environment": {"id": "native:deep-sea-treasure-v0", "timeLimit": 30},
        "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 64, "hidden": [8]},
        "search": {"type": "c-morl", "transitions": 4096}
      }
      """;

  private static final String UNDRAWN =
      """
      {
        "name": "bandit",
        "environment": {"id": "native:constrained-point-v0"},
        "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 32, "hidden": [8]},
        "search": {"type": "single", "transitions": 1024}
      }
      """;

  @TempDir private Path temp;
  private Path run;

  @BeforeEach
  void name() {
    run = temp.resolve("run");
  }

  /** Trains, and gives the id of the first policy. */
  private String trained(String text) throws IOException {
    Path config = Files.writeString(temp.resolve("small.json"), text);
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--out=" + run, "--quiet");
    assertThat(train.exitCode()).as(train.err()).isZero();
    return Files.readAllLines(run.resolve("front.csv")).get(1).split(",", 2)[0];
  }

  private CommandLineRun play(String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("play", run.toString()), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void theCsvIsWhatEvalMeasures() throws IOException {
    String policy = trained(DRAWN);
    CommandLineRun played = play("--policy=" + policy, "--episodes=3", "--seed=4");
    assertThat(played.exitCode()).as(played.err()).isZero();
    List<String> lines = played.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "episode,step,obs_0,obs_1,act_0,reward_treasure,reward_time,terminated,truncated");
    assertThat(lines.get(1)).startsWith("0,0,0,0,");
    double treasure = 0;
    int ends = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      treasure += Double.parseDouble(cells[5]);
      ends += cells[7].equals("1") || cells[8].equals("1") ? 1 : 0;
    }
    assertThat(ends).isEqualTo(3);
    CommandLineRun eval =
        CommandLineRun.of("eval", run.toString(), "--policy=" + policy, "--episodes=3", "--seed=4");
    String row = eval.out().lines().filter(l -> l.startsWith("treasure")).findFirst().orElse("");
    assertThat(treasure / 3).isCloseTo(Double.parseDouble(row.split(" +")[1]), within(1e-4));
    assertThat(played.err())
        .isEqualTo("policy %s, greedy, 3 episodes, %d steps\n".formatted(policy, lines.size() - 1));

    Path file = temp.resolve("x.csv");
    CommandLineRun saved =
        play("--policy=" + policy, "--episodes=3", "--seed=4", "--out=" + file, "--mode=greedy");
    assertThat(Files.readString(file)).isEqualTo(played.out());
    assertThat(saved.out()).contains("signal    undiscounted").endsWith("episode: " + file + "\n");
  }

  @Test
  void picturesBecomeAGifAPageAndAPartOfTheReport() throws IOException {
    String policy = trained(DRAWN);
    Path gif = temp.resolve("x.gif");
    CommandLineRun played = play("--policy=" + policy, "--out=" + gif, "--rate=10");
    assertThat(played.exitCode()).as(played.err()).isZero();
    long steps = play("--policy=" + policy).out().lines().count() - 1;
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).as("the start and each step").isEqualTo(steps + 1);
      BufferedImage first = reader.read(0);
      assertThat(first.getWidth()).isEqualTo(264);
      assertThat(new int[] {first.getRGB(12, 12) & 0xFFFFFF, first.getRGB(2, 262) & 0xFFFFFF})
          .as("the submarine is blue, the ground is dark")
          .containsExactly(0x2F6FB5, 0x2B2F36);
    }

    Path page = temp.resolve("x.html");
    assertThat(play("--policy=" + policy, "--out=" + page).exitCode()).isZero();
    assertThat(Files.readString(page))
        .contains("data:image/png;base64,", policy + " of run", "id=\"sums-chart\"");

    CommandLineRun kept = play("--policy=" + policy, "--report");
    assertThat(kept.out()).endsWith("report: " + run.resolve("report.html") + "\n");
    assertThat(run.resolve("episodes").resolve(policy + ".gif")).hasSameBinaryContentAs(slow(gif));
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("<figure data-policy=\"" + policy + "\"><img", "src=\"data:image/gif;base64,");
    Files.writeString(run.resolve("episodes").resolve(policy + ".gif"), "<script>");
    CommandLineRun report = CommandLineRun.of("report", run.toString());
    assertThat(report.exitCode()).isZero();
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("1 animated picture is in the folder episodes left out")
        .doesNotContain("<figure data-policy");
  }

  /** The same at the rate that is chosen where none is given. */
  private Path slow(Path gif) {
    String policy = Objects.requireNonNull(run.resolve("episodes").toFile().list())[0];
    Path other = gif.resolveSibling("slow.gif");
    play("--policy=" + policy.replace(".gif", ""), "--out=" + other);
    return other;
  }

  @Test
  void whatDrawsNothingIsReadNotWatched() throws IOException {
    trained(UNDRAWN);
    String best = "best";
    CommandLineRun gif = play("--policy=" + best, "--out=" + temp.resolve("x.gif"));
    assertThat(gif.err())
        .isEqualTo(
            "native:constrained-point-v0 draws no pictures. Maybe read the episode instead: --out"
                + " episode.csv\n");
    assertThat(gif.exitCode()).isEqualTo(2);
    assertThat(temp.resolve("x.gif")).doesNotExist();
    Path page = temp.resolve("x.html");
    CommandLineRun html = play("--policy=" + best, "--out=" + page, "--mode=sampled");
    assertThat(html.exitCode()).as(html.err()).isZero();
    assertThat(html.out()).startsWith("policy best, sampled, 1 episode, 1 steps");
    assertThat(Files.readString(page)).contains("sums-chart").doesNotContain("id=\"pictures\"");
  }

  @Test
  void wrongArgumentsAreToldBeforeAnythingIsPlayed() throws IOException {
    String policy = trained(DRAWN);
    assertThat(play("--policy=x").err())
        .isEqualTo(run + " has no policy x. Maybe look up its name in front.csv.\n");
    assertThat(play("--policy=" + policy, "--out=a.mp4").err())
        .isEqualTo(
            "--out is a.mp4, but must end in .gif, .html or .csv. Maybe use: --out episode.gif\n");
    Path nowhere = temp.resolve("no").resolve("x.gif");
    assertThat(play("--policy=" + policy, "--out=" + nowhere).err())
        .isEqualTo(
            "--out is %s, but there is no folder %s. Maybe make it first.\n"
                .formatted(nowhere, nowhere.getParent()));
    assertThat(play("--policy=" + policy, "--rate=0").err())
        .isEqualTo("--rate is 0.0, but must be above 0 and at most 100.\n");
    assertThat(play("--policy=" + policy, "--episodes=0").exitCode()).isEqualTo(2);
  }
}
