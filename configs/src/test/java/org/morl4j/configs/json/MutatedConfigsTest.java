package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.Sample.Run;

/** Whatever is done to a config, reading gives a value that can be written again, or a message. */
class MutatedConfigsTest {
  private static final int COUNT = 2_000;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"ppo\"",
          "[]",
          "{}",
          "-1",
          "1e-400",
          "1e400",
          "1e999999999",
          "-9223372036854775809",
          "9".repeat(900),
          "0.1",
          "NaN",
          "[".repeat(50) + "]".repeat(50),
          "[".repeat(5000),
          "{\"a\":".repeat(70) + "1" + "}".repeat(70));

  @Test
  void neverAnythingButAValueOrAMessage(@TempDir Path folder) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] mutated = mutate(Sample.TEXT.getBytes(StandardCharsets.UTF_8), random);
      Path file = folder.resolve("mutated.json");
      Files.write(file, mutated);
      try {
        Run run = Sample.READER.read(file, List.of());
        assertThat(Sample.READER.parse(Sample.WRITER.write(run), "again", List.of()))
            .isEqualTo(run);
        read++;
      } catch (ConfigException e) {
        assertThat(e.getMessage()).contains("mutated.json").doesNotContain("Exception");
        assertThat(e.getMessage().length()).isLessThan(20_000);
        refused++;
      }
    }
    assertThat(read).isGreaterThan(COUNT / 50);
    assertThat(refused).isGreaterThan(COUNT / 2);
  }

  private static byte[] mutate(byte[] text, SplittableRandom random) {
    byte[] bytes = text;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> flipped(bytes, random);
            case 1 -> cut(bytes, random);
            case 2 -> repeated(bytes, random);
            default -> swapped(bytes, random);
          };
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] cut(byte[] bytes, SplittableRandom random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(30));
    return splice(bytes, from, to, new byte[0]);
  }

  /** Repeats one line, which mostly gives a key twice. */
  private static byte[] repeated(byte[] bytes, SplittableRandom random) {
    List<String> lines = new ArrayList<>(text(bytes).lines().toList());
    if (!lines.isEmpty()) {
      int line = random.nextInt(lines.size());
      lines.add(line, lines.get(line));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Puts another value after a colon. */
  private static byte[] swapped(byte[] bytes, SplittableRandom random) {
    List<Integer> colons = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == ':') {
        colons.add(i);
      }
    }
    if (colons.isEmpty()) {
      return bytes;
    }
    int from = colons.get(random.nextInt(colons.size())) + 1;
    int to = from;
    while (to < bytes.length && ",}\n".indexOf(bytes[to]) < 0) {
      to++;
    }
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return splice(bytes, from, to, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[bytes.length - (to - from) + middle.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
