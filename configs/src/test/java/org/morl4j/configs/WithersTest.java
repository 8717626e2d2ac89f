package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.pareto.search.Evaluation;
import org.morl4j.pareto.search.SearchOptions;

/** {@code options.withX(value)} changes the setting x and nothing else, in every options record. */
class WithersTest {
  static Stream<Record> options() throws ReflectiveOperationException {
    List<Record> all = new ArrayList<>();
    for (Class<?> owner : List.of(AgentOptions.class, SearchOptions.class)) {
      for (Class<? extends Record> type : Catalogue.types().named(owner).values()) {
        all.add((Record) type.getField("DEFAULT").get(null));
      }
    }
    all.add(Evaluation.DEFAULT);
    return all.stream();
  }

  /** The settings of a record and of the records in it, each by its path. */
  private static Map<String, Object> settings(String path, Record record)
      throws ReflectiveOperationException {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(record);
      String at = path + "." + component.getName();
      if (value instanceof Record part) {
        settings.putAll(settings(at, part));
      } else {
        settings.put(at, Objects.requireNonNullElse(value, "null"));
      }
    }
    return settings;
  }

  /** Another value than the record has, or null where its kind has no obvious one. */
  private static Object other(Class<?> type, Object now) {
    if (type == int.class) {
      return (int) now + 1;
    } else if (type == long.class) {
      return (long) now + 1;
    } else if (type == double.class) {
      return (double) now == 0 ? 0.25 : (double) now * 0.5;
    } else if (type == boolean.class) {
      return !(boolean) now;
    } else if (type.isEnum()) {
      Object[] all = type.getEnumConstants();
      return now instanceof Enum<?> one ? all[(one.ordinal() + 1) % all.length] : all[0];
    } else if (type == int[].class) {
      return new int[] {7, 5, 3};
    }
    return null;
  }

  private static String setting(Method wither) {
    String name = wither.getName().substring(4);
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** The withers of a record, those of its parts included, that change a number or a choice. */
  private static int check(Record record) throws ReflectiveOperationException {
    int checked = 0;
    Map<String, Object> before = settings("", record);
    for (Method wither : record.getClass().getMethods()) {
      if (!wither.getName().startsWith("with")
          || wither.getParameterCount() != 1
          || !wither.getReturnType().isInstance(record)
          || wither.isBridge()) {
        continue;
      }
      String name = setting(wither);
      List<String> paths = before.keySet().stream().filter(p -> p.endsWith("." + name)).toList();
      // Nearest first: a critic's activation lies deeper than the networks'.
      if (paths.isEmpty()) {
        continue; // a part, whose own withers are checked below
      }
      String path =
          paths.stream()
              .min(java.util.Comparator.comparingInt(p -> p.split("\\.").length))
              .orElseThrow();
      Object value = other(wither.getParameterTypes()[0], before.get(path));
      if (value == null) {
        continue;
      }
      Record changed = (Record) wither.invoke(record, value);
      Map<String, Object> expected = new LinkedHashMap<>(before);
      expected.put(path, value instanceof int[] ? List.of(7, 5, 3) : value);
      assertThat(settings("", changed))
          .as("%s.%s", record.getClass().getName(), wither.getName())
          .isEqualTo(expected);
      checked++;
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      if (component.getAccessor().invoke(record) instanceof Record part
          && java.lang.reflect.Modifier.isPublic(part.getClass().getModifiers())) {
        checked += check(part);
      }
    }
    return checked;
  }

  @ParameterizedTest
  @MethodSource("options")
  void eachChangesItsOwnSettingAlone(Record options) throws ReflectiveOperationException {
    assertThat(check(options)).as(options.getClass().getName()).isGreaterThanOrEqualTo(3);
  }
}
