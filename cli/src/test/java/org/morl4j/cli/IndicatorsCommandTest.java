package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndicatorsCommandTest {
  /** The known front of convex deep-sea-treasure, undiscounted. */
  private static final String TREASURES =
      """
      policy,treasure,time
      p0,0.7,-1
      p1,8.2,-3
      p2,11.5,-5
      p3,14.0,-7
      p4,15.1,-8
      p5,16.1,-9
      p6,19.6,-13
      p7,20.3,-14
      p8,22.4,-17
      p9,23.7,-19
      """;

  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  private final Path temp;

  IndicatorsCommandTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void deepSeaTreasureHasItsKnownHypervolume() throws IOException {
    JsonNode json = json(TREASURES, "--reference=0,-50");
    // 0.7*2 + 8.2*2 + 11.5*2 + 14 + 15.1 + 16.1*4 + 19.6 + 20.3*3 + 22.4*2 + 23.7*31
    assertThat(json.at("/hypervolume").asDouble()).isEqualTo(994.3, EXACT);
    assertThat(json.at("/cardinality").intValue()).isEqualTo(10);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("hypervolume", "expected_utility", "sparsity", "cardinality");
  }

  @Test
  void againstAnotherFrontAddsTheDistances() throws IOException {
    Path other = file("other.csv", "0,0\n3,4\n");
    JsonNode json = json("0,0\n", "--reference", "-1,-1", "--against", other.toString());
    assertThat(json.at("/hypervolume").asDouble()).isEqualTo(1);
    assertThat(json.at("/igd").asDouble()).isEqualTo(2.5);
    assertThat(json.at("/igd_plus").asDouble()).isEqualTo(2.5);
    assertThat(json.at("/epsilon_additive").asDouble()).isEqualTo(4);
  }

  @Test
  void divisionsSetTheGridOfExpectedUtility() throws IOException {
    // Weights (0, 1), (1/2, 1/2), (1, 0) and points (2, 0), (0, 2): (2 + 1 + 2) / 3.
    JsonNode json = json("2,0\n0,2\n", "--reference=0,0", "--divisions=2");
    assertThat(json.at("/expected_utility").asDouble()).isEqualTo(5.0 / 3, EXACT);
  }

  @Test
  void oneColumnIsAFront() throws IOException {
    JsonNode json = json("return\n3\n5\n", "--reference=-1");
    assertThat(json.at("/hypervolume").asDouble()).isEqualTo(6);
    assertThat(json.at("/cardinality").intValue()).isEqualTo(1);
    assertThat(json.at("/sparsity").asDouble()).isZero();
  }

  /** Boxes of 7 x 6 and 6 x 7 that share 6 x 6; with (0, 1) as a point 10 x 11. */
  @Test
  void columnNumbersAreNoPoint() throws IOException {
    String path = file("front.csv", "0,1\n-3,-4\n-4,-3\n").toString();
    CommandLineRun run = CommandLineRun.of("indicators", path, "--reference=-10,-10");
    assertThat(run.err()).startsWith(path + ":1: the line is taken for column numbers");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/hypervolume").asDouble()).isEqualTo(48);
    assertThat(json.at("/cardinality").intValue()).isEqualTo(2);
    String numbers = "0,1\n-3,-4\n-4,-3\n";
    assertThat(json(numbers, "--reference=-10,-10", "--header").at("/hypervolume").asDouble())
        .isEqualTo(48);
    assertThat(json(numbers, "--reference=-10,-10", "--no-header").at("/hypervolume").asDouble())
        .isEqualTo(110);
  }

  @Test
  void blanksSeparateToo() throws IOException {
    JsonNode json = json("1.0 2.0\n2.0 1.0\n", "--reference=0,0");
    assertThat(json.at("/hypervolume").asDouble()).isEqualTo(3);
    assertThat(json.at("/cardinality").intValue()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitTogetherIsWrongUsage() throws IOException {
    Path front = file("front.csv", TREASURES);
    Path other = file("other.csv", "1,2,3\n");
    Path swapped = file("swapped.csv", "time,treasure\n-1,0.7\n");
    String path = front.toString();
    refuses(
        "--reference has 3 values, but " + front + " has 2 objectives.", path, "--reference=0,0,0");
    refuses(
        other + " has 3 objectives, but " + front + " has 2.",
        path,
        "--reference=0,0",
        "--against=" + other);
    refuses(
        swapped
            + " has the columns [time, treasure], but "
            + front
            + " has them in the order [treasure, time].",
        path,
        "--reference=0,0",
        "--against=" + swapped);
    assertThat(CommandLineRun.of("indicators", path).err())
        .startsWith("Missing required option: '--reference=a,b,...'");
    assertThat(CommandLineRun.of("indicators", path, "--reference=0,nan").exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.of("indicators", path, "--reference=0,0", "--divisions=0").exitCode())
        .isEqualTo(2);
    assertThat(
            CommandLineRun.of("indicators", path, "--reference=0,0", "--divisions=999999999")
                .exitCode())
        .isEqualTo(2);
  }

  private static void refuses(String message, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "indicators";
    System.arraycopy(args, 0, all, 1, args.length);
    assertThat(CommandLineRun.of(all)).isEqualTo(new CommandLineRun(2, "", message + "\n"));
  }

  private JsonNode json(String csv, String... options) throws IOException {
    String[] args = new String[options.length + 2];
    args[0] = "indicators";
    args[1] = file("front.csv", csv).toString();
    System.arraycopy(options, 0, args, 2, options.length);
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }
}
