package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Saves, compares and copies states, bit for bit. */
final class States {
  private States() {}

  static State stateOf(Savable part) {
    State state = new State();
    part.save(state);
    return state;
  }

  static State throughFile(State state) {
    try {
      Path file = Files.createTempFile("learner-contract", ".safetensors");
      try {
        Safetensors.write(file, state, Map.of());
        return Safetensors.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> copy(State state) {
    State copy = new State();
    copy.putAll("copy", state);
    Map<String, Object> entries = new LinkedHashMap<>();
    copy.detach("copy").entries().forEach((name, array) -> entries.put(name, cloned(array)));
    return entries;
  }

  private static Object cloned(Object array) {
    int n = java.lang.reflect.Array.getLength(array);
    Object clone = java.lang.reflect.Array.newInstance(array.getClass().getComponentType(), n);
    System.arraycopy(array, 0, clone, 0, n);
    return clone;
  }

  static void assertSame(String what, State expected, State actual) {
    assertSame(what, expected.entries(), actual.entries());
  }

  static void assertSame(String what, Map<String, Object> expected, Map<String, Object> actual) {
    assertThat(actual.keySet()).as("entries " + what).isEqualTo(expected.keySet());
    expected.forEach(
        (name, array) -> assertThat(actual.get(name)).as(name + " " + what).isEqualTo(array));
  }

  /** Names of entries that differ in bits or that only one has. */
  static List<String> differences(State a, State b, boolean generatorsApart) {
    List<String> names = new ArrayList<>(a.entries().keySet());
    b.entries().keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    names.removeIf(name -> Objects.deepEquals(a.entries().get(name), b.entries().get(name)));
    if (generatorsApart) {
      names.removeIf(name -> name.endsWith("xoshiro256pp"));
    }
    return names;
  }
}
