package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.offline.Episode;
import org.morl4j.offline.Episodes;
import org.morl4j.offline.Metadata;
import org.morl4j.offline.MinariWriter;
import org.morl4j.offline.Recordings;

/** The package minari reads what we write, and we read what it writes of that. */
class MinariRoundTripTest {
  @TempDir static Path temp;
  private static JsonNode plain;
  private static JsonNode rich;

  /** One objective and cost, choices; 1 + 12 episodes, so that 10 and 2 could change places. */
  private static Episodes plainEpisodes() {
    EnvSpec spec = spec(Box.of(2, -9, 9, Dtype.FLOAT32), new Discrete(3), "reward", "cost");
    List<Episode> list = new ArrayList<>();
    for (int e = 0; e < 13; e++) {
      list.add(
          new Episode(
              new double[] {e, 0.5, e, 1.5, e, 2.5},
              new double[] {e % 3, 2},
              new double[] {0.1 * e, 1},
              new double[] {0, e},
              e % 2 == 0,
              e % 2 == 1));
    }
    return new Episodes(spec, Metadata.EMPTY, list);
  }

  /** Without costs there is no group infos. */
  private static Episodes bareEpisodes() {
    EnvSpec spec =
        new EnvSpec(
            "test",
            Box.of(1, -9, 9, Dtype.FLOAT32),
            new Discrete(2),
            List.of("reward"),
            List.of(),
            0,
            null,
            null,
            "data");
    double[] none = {};
    Episode one =
        new Episode(new double[] {1, 2}, new double[] {1}, new double[] {3}, none, true, false);
    return new Episodes(spec, Metadata.EMPTY, List.of(one));
  }

  private static EnvSpec spec(Space obs, Space act, String objective, String cost) {
    List<String> objectives = Arrays.asList(objective.split(" ", -1));
    List<String> costs = Arrays.asList(cost.split(" ", -1));
    return new EnvSpec("test", obs, act, objectives, costs, 0, null, null, "data");
  }

  /** Two objectives and costs; a Dict of a matrix without upper bounds and a pair. */
  private static Episodes richEpisodes() {
    Space matrix =
        new Box(
            Vec.filled(4, -1),
            Vec.filled(4, Double.POSITIVE_INFINITY),
            List.of(2, 2),
            Dtype.FLOAT64);
    Space pair = new TupleSpace(List.of(new Discrete(4, 1), Box.of(1, 0, 1, Dtype.FLOAT32)));
    Space obs =
        new DictSpace(
            List.of(new DictSpace.Entry("matrix", matrix), new DictSpace.Entry("pair", pair)));
    EnvSpec spec = spec(obs, Box.of(2, -1, 1, Dtype.FLOAT32), "speed energy", "heat noise");
    Episode only =
        new Episode(
            new double[] {0, .1, .2, .3, 4, .5, 1, 1, 1, 1, 1, .25, 7, 8, 9, 10, 2, 0},
            new double[] {.5, -.5, 1, -1},
            new double[] {1, -2, 3, -4},
            new double[] {.1, 0, 0, 7},
            true,
            false);
    ReferenceScores scores = new ReferenceScores(Vec.of(0, -9), Vec.of(10, 9));
    return new Episodes(spec, Metadata.EMPTY.with(scores), List.of(only));
  }

  @BeforeAll
  static void minariLoadsAndCopies() throws IOException {
    MinariWriter.write(plainEpisodes(), folder("test/plain-v0"), "test/plain-v0");
    MinariWriter.write(richEpisodes(), folder("test/rich-v0"), "test/rich-v0");
    MinariWriter.write(bareEpisodes(), folder("test/bare-v0"), "test/bare-v0");
    String out =
        PinnedPython.run(
            "minari",
            "roundtrip.py",
            temp,
            List.of(temp.toString(), "test/plain-v0", "test/rich-v0", "test/bare-v0"));
    List<String> lines = out.lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).as(out).hasSize(3);
    plain = new ObjectMapper().readTree(lines.get(0));
    rich = new ObjectMapper().readTree(lines.get(1));
  }

  private static Path folder(String id) throws IOException {
    Path folder = temp.resolve(id);
    Files.createDirectories(folder.getParent());
    return folder;
  }

  private static double[] numbers(JsonNode node) {
    List<Double> all = new ArrayList<>();
    flatten(node, all);
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void flatten(JsonNode node, List<Double> to) {
    if (node.isArray()) {
      node.forEach(part -> flatten(part, to));
    } else {
      to.add(node.asDouble());
    }
  }

  @Test
  void minariReadsWhatWeWrite() {
    assertThat(plain.path("steps").asInt()).isEqualTo(26);
    assertThat(plain.path("episodes")).hasSize(13);
    JsonNode tenth = plain.path("episodes").path(10);
    assertThat(numbers(tenth.path("observations"))).containsExactly(10, .5, 10, 1.5, 10, 2.5);
    assertThat(numbers(tenth.path("actions"))).containsExactly(1, 2);
    assertThat(numbers(tenth.path("rewards"))).containsExactly(1, 1);
    assertThat(numbers(tenth.path("cost"))).as("row 0 is the reset's").containsExactly(0, 0, 10);
    assertThat(numbers(tenth.path("terminations"))).containsExactly(0, 1);
    assertThat(numbers(tenth.path("truncations"))).containsExactly(0, 0);

    assertThat(rich.path("objective_names").toString()).isEqualTo("[\"speed\",\"energy\"]");
    assertThat(rich.path("random").toString()).isEqualTo("[0.0,-9.0]");
    JsonNode only = rich.path("episodes").path(0);
    assertThat(only.path("rewards").toString()).isEqualTo("[[1.0,-2.0],[3.0,-4.0]]");
    assertThat(only.path("cost").toString()).isEqualTo("[[0.0,0.0],[0.1,0.0],[0.0,7.0]]");
    assertThat(only.path("observations").path("matrix").path(2).toString())
        .isEqualTo("[[7.0,8.0],[9.0,10.0]]");
    assertThat(numbers(only.path("observations").path("pair").path(0))).containsExactly(4, 1, 2);
    assertThat(numbers(only.path("observations").path("pair").path(1))).containsExactly(.5, .25, 0);
  }

  @Test
  void weReadWhatMinariWrites() throws IOException {
    same(copy("test/plain-v0"), plainEpisodes());
    same(copy("test/rich-v0"), richEpisodes());
    same(copy("test/bare-v0"), bareEpisodes());
  }

  private static Episodes copy(String id) throws IOException {
    return Episodes.of(Recordings.open(temp.resolve("copy").resolve(id), CsvColumns.DEFAULT));
  }

  private static void same(Episodes read, Episodes written) {
    assertThat(read.spec().observationSpace()).isEqualTo(written.spec().observationSpace());
    assertThat(read.spec().actionSpace()).isEqualTo(written.spec().actionSpace());
    assertThat(read.list()).hasSameSizeAs(written.list());
    for (int e = 0; e < read.list().size(); e++) {
      Episode a = read.list().get(e);
      Episode b = written.list().get(e);
      assertThat(a.obs()).isEqualTo(b.obs());
      assertThat(a.act()).isEqualTo(b.act());
      assertThat(a.reward()).isEqualTo(b.reward());
      assertThat(a.cost()).isEqualTo(b.cost());
      assertThat(a.terminated()).isEqualTo(b.terminated());
      assertThat(a.truncated()).isEqualTo(b.truncated());
    }
  }
}
