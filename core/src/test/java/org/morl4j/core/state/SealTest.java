package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final String TEXT = "{\"a\": 1.5, \"sha256\": \"%s\"}\n".formatted(Seal.BLANK);

  @TempDir Path folder;

  /** By sha256sum of the same text. */
  @Test
  void itIsTheHashOfTheTextWithZerosInItsPlace() {
    assertThat(Seal.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    String sealed = Seal.sealed(TEXT);
    assertThat(sealed).isEqualTo(TEXT.replace(Seal.BLANK, Seal.of(TEXT)));
    assertThatCode(() -> Seal.check("f", sealed, Seal.of(TEXT))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Seal.sealed("abc")).hasMessageContaining("no place for a seal");
  }

  @Test
  void anotherTextIsRefused() {
    String sealed = Seal.sealed(TEXT);
    String seal = Seal.of(TEXT);
    assertThatThrownBy(() -> Seal.check("f.json", sealed.replace("1.5", "1.25"), seal))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("f.json is damaged: the SHA-256 of its bytes begins with ")
        .hasMessageEndingWith(
            "but it was written with %s. Maybe put back a copy of it."
                .formatted(seal.substring(0, 12)));
    for (String other : new String[] {"", "x", seal.toUpperCase(java.util.Locale.ROOT)}) {
      assertThatThrownBy(() -> Seal.check("f.json", sealed, other))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("must have 64 digits from 0 to f");
    }
  }

  /** All bits of a small file, header, padding, digits and data: none goes unseen. */
  @Test
  void everyFlippedBitOfACheckpointIsRefused() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder, "abc");
    checkpoints.write("job", state());
    Path file = folder.resolve("job.safetensors");
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertThatThrownBy(() -> checkpoints.read("job"))
          .as("bit %s of %s", bit, 8 * good.length)
          .isInstanceOf(StateException.class)
          .hasMessageContaining("job.safetensors")
          .hasMessageContaining("Maybe");
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> checkpoints.read("job")).isInstanceOf(StateException.class);
    }
    Files.write(file, good);
    assertThat(checkpoints.read("job").orElseThrow().floats("weights")).containsExactly(1, 2, 3);
  }

  /** A tensor that is mapped, and more than one piece of a file. */
  @Test
  void largeTensorsAreLookedAtToo() throws IOException {
    State state = state();
    state.put("large", new byte[(1 << 26) + 5]);
    Path file = folder.resolve("large.safetensors");
    String seal = Safetensors.writeSealed(file, state, Map.of());
    Map<String, String> metadata = new LinkedHashMap<>();
    assertThat(Safetensors.read(file, metadata).buffer("large", (1 << 26) + 5).get(7)).isZero();
    assertThat(metadata).isEqualTo(Map.of(Safetensors.SEAL, seal));
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(
          java.nio.ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)), channel.size() - 9);
    }
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith(file + " is damaged");
  }

  private static State state() {
    State state = new State();
    state.put("weights", new float[] {1, 2, 3});
    state.put("name", "corridor");
    state.put("moments", new double[] {0.5, -1});
    return state;
  }
}
