package org.morl4j.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.Signals;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;

/** The two resources were written by minari 0.5.4; the numbers expected are what h5py reads. */
class MinariTest {
  @TempDir Path folder;

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(MinariTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Episodes read(Path folder) throws IOException {
    return Episodes.of(Minari.open(folder));
  }

  @Test
  void costsComeOneRowLate() throws IOException {
    Episodes read = read(resource("pendulum-cost-v0"));
    assertThat(read.spec().id()).isEqualTo("minari:peers/pendulum-cost-v0");
    assertThat(read.spec().observationSpace()).isInstanceOf(Box.class);
    assertThat(read.spec().actionSpace().size()).isEqualTo(1);
    assertThat(read.spec().objectives()).containsExactly("reward");
    assertThat(read.spec().costs()).containsExactly("cost");
    assertThat(read.spec().horizon()).isEqualTo(200);
    assertThat(read.list()).hasSize(3);
    assertThat(read.steps()).isEqualTo(600);
    Episode first = read.list().get(0);
    assertThat(first.obs()).hasSize(201 * 3);
    assertThat(first.obs()[0]).isCloseTo(0.6520163, within(1e-7));
    assertThat(first.act()[0]).isCloseTo(1.4146323, within(1e-6));
    assertThat(first.reward()[0]).isCloseTo(-0.7637564940112445, within(1e-15));
    assertThat(first.terminated()).isFalse();
    assertThat(first.truncated()).isTrue();
    // infos/cost of episode 1 begins 0, 1, 1, 1: the first is the reset's.
    assertThat(read.list().get(1).cost()).startsWith(1, 1, 1).hasSize(200);
  }

  @Test
  void rewardsMayBeVectors() throws IOException {
    Episodes read = read(resource("dst-buffers-v0").resolve("data"));
    assertThat(read.spec().objectives()).containsExactly("reward_0", "reward_1");
    assertThat(read.spec().costs()).isEmpty();
    assertThat(read.spec().actionSpace()).isEqualTo(new Discrete(4));
    assertThat(read.list()).hasSize(5);
    assertThat(read.list().stream().map(e -> e.act().length)).containsExactly(1, 9, 1, 1, 100);
    Episode first = read.list().get(0);
    assertThat(first.reward()[0]).isCloseTo(0.7, within(1e-7));
    assertThat(first.reward()[1]).isEqualTo(-1);
    assertThat(first.terminated()).isTrue();
    assertThat(read.list().get(1).act()).startsWith(0, 3);
    assertThat(read.list().get(4).truncated()).isTrue();
  }

  /** One episode of two steps, written anew with one fault. */
  private Path written(double[][] observations, double[] rewards, boolean[] terminations)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.copy(
        resource("pendulum-cost-v0").resolve("data/metadata.json"), data.resolve("metadata.json"));
    Files.writeString(
        data.resolve("metadata.json"),
        Files.readString(data.resolve("metadata.json"))
            .replace("\"total_episodes\": 3", "\"total_episodes\": 1")
            .replace("\"total_steps\": 600", "\"total_steps\": 2"));
    try (WritableHdfFile hdf = HdfFile.write(data.resolve("main_data.hdf5"))) {
      WritableGroup episode = hdf.putGroup("episode_0");
      episode.putDataset("observations", observations);
      episode.putDataset("actions", new double[][] {{0}, {1}});
      episode.putDataset("rewards", rewards);
      episode.putDataset("terminations", terminations);
      episode.putDataset("truncations", new boolean[] {false, false});
    }
    return folder;
  }

  private static final double[][] OBS = {{1, 0, 0}, {1, 0, 1}, {1, 0, 2}};

  @Test
  void whatJavaWroteIsRead() throws IOException {
    Episodes read = read(written(OBS, new double[] {1, 2}, new boolean[] {false, true}));
    assertThat(read.spec().costs()).isEmpty();
    assertThat(read.list().get(0).obs()).containsExactly(1, 0, 0, 1, 0, 1, 1, 0, 2);
    assertThat(read.list().get(0).reward()).containsExactly(1, 2);
    assertThat(read.list().get(0).terminated()).isTrue();
  }

  @Test
  void faultsAreToldWithTheirPlace() throws IOException {
    double[][] odd = {{1, 0, 0}, {1, Double.NaN, 1}, {1, 0, 2}};
    assertThatThrownBy(() -> read(written(odd, new double[] {1, 2}, new boolean[] {false, true})))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("main_data.hdf5: episode_0: observations is NaN in row 1.");
  }

  @Test
  void anEndInTheMiddleIsRefused() {
    assertThatThrownBy(() -> read(written(OBS, new double[] {1, 2}, new boolean[] {true, false})))
        .hasMessageContaining("episode_0: terminations end the episode in row 0 of 2.");
  }

  @Test
  void rowsMustAgree() {
    assertThatThrownBy(() -> read(written(OBS, new double[] {1}, new boolean[] {false, true})))
        .hasMessageContaining("episode_0: rewards has 1 rows, but must have 2.");
  }

  @Test
  void widthsMustBeTheSpaces() {
    assertThatThrownBy(
            () ->
                read(
                    written(
                        new double[][] {{1}, {2}, {3}},
                        new double[] {1, 2},
                        new boolean[] {false, true})))
        .hasMessageContaining("episode_0: observations has 1 values a row, but must have 3.");
  }

  @Test
  void aDatasetIsOpenedByNameOrFolderAndCutIntoTransitions() throws IOException {
    Path root = resource("dst-buffers-v0").getParent();
    RecordingOpener opener = new RecordingOpener(Map.of("MINARI_DATASETS_PATH", root.toString()));
    Dataset data = opener.open(new DatasetName(DatasetName.Kind.MINARI, "dst-buffers-v0"));
    DatasetName folder =
        new DatasetName(DatasetName.Kind.PATH, root.resolve("dst-buffers-v0").toString());
    assertThat(opener.opens(folder)).isTrue();
    assertThat(opener.open(folder).hash()).isEqualTo(data.hash()).hasSize(64);
    DataView view = data.view(Signals.of(data.spec(), 0.9, 1));
    assertThat(view.size()).isEqualTo(112);
    Batch batch = view.read(0, 112);
    assertThat(batch.reward()).startsWith(0.699999988079071, -1, 0, -1);
    assertThat(batch.terminated()[0]).isTrue();
    assertThat(batch.discount(0, 0)).isZero();
    assertThat(batch.discount(1, 0)).isEqualTo(0.9);
    assertThat(batch.truncated()[111]).isTrue();
    assertThat(batch.discount(111, 0)).as("a time limit is no end").isEqualTo(0.9);
    assertThat(batch.ints(Column.EPISODE)).startsWith(0, 1, 1).endsWith(4, 4);
    // Episode 1 stays where it was at its first step: nextObs is the next row's obs.
    assertThat(batch.nextObs()[2]).isEqualTo(batch.obs()[4]);
  }

  @Test
  void aNameMustNotLeadOutOfTheRoot() {
    Path root = resource("dst-buffers-v0");
    RecordingOpener opener = new RecordingOpener(Map.of("MINARI_DATASETS_PATH", root.toString()));
    assertThatThrownBy(
            () -> opener.open(new DatasetName(DatasetName.Kind.MINARI, "../pendulum-cost-v0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data.minari is \"../pendulum-cost-v0\"")
        .hasMessageContaining("Maybe download it with Minari, or set MINARI_DATASETS_PATH");
  }

  @Test
  void otherFoldersAreRefused() {
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("There is no file")
        .hasMessageContaining("Maybe name the folder of a Minari dataset");
  }

  @Test
  void aFileThatIsCutIsRefused() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path whole = resource("dst-buffers-v0").resolve("data");
    Files.copy(whole.resolve("metadata.json"), data.resolve("metadata.json"));
    byte[] bytes = Files.readAllBytes(whole.resolve("main_data.hdf5"));
    for (int length : new int[] {0, 100, 4000, bytes.length / 2}) {
      Files.write(data.resolve("main_data.hdf5"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> read(folder))
          .as("%s bytes", length)
          .isInstanceOf(DatasetException.class);
    }
  }
}
