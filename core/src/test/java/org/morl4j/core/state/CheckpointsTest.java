package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Map.of("morl4j_checkpoint", "4", "fingerprint", "abc"));
    assertThatThrownBy(() -> new Checkpoints(folder, "abc").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            folder.resolve("job.safetensors")
                + " is a checkpoint of version 4, but this program reads versions 2 and 3. Maybe it"
                + " was written by another release. Or delete the folder "
                + folder
                + ": a resume then trains from the start, to the same results.");
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    Safetensors.write(folder.resolve("job.safetensors"), state(1), Map.of());
    assertThatThrownBy(() -> new Checkpoints(folder, "abc").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is a checkpoint of version none");
  }

  /** Version 2 had no hash, version 3 always has. */
  @Test
  void onlyOlderOnesMayLackAHash() throws IOException {
    Path file = folder.resolve("job.safetensors");
    Safetensors.write(file, state(5), Map.of("morl4j_checkpoint", "2", "fingerprint", "abc"));
    assertThat(updates(new Checkpoints(folder, "abc"))).isEqualTo(5);
    Safetensors.write(file, state(5), Map.of("morl4j_checkpoint", "3", "fingerprint", "abc"));
    assertThatThrownBy(() -> new Checkpoints(folder, "abc").read("job"))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith(file + " is damaged: it has no hash");
  }

  @Test
  void equalStatesGiveEqualFiles() throws IOException {
    new Checkpoints(folder, "abc").write("a", state(1));
    new Checkpoints(folder, "abc").write("b", state(1));
    assertThat(folder.resolve("a.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("b.safetensors"));
    assertThat(Files.readString(folder.resolve("a.safetensors"), StandardCharsets.ISO_8859_1))
        .contains("\"morl4j_checkpoint\":\"3\",\"fingerprint\":\"abc\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../job", "/job", "a/b", "", ".", "..", ".job", "a\\b", "a\nb"})
  void aNameLeadsNowhereElse(String name) throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder.resolve("in"), "abc");
    Files.writeString(folder.resolve("job.safetensors"), "not ours");
    assertThatThrownBy(() -> checkpoints.write(name, state(1))).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> checkpoints.delete(name)).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> checkpoints.read(name))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is no name of a checkpoint");
    assertThat(folder.resolve("job.safetensors")).hasContent("not ours");
  }

  @Test
  void nothingIsWrittenThroughLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    assertThatThrownBy(() -> new Checkpoints(link, "abc"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is a symbolic link, but must be a folder");
    // The folder above may be one: a run that is reached through a link goes on.
    new Checkpoints(link.resolve("checkpoints"), "abc").write("job", state(1));
    Path victim = Files.writeString(folder.resolve("victim"), "not ours");
    Path inside = Files.createDirectory(folder.resolve("inside"));
    for (String name : List.of("job.safetensors", "job.partial")) {
      Files.createSymbolicLink(inside.resolve(name), victim);
      assertThatThrownBy(() -> new Checkpoints(inside, "abc").write("job", state(1)))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("is a link, a pipe or a device, but is to be written");
      Files.delete(inside.resolve(name));
    }
    assertThat(victim).hasContent("not ours");
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
