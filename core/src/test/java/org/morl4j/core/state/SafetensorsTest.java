package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private final Path folder;

  SafetensorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyTypeSurvivesTheRoundTripInOrder() throws IOException {
    State state = new State();
    state.put("bytes", new byte[] {-128, 0, 127});
    state.put("floats", new float[] {1.5f, -0.0f, Float.NaN, Float.NEGATIVE_INFINITY});
    state.put("none", new float[0]);
    state.put("longs", new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
    state.put("ints", new int[] {Integer.MIN_VALUE, -1});
    state.put("doubles", new double[] {Math.PI, Double.MIN_VALUE, -0.0});
    state.put("name with \"quotes\", \u03b3 and \n", 1L);
    Path file = folder.resolve("state.safetensors");
    Safetensors.write(file, state, Map.of("note", "line\nbreak"));
    Map<String, String> metadata = new LinkedHashMap<>();
    State read = Safetensors.read(file, metadata);
    assertThat(read.entries().keySet()).containsExactlyElementsOf(state.entries().keySet());
    state
        .entries()
        .forEach((name, array) -> assertThat(read.entries().get(name)).as(name).isEqualTo(array));
    assertThat(metadata).isEqualTo(Map.of("note", "line\nbreak"));
  }

  @Test
  void anEmptyStateIsAFile() throws IOException {
    Path file = folder.resolve("empty.safetensors");
    Safetensors.write(file, new State(), Map.of());
    assertThat(Safetensors.read(file).entries()).isEmpty();
  }

  /** The bytes the format's description asks for, built by hand. */
  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    State state = new State();
    state.put("b", new byte[] {1, 2, 3});
    state.put("f", new float[] {1});
    state.put("d", new double[] {2});
    Path file = folder.resolve("bytes.safetensors");
    Safetensors.write(file, state, Map.of("k", "v"));
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[12,15]},"
            + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
            + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + padded + 15).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded);
    expected.put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 8 + padded) {
      expected.put((byte) ' ');
    }
    expected.putDouble(2).putFloat(1).put(new byte[] {1, 2, 3});
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  /** Written by the Python package safetensors 0.8.0 with NumPy 2.4.6. */
  @Test
  void readsWhatPythonWrote() throws IOException {
    Path file = folder.resolve("python.safetensors");
    try (InputStream fixture =
        SafetensorsTest.class.getResourceAsStream("python-0.8.0.safetensors")) {
      assertThat(fixture).isNotNull();
      Files.copy(fixture, file);
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    State state = Safetensors.read(file, metadata);
    assertThat(metadata).isEqualTo(Map.of("made_by", "safetensors 0.8.0", "note", "\u03b3 = 0.99"));
    assertThat(state.entries()).hasSize(9);
    assertThat(state.floats("weights"))
        .containsExactly(1.5f, -2, 0.25f, 3e38f, Float.NEGATIVE_INFINITY, -0.0f);
    assertThat(state.doubles("moments")).containsExactly(0.1, -1e300, Double.NaN);
    assertThat(state.longs("counts")).containsExactly(1L << 62, -1);
    assertThat(state.ints("sizes")).containsExactly(7, Integer.MIN_VALUE);
    assertThat(state.bytes("raw")).containsExactly(0, 127, -1);
    assertThat(state.bytes("small")).containsExactly(-128, 5);
    assertThat(state.booleans("mask", 3)).containsExactly(true, false, true);
    assertThat(state.scalarDouble("scalar")).isEqualTo(2.5);
    assertThat(state.floats("empty")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|4 bytes for 2 elements",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}|claims bytes 0 to 8 of 4",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}|claims bytes -4 to 0",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|claims bytes 4 to 0",
        "8|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|cover 4 bytes of 8",
        "8|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|where byte 0 is next",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]}}|impossible shape",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}"
            + "|impossible shape",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}|malformed",
        "4|{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}|of dtype F16, allowed",
        "4|{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}|malformed",
        "4|{\"a\":{\"dtype\":\"F32\",\"data\":[1],\"data_offsets\":[0,4]}}|unknown key data",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}|malformed",
        "4|{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,9223372036854775808]}}|JSON",
        "0|{\"a\":1}|malformed",
        "0|[]|malformed",
        "0|{} {}|malformed",
        "0|{\"__metadata__\":{\"a\":1}}|malformed",
        "0|{\"__metadata__\":{},\"__metadata__\":{}}|Duplicate field",
        "0|nonsense|not JSON",
      })
  void brokenHeadersAreRefused(int dataBytes, String header, String message) {
    assertThatThrownBy(() -> Safetensors.read(file(header, new byte[dataBytes])))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("case.safetensors is not a whole safetensors file")
        .hasMessageEndingWith("Maybe it was cut short.");
  }

  /** 5,000 tensors that all claim the same megabyte would make 5 GB of a 1.4 MB file. */
  @Test
  void overlappingTensorsAreRefusedBeforeTheyAreRead() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) {
      header
          .append(i == 0 ? "\"" : ",\"")
          .append(i)
          .append("\":{\"dtype\":\"U8\",\"shape\":[1048576],\"data_offsets\":[0,1048576]}");
    }
    String whole = header.append("}").toString();
    assertThatThrownBy(() -> Safetensors.read(file(whole, new byte[1 << 20])))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("where byte 1048576 is next");
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "7"})
  void shorterThanItsFirstNumberIsRefused(int bytes) throws IOException {
    Path file = Files.write(folder.resolve("short"), new byte[bytes]);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("it has only " + bytes + " bytes");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1", "9223372036854775807", "17", "67108865"})
  void absurdHeaderLengthsAreRefused(long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path file = Files.write(folder.resolve("absurd"), bytes.array());
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("its header claims " + length + " bytes of 24");
  }

  private Path file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    bytes.writeBytes(json);
    bytes.writeBytes(data);
    try {
      return Files.write(folder.resolve("case.safetensors"), bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes beside the heap are written as any others and, where many, read without entering it. */
  @Test
  void manyBytesStayOutsideTheHeap() throws IOException {
    int n = (1 << 26) + 5;
    ByteBuffer outside = ByteBuffer.allocateDirect(n).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 4 <= n; i += 4096) {
      outside.putInt(i, i);
    }
    State state = new State();
    state.put("many", outside);
    state.put("few", ByteBuffer.allocateDirect(3).put(2, (byte) 9));
    state.put("after", new byte[] {5});
    Path file = folder.resolve("many.safetensors");
    Safetensors.write(file, state, Map.of());
    State read = Safetensors.read(file);
    assertThat(read.buffer("many", n).isDirect()).isTrue();
    assertThat(read.buffer("many", n)).isEqualTo(outside);
    assertThat(read.buffer("few", 3).isDirect()).isFalse();
    assertThat(read.bytes("few")).containsExactly(0, 0, 9);
    assertThat(read.bytes("after")).containsExactly(5);
  }
}
