package org.morl4j.core.metrics;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.morl4j.core.state.WholeFiles;

/**
 * A TensorBoard event file: TFRecord frames (length, masked CRC-32C, data, masked CRC-32C) around
 * {@code Event} protocol buffers.
 */
final class EventFile implements AutoCloseable {
  private static final int DT_STRING = 7;

  private final OutputStream out;

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /** A new event file in {@code folder}. */
  static EventFile open(Path folder) throws IOException {
    WholeFiles.folder(folder);
    long seconds = System.currentTimeMillis() / 1000;
    Path file = folder.resolve("events.out.tfevents." + seconds + ".morl4j");
    for (int i = 1; Files.exists(file, LinkOption.NOFOLLOW_LINKS); i++) {
      file = folder.resolve("events.out.tfevents." + seconds + ".morl4j." + i);
    }
    EventFile events =
        new EventFile(
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)));
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, 1, Double.doubleToLongBits(seconds));
    bytes(event, 3, utf8("brain.Event:2"));
    events.frame(event.toByteArray());
    return events;
  }

  void scalar(long step, String tag, double value) {
    ByteArrayOutputStream scalar = new ByteArrayOutputStream();
    bytes(scalar, 1, utf8(tag));
    varint(scalar, 2 << 3 | 5);
    scalar.writeBytes(little(4).putFloat((float) value).array());
    event(step, scalar.toByteArray());
  }

  /** A text in Markdown, as TensorBoard's text plugin shows it: a string tensor of rank 0. */
  void text(String tag, String markdown) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    varint(tensor, 1 << 3);
    varint(tensor, DT_STRING);
    bytes(tensor, 2, new byte[0]);
    bytes(tensor, 8, utf8(markdown));
    ByteArrayOutputStream plugin = new ByteArrayOutputStream();
    bytes(plugin, 1, utf8("text"));
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    bytes(metadata, 1, plugin.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    bytes(value, 1, utf8(tag));
    bytes(value, 8, tensor.toByteArray());
    bytes(value, 9, metadata.toByteArray());
    event(0, value.toByteArray());
  }

  /** An event with one summary value. */
  private void event(long step, byte[] value) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    bytes(summary, 1, value);
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, 1, Double.doubleToLongBits(System.currentTimeMillis() / 1000.0));
    varint(event, 2 << 3);
    varint(event, step);
    bytes(event, 5, summary.toByteArray());
    frame(event.toByteArray());
  }

  private void frame(byte[] data) {
    try {
      byte[] length = little(8).putLong(data.length).array();
      out.write(length);
      out.write(little(4).putInt(maskedCrc(length)).array());
      out.write(data);
      out.write(little(4).putInt(maskedCrc(data)).array());
      out.flush(); // whoever looks on sees it now, and a kill loses nothing
    } catch (IOException e) {
      throw new UncheckedIOException("TensorBoard events can't be written: " + e.getMessage(), e);
    }
  }

  private static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void fixed64(ByteArrayOutputStream to, int field, long bits) {
    varint(to, field << 3 | 1);
    to.writeBytes(little(8).putLong(bits).array());
  }

  private static void bytes(ByteArrayOutputStream to, int field, byte[] value) {
    varint(to, field << 3 | 2);
    varint(to, value.length);
    to.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("TensorBoard events can't be closed: " + e.getMessage(), e);
    }
  }
}
