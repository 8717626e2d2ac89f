package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and pipes are made as on Unix")
class WholeFilesTest {
  @TempDir Path folder;

  @Test
  void textsAreReadWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "\u03b3 = 1\n");
    assertThat(WholeFiles.text(file, 7)).isEqualTo("\u03b3 = 1\n");
    assertThatThrownBy(() -> WholeFiles.text(file, 6))
        .isInstanceOf(StateException.class)
        .hasMessage(file + " has 7 bytes, but at most 6 are read. Maybe another program wrote it.");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(WholeFiles.text(link, 7)).as("reading through a link").startsWith("\u03b3");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> WholeFiles.text(file, 6))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith(file + " is not text in UTF-8");
    assertThatThrownBy(() -> WholeFiles.text(folder.resolve("none"), 6))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @Timeout(20)
  void pipesDevicesAndFoldersAreNotWaitedFor() throws Exception {
    Path pipe = pipe(folder.resolve("pipe"));
    Path zeros = Files.createSymbolicLink(folder.resolve("zeros"), Path.of("/dev/zero"));
    Path dir = Files.createDirectory(folder.resolve("dir"));
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    for (Path path : new Path[] {pipe, zeros, dir, dangling}) {
      assertThatThrownBy(() -> WholeFiles.text(path, 10))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("but must be a regular file. Maybe move it away.");
      assertThatThrownBy(() -> Safetensors.read(path)).isInstanceOf(StateException.class);
      assertThatThrownBy(() -> WholeFiles.replace(path, "new")).isInstanceOf(StateException.class);
      assertThatThrownBy(() -> WholeFiles.write(path, "new")).isInstanceOf(StateException.class);
    }
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void replacingLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("f");
    WholeFiles.replace(file, "one");
    Path victim = Files.writeString(folder.resolve("victim"), "not ours");
    Files.writeString(folder.resolve("f.partial"), "a longer leftover of a kill");
    WholeFiles.replace(file, "two");
    assertThat(file).hasContent("two");
    Files.createSymbolicLink(folder.resolve("f.partial"), victim);
    assertThatThrownBy(() -> WholeFiles.replace(file, "three")).isInstanceOf(StateException.class);
    assertThat(victim).hasContent("not ours");
    assertThat(file).hasContent("two");
  }

  @Test
  void deletingStopsAtLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "not ours");
    Path inside = Files.createDirectories(folder.resolve("inside/deep"));
    Files.createSymbolicLink(inside.resolve("link"), outside);
    Files.writeString(inside.resolve("file"), "ours");
    WholeFiles.delete(folder.resolve("inside"));
    assertThat(folder.resolve("inside")).doesNotExist();
    assertThat(kept).hasContent("not ours");
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    WholeFiles.delete(link);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(kept).hasContent("not ours");
    WholeFiles.delete(folder.resolve("none"));
  }

  private static Path pipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    return path;
  }
}
