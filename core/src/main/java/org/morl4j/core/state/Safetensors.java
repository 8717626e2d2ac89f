package org.morl4j.core.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors file format: 8 bytes of header length, a JSON header naming dtype, shape and byte
 * range of each tensor, then the raw little-endian data. A {@link State} is written with one tensor
 * an entry, as vectors; any reader of the format can open it. The data of the widest types come
 * first, since readers that map the file need each tensor aligned to its type.
 */
public final class Safetensors {
  /** Key of the metadata under which a file carries its {@link Seal}. */
  public static final String SEAL = "morl4j_sha256";

  private static final int MAX_HEADER = 64 << 20;
  private static final int PIECE = 1 << 20;

  /** Bytes from which a tensor of bytes is mapped instead of read: it may exceed the heap. */
  private static final int MAPPED_FROM = 1 << 26;

  private static final int[] WIDTHS = {8, 4, 1}; // bytes an element, in the order of the data
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Safetensors() {}

  /**
   * Writes {@code state} and syncs it to disk. The file is not replaced atomically: write beside
   * and rename, see {@link Checkpoints}.
   *
   * @param metadata goes into the header's {@code __metadata__}
   */
  public static void write(Path file, State state, Map<String, String> metadata)
      throws IOException {
    write(file, state, metadata, false);
  }

  /**
   * The same with a {@link Seal}, which {@link #read} checks.
   *
   * @return the seal
   */
  public static String writeSealed(Path file, State state, Map<String, String> metadata)
      throws IOException {
    Map<String, String> sealed = new LinkedHashMap<>();
    sealed.put(SEAL, Seal.BLANK);
    sealed.putAll(metadata);
    return write(file, state, sealed, true);
  }

  private static String write(Path file, State state, Map<String, String> metadata, boolean sealed)
      throws IOException {
    byte[] header = header(state, metadata);
    int padded = (header.length + 7) / 8 * 8;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      MessageDigest digest = Seal.sha256();
      ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
      start.putLong(padded).put(header);
      while (start.hasRemaining()) {
        start.put((byte) ' ');
      }
      writeFully(channel, digest, start.flip());
      for (int width : WIDTHS) {
        for (Object array : state.entries().values()) {
          if (width(array) == width) {
            writeFully(channel, digest, encode(array));
          }
        }
      }
      String seal = Seal.digits(digest.digest());
      if (sealed) {
        ByteBuffer digits = ByteBuffer.wrap(seal.getBytes(StandardCharsets.US_ASCII));
        long at = 8L + placeOf(header, Seal.BLANK);
        while (digits.hasRemaining()) {
          channel.write(digits, at + digits.position());
        }
      }
      channel.force(true);
      return seal;
    }
  }

  /** Where in a header some digits stand first. */
  private static int placeOf(byte[] header, String digits) {
    return new String(header, StandardCharsets.ISO_8859_1).indexOf(digits);
  }

  /**
   * Reads a file written by {@link #write} or another tool; tensors of any rank come as vectors.
   *
   * @throws StateException if the file is cut short or malformed, or isn't what its seal says;
   *     sizes are checked before anything is allocated
   */
  public static State read(Path file) throws IOException {
    return read(file, new LinkedHashMap<>());
  }

  /** As {@link #read(Path)}; the header's metadata are added to {@code metadata}. */
  public static State read(Path file, Map<String, String> metadata) throws IOException {
    WholeFiles.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer length = readFully(channel, 0, Math.min(8, size), file);
      if (length.remaining() < 8) {
        throw broken(file, "it has only " + size + " bytes");
      }
      long headerLength = length.getLong();
      if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
        throw broken(file, "its header claims " + headerLength + " bytes of " + size);
      }
      byte[] header = new byte[(int) headerLength];
      readFully(channel, 8, headerLength, file).get(header);
      long dataStart = 8 + headerLength;
      List<Tensor> tensors = parse(header, metadata, file);
      String seal = metadata.get(SEAL);
      if (seal != null) {
        checkSeal(channel, header, seal, file);
      }
      checkRanges(tensors, size - dataStart, file);
      checkRoom(tensors, file);
      State state = new State();
      for (Tensor tensor : tensors) {
        long bytes = tensor.end - tensor.begin;
        if (bytes > Integer.MAX_VALUE - 16) {
          throw broken(file, "tensor " + tensor.name + " has " + bytes + " bytes, 2 GiB at most");
        }
        boolean map = tensor.isMapped();
        ByteBuffer data =
            map
                ? channel.map(FileChannel.MapMode.READ_ONLY, dataStart + tensor.begin, bytes)
                : readFully(channel, dataStart + tensor.begin, bytes, file);
        state.putRaw(tensor.name, decode(tensor, data, file));
      }
      return state;
    }
  }

  private record Tensor(String name, String dtype, long elements, long begin, long end) {
    boolean isMapped() {
      return end - begin >= MAPPED_FROM && dtype.equals("U8");
    }
  }

  /** Of all bytes, the seal's own as zeros. */
  private static void checkSeal(FileChannel channel, byte[] header, String seal, Path file)
      throws IOException {
    Seal.requireDigits(file.toString(), seal);
    int at = placeOf(header, seal);
    if (at < 0) {
      throw broken(file, "its hash is written in escapes");
    }
    MessageDigest digest = Seal.sha256();
    digest.update(readFully(channel, 0, 8L + at, file));
    digest.update(Seal.BLANK.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long next = 8L + at + seal.length(); ; next += piece.limit()) {
      if (channel.read(piece.clear(), next) < 0) {
        break;
      }
      digest.update(piece.flip());
    }
    String found = Seal.digits(digest.digest());
    if (!found.equals(seal)) {
      throw Seal.damaged(file.toString(), seal, found);
    }
  }

  /** What is not mapped must fit the heap. */
  private static void checkRoom(List<Tensor> tensors, Path file) {
    long bytes = 0;
    for (Tensor tensor : tensors) {
      bytes += tensor.isMapped() ? 0 : tensor.end - tensor.begin;
    }
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new StateException(
          "%s needs %d bytes of memory, but Java has %d. Maybe give it more, with -Xmx in JAVA_TOOL_OPTIONS."
              .formatted(file, bytes, most));
    }
  }

  /**
   * As the format demands, tensors cover the data without holes or overlaps; overlapping ones could
   * also make a small file fill the memory.
   */
  private static void checkRanges(List<Tensor> tensors, long dataSize, Path file) {
    List<Tensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    long at = 0;
    for (Tensor tensor : sorted) {
      if (tensor.begin != at || tensor.end < at || tensor.end > dataSize) {
        throw broken(
            file,
            "tensor "
                + tensor.name
                + " claims bytes "
                + tensor.begin
                + " to "
                + tensor.end
                + " of "
                + dataSize
                + ", where byte "
                + at
                + " is next");
      }
      at = tensor.end;
    }
    if (at != dataSize) {
      throw broken(file, "its tensors cover " + at + " bytes of " + dataSize);
    }
  }

  private static byte[] header(State state, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long[] next = dataStarts(state);
      for (Map.Entry<String, Object> entry : state.entries().entrySet()) {
        Object array = entry.getValue();
        int n = length(array);
        long begin = next[width(array)];
        long end = begin + (long) n * width(array);
        next[width(array)] = end;
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", dtype(array));
        json.writeArrayFieldStart("shape");
        json.writeNumber(n);
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Where the data of each width begin, by width. */
  private static long[] dataStarts(State state) {
    long[] starts = new long[WIDTHS[0] + 1];
    long at = 0;
    for (int width : WIDTHS) {
      starts[width] = at;
      for (Object array : state.entries().values()) {
        if (width(array) == width) {
          at += (long) length(array) * width;
        }
      }
    }
    return starts;
  }

  private static List<Tensor> parse(byte[] header, Map<String, String> metadata, Path file) {
    List<Tensor> tensors = new ArrayList<>();
    try (JsonParser json = JSON.createParser(header)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, file);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        expect(json.nextToken() == JsonToken.START_OBJECT, file);
        if (name.equals("__metadata__")) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json.nextToken() == JsonToken.VALUE_STRING, file);
            metadata.put(key, json.getText());
          }
        } else {
          tensors.add(parseTensor(json, name, file));
        }
      }
      expect(json.currentToken() == JsonToken.END_OBJECT, file);
      expect(json.nextToken() == null, file);
    } catch (IOException e) {
      throw broken(file, "its header is not JSON: " + e.getMessage());
    }
    return tensors;
  }

  private static Tensor parseTensor(JsonParser json, String name, Path file) throws IOException {
    String dtype = "";
    long elements = 1;
    long begin = -1;
    long end = -2;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(json.currentToken() == JsonToken.VALUE_STRING, file);
          dtype = json.getText();
        }
        case "shape" -> {
          expect(json.currentToken() == JsonToken.START_ARRAY, file);
          while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long n = json.getLongValue();
            if (n < 0 || Math.multiplyHigh(elements, n) != 0 || elements * n < 0) {
              throw broken(file, "tensor " + name + " has an impossible shape");
            }
            elements *= n;
          }
          expect(json.currentToken() == JsonToken.END_ARRAY, file);
        }
        case "data_offsets" -> {
          expect(json.currentToken() == JsonToken.START_ARRAY, file);
          expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT, file);
          begin = json.getLongValue();
          expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT, file);
          end = json.getLongValue();
          expect(json.nextToken() == JsonToken.END_ARRAY, file);
        }
        default -> throw broken(file, "tensor " + name + " has an unknown key " + key);
      }
    }
    return new Tensor(name, dtype, elements, begin, end);
  }

  private static ByteBuffer encode(Object array) {
    if (array instanceof byte[] values) {
      return ByteBuffer.wrap(values);
    }
    if (array instanceof ByteBuffer outside) {
      return outside.duplicate();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(length(array), width(array)))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (array instanceof float[] values) {
      bytes.asFloatBuffer().put(values);
    } else if (array instanceof double[] values) {
      bytes.asDoubleBuffer().put(values);
    } else if (array instanceof long[] values) {
      bytes.asLongBuffer().put(values);
    } else {
      bytes.asIntBuffer().put((int[]) array);
    }
    return bytes;
  }

  private static Object decode(Tensor tensor, ByteBuffer data, Path file) {
    int width =
        switch (tensor.dtype) {
          case "F32", "I32" -> 4;
          case "F64", "I64" -> 8;
          case "U8", "BOOL", "I8" -> 1;
          default ->
              throw broken(
                  file,
                  "tensor "
                      + tensor.name
                      + " is of dtype "
                      + tensor.dtype
                      + ", allowed are F32, F64, I32, I64, U8, I8 and BOOL");
        };
    if (data.remaining() % width != 0 || data.remaining() / width != tensor.elements) {
      throw broken(
          file,
          "tensor "
              + tensor.name
              + " has "
              + data.remaining()
              + " bytes for "
              + tensor.elements
              + " elements");
    }
    int n = data.remaining() / width;
    switch (tensor.dtype) {
      case "F32" -> {
        float[] values = new float[n];
        data.asFloatBuffer().get(values);
        return values;
      }
      case "F64" -> {
        double[] values = new double[n];
        data.asDoubleBuffer().get(values);
        return values;
      }
      case "I64" -> {
        long[] values = new long[n];
        data.asLongBuffer().get(values);
        return values;
      }
      case "I32" -> {
        int[] values = new int[n];
        data.asIntBuffer().get(values);
        return values;
      }
      default -> {
        if (data.isDirect()) {
          return data;
        }
        byte[] values = new byte[n];
        data.get(values);
        return values;
      }
    }
  }

  private static String dtype(Object array) {
    return array instanceof float[]
        ? "F32"
        : array instanceof double[]
            ? "F64"
            : array instanceof long[] ? "I64" : array instanceof int[] ? "I32" : "U8";
  }

  private static int width(Object array) {
    return array instanceof double[] || array instanceof long[]
        ? 8
        : array instanceof float[] || array instanceof int[] ? 4 : 1;
  }

  private static int length(Object array) {
    return array instanceof ByteBuffer outside
        ? outside.remaining()
        : java.lang.reflect.Array.getLength(array);
  }

  private static void writeFully(FileChannel channel, MessageDigest digest, ByteBuffer bytes)
      throws IOException {
    digest.update(bytes.duplicate());
    int end = bytes.limit();
    while (bytes.position() < end) {
      // In pieces, since the channel keeps a copy outside the heap of what one call is given.
      channel.write(bytes.limit(Math.min(end, bytes.position() + PIECE)));
    }
  }

  private static ByteBuffer readFully(FileChannel channel, long at, long length, Path file)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.position() < length) {
      bytes.limit((int) Math.min(length, bytes.position() + (long) PIECE));
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw broken(file, "it ended early");
      }
    }
    return bytes.flip();
  }

  private static void expect(boolean holds, Path file) {
    if (!holds) {
      throw broken(file, "its header is malformed");
    }
  }

  private static StateException broken(Path file, String why) {
    return new StateException(
        file + " is not a whole safetensors file: " + why + ". Maybe it was cut short.");
  }
}
