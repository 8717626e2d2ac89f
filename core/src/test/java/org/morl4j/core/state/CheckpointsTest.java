package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private final Path folder;

  CheckpointsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesReplacesReadsAndDeletes() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder.resolve("new/folder"), "abc");
    assertThat(checkpoints.read("job")).isEmpty();
    checkpoints.write("job", state(1));
    checkpoints.write("job", state(2));
    assertThat(updates(checkpoints)).isEqualTo(2);
    try (var files = Files.list(folder.resolve("new/folder"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing half-written is left")
          .containsExactly("job.safetensors");
    }
    checkpoints.delete("job");
    assertThat(checkpoints.read("job")).isEmpty();
    checkpoints.delete("job");
  }

  /** A kill before the rename leaves half a file beside the old one. */
  @Test
  void aKillWhileWritingLeavesTheOldOne() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder, "abc");
    checkpoints.write("job", state(1));
    byte[] whole = Files.readAllBytes(folder.resolve("job.safetensors"));
    Files.write(folder.resolve("job.partial"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Checkpoints later = new Checkpoints(folder, "abc");
    assertThat(updates(later)).isEqualTo(1);
    later.write("job", state(2));
    assertThat(updates(later)).isEqualTo(2);
    assertThat(folder.resolve("job.partial")).doesNotExist();
  }

  /** The rest of a longer half-written file must not survive under the new one. */
  @Test
  void aLongerLeftoverIsOverwrittenWhole() throws IOException {
    Files.write(folder.resolve("job.partial"), new byte[100_000]);
    Checkpoints checkpoints = new Checkpoints(folder, "abc");
    checkpoints.write("job", state(3));
    assertThat(updates(checkpoints)).isEqualTo(3);
    assertThat(Files.size(folder.resolve("job.safetensors"))).isLessThan(1000);
  }

  @Test
  void anotherConfigurationIsRefused() throws IOException {
    new Checkpoints(folder, "abc").write("job", state(1));
    assertThatThrownBy(() -> new Checkpoints(folder, "abd").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            folder.resolve("job.safetensors")
                + " belongs to another configuration. Maybe config.json was edited after the run"
                + " began.");
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    Safetensors.write(
        folder.resolve("job.safetensors"),
        state(1),
        Map.of("morl4j_checkpoint", "3", "fingerprint", "abc"));
    assertThatThrownBy(() -> new Checkpoints(folder, "abc").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            folder.resolve("job.safetensors")
                + " is a checkpoint of version 3, but this program reads version 2. Maybe it was"
                + " written by another release.");
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    Safetensors.write(folder.resolve("job.safetensors"), state(1), Map.of());
    assertThatThrownBy(() -> new Checkpoints(folder, "abc").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is a checkpoint of version none");
  }

  private static State state(long updates) {
    State state = new State();
    state.put("updates", updates);
    return state;
  }

  private static long updates(Checkpoints checkpoints) throws IOException {
    return checkpoints.read("job").orElseThrow().scalarLong("updates");
  }
}
