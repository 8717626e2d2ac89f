package org.morl4j.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;

/** Files whose rows lie one below the other. */
class FlatRecordingTest {
  @TempDir private Path temp;

  /** Rows 0-2 time out, 3-4 terminate, 5-6 are a piece. */
  private static Map<String, Object> d4rl() {
    Map<String, Object> all = new HashMap<>();
    all.put("observations", new float[][] {{0}, {1}, {2}, {10}, {11}, {20}, {21}});
    all.put("actions", new float[][] {{0}, {.1f}, {.2f}, {.3f}, {.4f}, {.5f}, {.6f}});
    all.put("rewards", new float[] {0, 1, 2, 3, 4, 5, 6});
    all.put("terminals", new boolean[] {false, false, false, false, true, false, false});
    all.put("timeouts", new boolean[] {false, false, true, false, false, false, false});
    return all;
  }

  private Episodes read(Map<String, Object> datasets) throws IOException {
    Path file = Written.hdf5(temp.resolve("a.hdf5"), datasets);
    return Episodes.of(Recordings.open(file, CsvColumns.DEFAULT));
  }

  @Test
  void theLastStepOfATimeOutIsDropped() throws IOException {
    Episodes read = read(d4rl());
    assertThat(read.spec().id()).isEqualTo("hdf5:a.hdf5");
    assertThat(read.spec().actionSpace()).isEqualTo(Box.of(1, -1, 1, Dtype.FLOAT32));
    assertThat(read.steps()).isEqualTo(5);
    assertThat(read.list()).hasSize(3);
    Episode timedOut = read.list().get(0);
    assertThat(timedOut.obs()).containsExactly(0, 1, 2);
    assertThat(timedOut.reward()).containsExactly(0, 1);
    assertThat(timedOut.truncated()).isTrue();
    assertThat(timedOut.terminated()).isFalse();
    Episode ended = read.list().get(1);
    assertThat(ended.obs()).as("where it led is unknown").containsExactly(10, 11, 11);
    assertThat(ended.reward()).containsExactly(3, 4);
    assertThat(ended.terminated()).isTrue();
    Episode piece = read.list().get(2);
    assertThat(piece.obs()).containsExactly(20, 21);
    assertThat(piece.truncated()).isFalse();
  }

  @Test
  void timeOutsBootstrap() throws IOException {
    Path file = Written.hdf5(temp.resolve("a.hdf5"), d4rl());
    RecordedDataset data = new RecordedDataset(file, Recordings.open(file, CsvColumns.DEFAULT));
    DataView view = data.view(Signals.of(data.spec(), 0.9, 1));
    Batch batch = view.read(0, 5);
    assertThat(batch.nextObs()).containsExactly(1, 2, 11, 11, 21);
    assertThat(batch.discount(1, 0)).isEqualTo(0.9);
    assertThat(batch.discount(3, 0)).isZero();
    assertThat(batch.discount(4, 0)).isEqualTo(0.9);
  }

  /** With costs it is DSRL's: every row leads where it says, and a gap parts episodes. */
  @Test
  void costsBringNextObservations() throws IOException {
    Map<String, Object> all = d4rl();
    all.put("next_observations", new float[][] {{1}, {2}, {3}, {11}, {12}, {99}, {22}});
    all.put("costs", new float[] {0, 0, 1, 0, 0, 1, 1});
    Episodes read = read(all);
    assertThat(read.steps()).isEqualTo(7);
    assertThat(read.list()).hasSize(4);
    assertThat(read.list().get(0).obs()).containsExactly(0, 1, 2, 3);
    assertThat(read.list().get(0).cost()).containsExactly(0, 0, 1);
    assertThat(read.list().get(1).obs()).containsExactly(10, 11, 12);
    assertThat(read.list().get(2).obs()).containsExactly(20, 99);
    assertThat(read.list().get(3).obs()).containsExactly(21, 22);
    assertThat(read.spec().costs()).containsExactly("cost");
  }

  @Test
  void wholeActionsAreChoices() throws IOException {
    Map<String, Object> all = d4rl();
    all.put("actions", new int[] {0, 1, 2, 3, 0, 1, 2});
    assertThat(read(all).spec().actionSpace()).isEqualTo(new Discrete(4));
  }

  @Test
  void faultsAreToldWithKeyAndRow() {
    Map<String, Object> odd = d4rl();
    odd.put("rewards", new float[] {0, 1, 2, Float.NaN, 4, 5, 6});
    assertThatThrownBy(() -> read(odd))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a.hdf5: rewards is NaN in row 3.");
    Map<String, Object> shorter = d4rl();
    shorter.put("rewards", new float[] {0, 1});
    assertThatThrownBy(() -> read(shorter))
        .hasMessageContaining("rewards has 2 rows, but observations has 7.");
    Map<String, Object> none = d4rl();
    none.remove("terminals");
    assertThatThrownBy(() -> read(none))
        .hasMessageContaining("terminals is missing. Maybe it is no D4RL or DSRL file.");
    Map<String, Object> flags = d4rl();
    flags.put("terminals", new int[] {0, 0, 0, 2, 0, 0, 0});
    assertThatThrownBy(() -> read(flags)).hasMessageContaining("terminals is 2.0 in row 3");
  }

  /** Rows 0-2 are a trajectory of two steps; in row 3 a task is done, 4-5 go on. */
  private static Map<String, byte[]> ogbench() {
    Map<String, byte[]> all = new HashMap<>();
    all.put("observations", Written.npy("<f4", "6, 1", Written.floats(0, 1, 2, 10, 11, 12)));
    all.put("actions", Written.npy("<f4", "6, 1", Written.floats(0, .5, 9, .25, -.5, 0)));
    all.put("terminals", Written.npy("<f4", "6,", Written.floats(0, 0, 1, 0, 0, 1)));
    return all;
  }

  private Episodes npz(Map<String, byte[]> arrays) throws IOException {
    Path file = Written.npz(temp.resolve("a.npz"), arrays);
    return Episodes.of(Recordings.open(file, CsvColumns.DEFAULT));
  }

  @Test
  void aTerminalOfOgBenchMarksTheLastObservation() throws IOException {
    Episodes read = npz(ogbench());
    assertThat(read.steps()).isEqualTo(4);
    assertThat(read.list().get(0).obs()).containsExactly(0, 1, 2);
    assertThat(read.list().get(0).act()).containsExactly(0, .5);
    assertThat(read.list().get(0).truncated()).isTrue();
    assertThat(read.list().get(1).reward()).as("it has none").containsExactly(0, 0);
  }

  @Test
  void masksEndEpisodesForGood() throws IOException {
    Map<String, byte[]> all = ogbench();
    all.put("masks", Written.npy("<f4", "6,", Written.floats(1, 1, 1, 0, 1, 1)));
    all.put("rewards", Written.npy("<f4", "6,", Written.floats(-1, -1, 0, 0, -1, -1)));
    Episodes read = npz(all);
    assertThat(read.list()).hasSize(3);
    assertThat(read.list().get(1).terminated()).isTrue();
    assertThat(read.list().get(1).act()).containsExactly(.25);
    assertThat(read.list().get(1).reward()).containsExactly(0);
    assertThat(read.list().get(2).obs()).containsExactly(11, 12);
  }

  @Test
  void arraysMustFillTheirBytes() {
    Map<String, byte[]> all = ogbench();
    all.put("actions", Written.npy("<f4", "6, 100000000", Written.floats(1, 2)));
    assertThatThrownBy(() -> npz(all))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("actions has the shape (6, 100000000), but 8 bytes of numbers.");
    all.put("actions", Written.npy("|O", "6,", Written.floats(1, 2)));
    assertThatThrownBy(() -> npz(all)).hasMessageContaining("must hold numbers or flags");
    all.put("actions", "nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> npz(all)).hasMessageContaining("actions is no array of NumPy.");
  }

  private Episodes csv(String text, CsvColumns columns) throws IOException {
    Path file = Files.writeString(temp.resolve("log.csv"), text);
    return Episodes.of(Recordings.open(file, columns));
  }

  private static final CsvColumns MAPPED =
      CsvColumns.DEFAULT
          .withObs(List.of("height", "speed"))
          .withAct(List.of("valve"))
          .withReward(List.of("yield", "quality"))
          .withCost(List.of("heat"))
          .withEpisode("batch")
          .withTerminated("done");

  @Test
  void aLogNeedsOnlyItsColumnsNamed() throws IOException {
    Episodes read =
        csv(
            """
            batch,valve,height,speed,yield,quality,heat,done,operator
            "A, 1",0,1.5,2,3,4,5,0,Ada
            "A, 1",2,2.5,3,4,5,6,1,Ada

            B,1,7,8,9,10,11,,Bob
            B,1,8,9,10,11,12,,Bob
            """,
            MAPPED);
    assertThat(read.spec().objectives()).containsExactly("yield", "quality");
    assertThat(read.spec().costs()).containsExactly("heat");
    assertThat(read.spec().actionSpace()).isEqualTo(new Discrete(3));
    assertThat(read.steps()).isEqualTo(3);
    assertThat(read.list().get(0).obs()).containsExactly(1.5, 2, 2.5, 3, 2.5, 3);
    assertThat(read.list().get(0).terminated()).isTrue();
    assertThat(read.list().get(1).obs()).containsExactly(7, 8, 8, 9);
    assertThat(read.list().get(1).reward()).containsExactly(9, 10);
    assertThat(read.list().get(1).truncated()).isFalse();
  }

  @Test
  void faultsOfALogAreToldWithTheirLine() {
    String head = "batch,valve,height,speed,yield,quality,heat,done\n";
    assertThatThrownBy(() -> csv(head + "A,0,x,2,3,4,5,0\n", MAPPED))
        .isInstanceOf(DatasetException.class)
        .hasMessageEndingWith("log.csv:2: \"height\" is \"x\", but must be a finite number.");
    assertThatThrownBy(() -> csv(head + "A,0,1,2,3,4,5,0\nA,0\n", MAPPED))
        .hasMessageContaining("log.csv:3: the row has 2 values, but the header has 8.");
    assertThatThrownBy(() -> csv(head + "A,0,1,2,3,4,5,1\nA,0,1,2,3,4,5,0\n", MAPPED))
        .hasMessageContaining("log.csv:3: the row is of episode \"A\", which ended");
    assertThatThrownBy(
            () -> csv(head + "A,0,1,2,3,4,5,0\nB,0,1,2,3,4,5,0\nA,0,1,2,3,4,5,0\n", MAPPED))
        .hasMessageContaining("log.csv:4: episode \"A\" began already");
    assertThatThrownBy(() -> csv(head + "A,0,1,2,3,4,5,0\n", CsvColumns.DEFAULT))
        .hasMessageContaining("has no column \"obs:..\"");
    assertThatThrownBy(() -> csv(head + "A,0,1,2,3,4,5,0\n", MAPPED))
        .hasMessageContaining("gives no step");
  }

  @Test
  void whatIsConvertedIsReadAgain() throws IOException {
    Episodes flat = read(d4rl());
    Path file = temp.resolve("out.csv");
    CsvWriter.write(flat, file);
    Episodes again = Episodes.of(Recordings.open(file, CsvColumns.DEFAULT));
    MinariWriterTest.same(again, flat);
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("episode,obs:0,act:0,reward:reward,terminated,truncated,nextObs:0");
  }
}
