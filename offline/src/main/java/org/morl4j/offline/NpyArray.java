package org.morl4j.offline;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.morl4j.core.check.Check;

/**
 * An array in NumPy's format (.npy, versions 1 to 3), as doubles.
 *
 * @param values flat, row-major
 * @param rows of its first axis
 * @param whole whether its elements are integers
 */
@SuppressWarnings("ArrayRecordComponent") // data by the million; equality is never asked for
record NpyArray(double[] values, int rows, boolean whole) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<>|=][a-z][0-9])',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([0-9, L]*)\\),?\\s*\\}\\s*");

  private interface Element {
    double get(ByteBuffer from);
  }

  private static final Map<String, Element> ELEMENTS =
      Map.ofEntries(
          Map.entry("f4", ByteBuffer::getFloat),
          Map.entry("f8", ByteBuffer::getDouble),
          Map.entry("i1", ByteBuffer::get),
          Map.entry("i2", ByteBuffer::getShort),
          Map.entry("i4", ByteBuffer::getInt),
          Map.entry("i8", ByteBuffer::getLong),
          Map.entry("u1", from -> from.get() & 0xff),
          Map.entry("b1", ByteBuffer::get),
          Map.entry("u2", from -> from.getShort() & 0xffff),
          Map.entry("u4", from -> from.getInt() & 0xffffffffL));

  /** Numbers a row. */
  int width() {
    return values.length / Math.max(1, rows);
  }

  /**
   * Reads one.
   *
   * @param size bytes there are to read
   * @param name for messages
   * @throws DatasetException if it is none, or doesn't fill its bytes
   */
  static NpyArray read(InputStream stream, long size, String name) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] start = new byte[8];
    in.readFully(start);
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[i] != MAGIC[i]) {
        throw new DatasetException(name + " is no array of NumPy.");
      }
    }
    boolean first = start[6] == 1;
    int length =
        first
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > MOST_HEADER) {
      throw new DatasetException("%s has a header of %d bytes.".formatted(name, length));
    }
    byte[] header = new byte[length];
    in.readFully(header);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(text);
    if (!matcher.matches() || !ELEMENTS.containsKey(matcher.group(1).substring(1))) {
      throw new DatasetException(
          "%s has the header %s, but must hold numbers or flags. Maybe save it as float32."
              .formatted(name, Check.quoted(text, 200)));
    }
    if (matcher.group(2).equals("True")) {
      throw new DatasetException(
          name + " is stored column by column. Maybe save it with numpy.ascontiguousarray.");
    }
    return read(in, size - (first ? 10 : 12) - length, name, matcher);
  }

  private static NpyArray read(DataInputStream in, long bytes, String name, Matcher header)
      throws IOException {
    String type = header.group(1);
    int item = type.charAt(2) - '0';
    long count = 1;
    int rows = -1;
    for (String axis : header.group(3).replace("L", "").split(",", -1)) {
      if (!axis.isBlank()) {
        long n = axis.strip().length() > 10 ? Long.MAX_VALUE : Long.parseLong(axis.strip());
        count = n == 0 ? 0 : count > bytes / n ? Long.MAX_VALUE / 16 : count * n;
        rows = rows < 0 ? (int) Math.min(n, Integer.MAX_VALUE) : rows;
      }
    }
    if (count * item != bytes || count > Integer.MAX_VALUE - 16) {
      throw new DatasetException(
          "%s has the shape (%s), but %d bytes of numbers. Maybe it was cut short or damaged."
              .formatted(name, header.group(3), bytes));
    }
    RowMemory.require(name, 8.0 * count, "convert it elsewhere in parts");
    double[] values = new double[(int) count];
    Element element = Objects.requireNonNull(ELEMENTS.get(type.substring(1)));
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer =
        ByteBuffer.wrap(chunk)
            .order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; ) {
      int n = Math.min(CHUNK / item, values.length - at);
      if (in.readNBytes(chunk, 0, n * item) < n * item) {
        throw new EOFException(name);
      }
      buffer.clear();
      for (int i = 0; i < n; i++) {
        values[at++] = element.get(buffer);
      }
    }
    return new NpyArray(values, Math.max(0, rows), "iu".indexOf(type.charAt(1)) >= 0);
  }
}
