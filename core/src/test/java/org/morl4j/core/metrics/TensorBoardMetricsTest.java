package org.morl4j.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.learn.Effort;

/** Reads event files with a reader of its own: frames, a table-free CRC-32C, protocol buffers. */
class TensorBoardMetricsTest {
  private final Path folder;

  TensorBoardMetricsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void eachJobIsARunOfItsOwn() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.open(folder)) {
      metrics.scalar("s1r0j00", new Effort(256, 9), "losses/policy", 0.5);
      metrics.scalar("s1r0j00", new Effort(3_000_000_000L, 9), "eval/speed", -1e10);
      metrics.scalar("j", Effort.NONE, "m", Double.NaN);
      metrics.scalar("j", new Effort(0, 7), "m", 2);
      metrics.scalar("front", 40, "hypervolume", 994.5);
      List<byte[]> events = frames(onlyFile("s1r0j00"));
      assertThat(events).as("flushed, before close").hasSize(3);

      Map<Integer, Object> first = fields(events.get(0));
      assertThat(text(value(first, 3))).isEqualTo("brain.Event:2");
      double wallTime = Double.longBitsToDouble((long) value(first, 1));
      assertThat(wallTime).isBetween(1.7e9, System.currentTimeMillis() / 1000.0 + 1);

      assertScalar(events.get(1), 256, "losses/policy", 0.5f);
      assertScalar(events.get(2), 3_000_000_000L, "eval/speed", -1e10f);
      events = frames(onlyFile("j"));
      assertScalar(events.get(1), 0, "m", Float.NaN);
      assertScalar(events.get(2), 7, "m", 2);
      assertScalar(frames(onlyFile("front")).get(1), 40, "hypervolume", 994.5f);
    }
  }

  @Test
  void aTextIsAStringTensorForThePluginText() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.open(folder)) {
      metrics.text("config", "seed: \u03b3");
      Map<Integer, Object> event = fields(frames(onlyFile(".")).get(1));
      Map<Integer, Object> summary = fields((byte[]) value(event, 5));
      Map<Integer, Object> text = fields((byte[]) value(summary, 1));
      assertThat(text(value(text, 1))).isEqualTo("config");
      Map<Integer, Object> plugin = fields((byte[]) value(fields((byte[]) value(text, 9)), 1));
      assertThat(text(value(plugin, 1))).isEqualTo("text");
      Map<Integer, Object> tensor = fields((byte[]) value(text, 8));
      assertThat(tensor.get(1)).as("DT_STRING").isEqualTo(7L);
      assertThat((byte[]) value(tensor, 2)).as("rank 0").isEmpty();
      assertThat(text(value(tensor, 8))).isEqualTo("seed: \u03b3");
    }
  }

  @Test
  void manyJobsKeepFewFilesOpenAndLoseNothing() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.open(folder)) {
      for (int round = 0; round < 2; round++) {
        for (int job = 0; job < 40; job++) {
          metrics.scalar("j" + job, new Effort(round, 0), "m", job);
        }
      }
    }
    for (int job = 0; job < 40; job++) {
      int scalars = 0;
      try (Stream<Path> files = Files.list(folder.resolve("j" + job))) {
        for (Path file : files.toList()) {
          scalars += frames(file).size() - 1;
        }
      }
      assertThat(scalars).isEqualTo(2);
    }
  }

  @Test
  void aSecondProcessGetsAFileOfItsOwn() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (TensorBoardMetrics metrics = TensorBoardMetrics.open(folder)) {
        metrics.scalar("j", Effort.NONE, "m", i);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("j"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(3)
          .allMatch(name -> name.startsWith("events.out.tfevents."));
    }
  }

  /** The check value of CRC-32C: the ASCII digits 1 to 9 give e3069283. */
  @Test
  void thisReadersChecksumIsTheRightOne() {
    assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
  }

  private static void assertScalar(byte[] event, long step, String tag, float value) {
    Map<Integer, Object> fields = fields(event);
    assertThat(fields.keySet()).containsExactly(1, 2, 5);
    assertThat(fields.get(2)).isEqualTo(step);
    Map<Integer, Object> summary = fields((byte[]) value(fields, 5));
    assertThat(summary.keySet()).containsExactly(1);
    Map<Integer, Object> scalar = fields((byte[]) value(summary, 1));
    assertThat(scalar.keySet()).containsExactly(1, 2);
    assertThat(text(value(scalar, 1))).isEqualTo(tag);
    assertThat(scalar.get(2)).isEqualTo(value);
  }

  private Path onlyFile(String run) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(run))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static List<byte[]> frames(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).as("CRC of the length").isEqualTo(masked(crc32c(length)));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertThat(in.getInt()).as("CRC of the data").isEqualTo(masked(crc32c(data)));
      frames.add(data);
    }
    return frames;
  }

  /** Bit by bit, reflected polynomial 82f63b78. */
  private static int crc32c(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static int masked(int crc) {
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  /** Fields of a protocol buffer by number: varints and fixed64 as long, fixed32 as float. */
  private static Map<Integer, Object> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Object> fields = new TreeMap<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(in);
            case 1 -> in.getLong();
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield bytes;
            }
            case 5 -> in.getFloat();
            default -> throw new AssertionError("wire type " + (key & 7));
          };
      assertThat(fields.put((int) (key >>> 3), value)).as("field twice").isNull();
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static Object value(Map<Integer, Object> fields, int number) {
    return Objects.requireNonNull(fields.get(number));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
