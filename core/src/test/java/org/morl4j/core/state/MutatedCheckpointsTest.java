package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.rng.Rng;

/** Whatever happens to a checkpoint, reading it gives a state or one clear error. */
class MutatedCheckpointsTest {
  private static final int CASES = 1000;

  private final Path folder;

  MutatedCheckpointsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @Timeout(30)
  void mutationsGiveAStateOrAStateException() throws IOException {
    byte[] original = checkpoint();
    Path file = folder.resolve("mutated.safetensors");
    Rng rng = new Rng(20240721);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] mutated = mutate(original, rng);
      Files.write(file, mutated);
      try {
        long bytes = size(Safetensors.read(file));
        assertThat(bytes).as("case %s: bytes read", i).isLessThanOrEqualTo(mutated.length);
      } catch (StateException e) {
        assertThat(e).as("case %s", i).hasMessageContaining("mutated.safetensors");
        refused++;
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("case " + i + " of seed 20240721", e);
      }
    }
    assertThat(refused).as("refused files").isBetween(CASES / 4, CASES);
  }

  @Test
  void truncationsAreRefused() throws IOException {
    byte[] original = checkpoint();
    Path file = folder.resolve("cut.safetensors");
    for (int length = original.length - 1; length >= 0; length -= 3) {
      Files.write(file, Arrays.copyOf(original, length));
      StateException refusal = null;
      try {
        Safetensors.read(file);
      } catch (StateException e) {
        refusal = e;
      }
      assertThat(refusal).as("cut to %s of %s bytes", length, original.length).isNotNull();
    }
  }

  private byte[] checkpoint() throws IOException {
    State state = new State();
    state.put("rng", new Rng(3));
    state.put("weights", new float[] {1, 2, 3});
    state.put("steps", new int[] {4, 5});
    state.put("name", "corridor");
    state.put("moments", new double[] {0.5, -1});
    Path file = folder.resolve("whole.safetensors");
    Safetensors.write(file, state, Map.of("morl4j_checkpoint", "1", "fingerprint", "abc"));
    return Files.readAllBytes(file);
  }

  private static long size(State state) {
    long bytes = 0;
    for (Object array : state.entries().values()) {
      int width =
          array instanceof double[] || array instanceof long[]
              ? 8
              : array instanceof byte[] ? 1 : 4;
      bytes += (long) java.lang.reflect.Array.getLength(array) * width;
    }
    return bytes;
  }

  /** One to four random injuries: a byte, a digit, a bit, a cut, an insertion, a swap. */
  private static byte[] mutate(byte[] original, Rng rng) {
    byte[] bytes = original.clone();
    int injuries = 1 + rng.nextInt(4);
    for (int i = 0; i < injuries && bytes.length > 1; i++) {
      // Mostly in the header, where the structure is.
      int at = rng.nextInt(rng.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 420));
      switch (rng.nextInt(8)) {
        case 0 -> bytes[at] = (byte) rng.nextInt(256);
        case 1 -> bytes[at] = (byte) ('0' + rng.nextInt(10));
        case 2 -> bytes[at] ^= (byte) (1 << rng.nextInt(8));
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = insert(bytes, at, "{}[],:\"-9e\u0000".charAt(rng.nextInt(11)));
        case 5 -> bytes = remove(bytes, at);
        case 6 -> {
          int other = rng.nextInt(bytes.length);
          byte swap = bytes[at];
          bytes[at] = bytes[other];
          bytes[other] = swap;
        }
        default -> bytes[rng.nextInt(Math.min(8, bytes.length))] = (byte) rng.nextInt(256);
      }
    }
    return bytes;
  }

  private static byte[] insert(byte[] bytes, int at, char c) {
    byte[] longer = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, longer, 0, at);
    longer[at] = (byte) c;
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    return longer;
  }

  private static byte[] remove(byte[] bytes, int at) {
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
    return shorter;
  }
}
