package org.morl4j.core.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A tree of named arrays: what {@link Savable}s write and read, and what a checkpoint or a policy
 * file holds. Names are paths joined by dots; entries are {@code float[], double[], long[], int[]}
 * or {@code byte[]}, copied on the way in, so that a state never changes afterwards; only bytes
 * outside the heap, as {@code ByteBuffer}, are not copied.
 */
public final class State {
  private final Map<String, Object> entries;
  private final String prefix;

  public State() {
    this(new LinkedHashMap<>(), "");
  }

  private State(Map<String, Object> entries, String prefix) {
    this.entries = entries;
    this.prefix = prefix;
  }

  /** A view of the entries under {@code name}. */
  public State child(String name) {
    return new State(entries, prefix + name + ".");
  }

  public void put(String name, float[] values) {
    entries.put(prefix + name, values.clone());
  }

  public void put(String name, double[] values) {
    entries.put(prefix + name, values.clone());
  }

  public void put(String name, long[] values) {
    entries.put(prefix + name, values.clone());
  }

  public void put(String name, int[] values) {
    entries.put(prefix + name, values.clone());
  }

  public void put(String name, byte[] values) {
    entries.put(prefix + name, values.clone());
  }

  /**
   * Takes the remaining bytes. Those in the heap are copied. Those outside of it, which may be more
   * than the heap can hold, are not: the state must be written out before they change.
   */
  public void put(String name, ByteBuffer bytes) {
    if (bytes.isDirect()) {
      entries.put(prefix + name, bytes.slice());
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      entries.put(prefix + name, copy);
    }
  }

  public void put(String name, long value) {
    put(name, new long[] {value});
  }

  public void put(String name, double value) {
    put(name, new double[] {value});
  }

  public void put(String name, String value) {
    put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public void put(String name, boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    put(name, bytes);
  }

  /** Writes {@code part} under {@code name}. */
  public void put(String name, Savable part) {
    part.save(child(name));
  }

  /** Restores {@code part} from what stands under {@code name}. */
  public void restore(String name, Savable part) {
    part.restore(child(name));
  }

  public void put(String name, Savable[] parts) {
    for (int i = 0; i < parts.length; i++) {
      put(name + "." + i, parts[i]);
    }
  }

  public void restore(String name, Savable[] parts) {
    for (int i = 0; i < parts.length; i++) {
      restore(name + "." + i, parts[i]);
    }
  }

  public boolean has(String name) {
    return entries.containsKey(prefix + name);
  }

  /** True if there is any entry under {@code name}. */
  public boolean hasChild(String name) {
    String start = prefix + name + ".";
    return entries.keySet().stream().anyMatch(key -> key.startsWith(start));
  }

  public float[] floats(String name) {
    return get(name, float[].class).clone();
  }

  public float[] floats(String name, int length) {
    float[] values = floats(name);
    checkLength(name, values.length, length);
    return values;
  }

  public double[] doubles(String name) {
    return get(name, double[].class).clone();
  }

  public double[] doubles(String name, int length) {
    double[] values = doubles(name);
    checkLength(name, values.length, length);
    return values;
  }

  public long[] longs(String name) {
    return get(name, long[].class).clone();
  }

  public long[] longs(String name, int length) {
    long[] values = longs(name);
    checkLength(name, values.length, length);
    return values;
  }

  public int[] ints(String name) {
    return get(name, int[].class).clone();
  }

  public int[] ints(String name, int length) {
    int[] values = ints(name);
    checkLength(name, values.length, length);
    return values;
  }

  public byte[] bytes(String name) {
    ByteBuffer view = view(name);
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  /** How many bytes an entry of bytes has. */
  public int byteCount(String name) {
    return view(name).remaining();
  }

  /** A read-only view of bytes that stay where they are. */
  public ByteBuffer buffer(String name, int length) {
    ByteBuffer view = view(name);
    checkLength(name, view.remaining(), length);
    return view;
  }

  private ByteBuffer view(String name) {
    if (entries.get(prefix + name) instanceof ByteBuffer outside) {
      return outside.asReadOnlyBuffer();
    }
    return ByteBuffer.wrap(get(name, byte[].class)).asReadOnlyBuffer();
  }

  public long scalarLong(String name) {
    return longs(name, 1)[0];
  }

  public double scalarDouble(String name) {
    return doubles(name, 1)[0];
  }

  public String string(String name) {
    return new String(get(name, byte[].class), StandardCharsets.UTF_8);
  }

  public boolean[] booleans(String name, int length) {
    byte[] bytes = bytes(name);
    checkLength(name, bytes.length, length);
    boolean[] values = new boolean[length];
    for (int i = 0; i < length; i++) {
      values[i] = bytes[i] != 0;
    }
    return values;
  }

  /** All entries below this node, names relative to it, in the order written. */
  public Map<String, Object> entries() {
    if (prefix.isEmpty()) {
      return Collections.unmodifiableMap(entries);
    }
    Map<String, Object> below = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), value);
          }
        });
    return below;
  }

  /** Copies all entries of {@code other} in, under the given name. */
  public void putAll(String name, State other) {
    UnaryOperator<String> rename = key -> prefix + name + "." + key;
    other.entries().forEach((key, value) -> entries.put(rename.apply(key), value));
  }

  /** The entries under {@code name} as a state of their own. */
  public State detach(String name) {
    State copy = new State();
    copy.entries.putAll(child(name).entries());
    return copy;
  }

  void putRaw(String name, Object array) {
    entries.put(prefix + name, array);
  }

  private <T> T get(String name, Class<T> type) {
    Object value = entries.get(prefix + name);
    if (value == null) {
      throw new StateException(
          "The saved state has no entry "
              + prefix
              + name
              + ". Maybe it was written by another version or for another configuration.");
    }
    if (!type.isInstance(value)) {
      throw new StateException(
          "The saved entry "
              + prefix
              + name
              + " holds "
              + value.getClass().getSimpleName()
              + ", expected "
              + type.getSimpleName()
              + ".");
    }
    return type.cast(value);
  }

  private void checkLength(String name, int length, int expected) {
    if (length != expected) {
      throw new StateException(
          "The saved entry "
              + prefix
              + name
              + " has "
              + length
              + " values, expected "
              + expected
              + ". Maybe the configuration changed since it was saved.");
    }
  }
}
