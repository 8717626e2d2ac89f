package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Utility;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.DataSetConfig;
import org.morl4j.configs.LimitsConfig.LimitConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.check.Range;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.RewardTransform;
import org.morl4j.envs.wrap.CostScale;
import org.morl4j.envs.wrap.LinearReward;
import org.morl4j.envs.wrap.ObservedCost;
import org.morl4j.envs.wrap.RescaleAction;
import org.morl4j.envs.wrap.RewardScale;
import org.morl4j.envs.wrap.StockObservation;

/** Each number, string and list of a config has a size, and reader and constructor agree on it. */
class AllowedTest {
  private static final ConfigTypes TYPES = Catalogue.types();

  /** Of records without a default. */
  private static final List<Record> SAMPLES =
      List.of(
          new Risk.Cvar(0.5),
          new Risk.Pow(1),
          new Risk.Cpw(0.71),
          new Utility.Cvar(0.5, -1, 1, 3),
          new Utility.Homeostasis(1),
          new Statistic.Cvar(0.1),
          new RewardTransform(Vec.of(1), Vec.of(0)),
          new CostScale.Options(Vec.of(1)),
          new LinearReward.Options(Vec.of(1)),
          new RescaleAction.Options(-1, 1),
          new ObservedCost.Options("fast", 2, -4.0, 4.0),
          new RewardScale.Options(Vec.of(1)),
          new StockObservation.Options(0.99, -1, 1),
          new DataConfig("out/run", null, DataConfig.Settings.DEFAULT),
          new DataSetConfig("expert", "out/run", null, DataConfig.Settings.DEFAULT),
          new LimitConfig(
              "cost",
              Catalogue.reader()
                  .parse(
                      """
                      {"format": 2, "name": "a", "environment": {"id": "native:CartPole-v1"},
                       "agent": {"type": "ppo"}, "search": {"type": "single"},
                       "constraints": [{"signal": "cost", "atMost": 1}]}""",
                      "limits",
                      List.of())
                  .limits()
                  .constraints()
                  .get(0)
                  .settings()),
          Catalogue.defaults("any", "native:CartPole-v1", "dqn", "c-morl"));

  static Stream<Class<? extends Record>> records() {
    return Shape.reachable(new Shape.Fields(RunConfig.class, TYPES)).stream()
        .filter(type -> type.getRecordComponents().length > 0);
  }

  private static final Map<Class<?>, Record> KNOWN = known();

  private static Map<Class<?>, Record> known() {
    Map<Class<?>, Record> known = new LinkedHashMap<>();
    SAMPLES.forEach(sample -> collect(sample, known));
    records().map(ConfigTypes::defaults).forEach(one -> collect(one, known));
    return known;
  }

  private static void collect(@Nullable Object value, Map<Class<?>, Record> known) {
    if (value instanceof Record record && known.putIfAbsent(record.getClass(), record) == null) {
      for (Object part : values(record)) {
        collect(part, known);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void nothingIsWithoutBounds(Class<? extends Record> type) {
    for (Shape.Field field : TYPES.fields(type)) {
      bounded(field.shape(), type.getName() + "." + field.name());
    }
  }

  private static void bounded(Shape shape, String name) {
    if (shape instanceof Shape.Whole whole) {
      assertThat(whole.range().bounded()).as("@Allowed of %s", name).isTrue();
    } else if (shape instanceof Shape.Real real) {
      assertThat(real.range().bounded()).as("@Allowed of %s", name).isTrue();
    } else if (shape instanceof Shape.Numbers numbers) {
      assertThat(numbers.range().bounded()).as("@Allowed of %s", name).isTrue();
      sized(numbers.range(), name);
    } else if (shape instanceof Shape.Text text) {
      assertThat(text.range().maxLength()).as("maxLength of %s", name).isLessThan(1 << 20);
    } else if (shape instanceof Shape.Scalars map) {
      sized(map.range(), name);
    } else if (shape instanceof Shape.Items items) {
      sized(items.range(), name);
      bounded(items.element(), name);
    }
  }

  private static void sized(Range range, String name) {
    assertThat(range.maxItems()).as("maxItems of %s", name).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @MethodSource("records")
  void constructorAndReaderRefuseTheSameNumbers(Class<? extends Record> type) throws Exception {
    Record sample = KNOWN.get(type);
    assertThat(sample).as("a sample of %s", type).isNotNull();
    String json = new ConfigWriter(TYPES).write(sample);
    for (Shape.Field field : TYPES.fields(type)) {
      Range range = Range.of(type, field.name());
      if (!range.bounded()) {
        continue;
      }
      for (Case one : cases(range, whole(field.shape()))) {
        Object value = boxed(field.shape(), one.value, type, field.name());
        String complaint = constructed(sample, field.name(), value);
        if (one.inside) {
          // What stands beside it may still not fit: that is another complaint.
          assertThat(complaint).doesNotContain("but must " + range.rule());
        } else {
          assertThat(complaint)
              .as("%s.%s = %s", type, field.name(), one.value)
              .startsWith(field.name())
              .contains("but must " + range.rule());
        }
        String setting = field.name() + "=" + written(field.shape(), one.value);
        String refused = read(type, json, setting);
        if (one.inside) {
          assertThat(refused).doesNotContain("but must " + range.rule());
        } else {
          assertThat(refused).contains(field.name()).contains("but must " + range.rule());
        }
      }
    }
  }

  private record Case(double value, boolean inside) {}

  /** Both ends, and what lies next to them outside. */
  private static List<Case> cases(Range range, boolean whole) {
    List<Case> cases = new ArrayList<>();
    double below = whole ? range.least() - 1 : Math.nextDown(range.least());
    double above = whole ? range.most() + 1 : Math.nextUp(range.most());
    cases.add(new Case(range.least(), !range.leastExcluded()));
    cases.add(new Case(range.most(), !range.mostExcluded()));
    cases.add(new Case(below, false));
    if (above <= 1e16) {
      cases.add(new Case(above, false)); // no long lies above the seed's range
    }
    return cases;
  }

  private static boolean whole(Shape shape) {
    return shape instanceof Shape.Whole
        || (shape instanceof Shape.Items items && whole(items.element()));
  }

  private static Object boxed(Shape shape, double value, Class<?> type, String name) {
    if (shape instanceof Shape.Items items) {
      return List.of(boxed(items.element(), value, type, name));
    } else if (shape instanceof Shape.Numbers) {
      return Vec.of(value);
    } else if (shape instanceof Shape.Whole whole) {
      return whole.isLong() ? (Object) (long) value : (Object) (int) value;
    }
    return value;
  }

  private static String written(Shape shape, double value) {
    if (shape instanceof Shape.Items items) {
      return "[" + written(items.element(), value) + "]";
    } else if (shape instanceof Shape.Numbers) {
      return "[" + value + "]";
    }
    return shape instanceof Shape.Whole ? Long.toString((long) value) : Double.toString(value);
  }

  /** What the constructor says of the sample with another value; empty if nothing. */
  private static String constructed(Record sample, String component, Object value)
      throws ReflectiveOperationException {
    RecordComponent[] components = sample.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @Nullable Object[] values = values(sample).toArray();
    for (int i = 0; i < values.length; i++) {
      if (components[i].getName().equals(component)) {
        values[i] = value;
      }
    }
    Constructor<?> constructor = sample.getClass().getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      constructor.newInstance(values);
      return "";
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause().getMessage());
    }
  }

  private static List<@Nullable Object> values(Record record) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        values.add(component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return values;
  }

  private static String read(Class<? extends Record> type, String json, String setting) {
    try {
      new ConfigReader<>(type, TYPES).parse(json, "sample", List.of(setting));
      return "";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  @Test
  void aNumberOutsideIsToldByPathWithItsIndexAndARemedyThatWorks() {
    refused("agent.hidden=[64,0]", "agent.hidden[1] is 0, but must lie between 1 and 8192.");
    refused("agent.hidden[1]=9000", "agent.hidden[1] is 9000, but must lie between 1 and 8192.");
    refused(
        "agent.learningRate=1e308",
        "agent.learningRate is 1e308, but must lie above 0 and be at most 1000."
            + " Maybe leave it out for its default, 0.0003.");
    refused("environment.rows=10000000", "environment.rows is 10000000, but must lie between");
    refused("execution.seed=-1", "execution.seed is -1, but must lie between 0 and 9223372036854");
    refused("search.divisions=2147483648", "search.divisions is 2147483648, but must lie between");
    refused("agent.critic.count=1e999999", "agent.critic.count is 1e999999, but must lie between");
  }

  private static void refused(String setting, String message) {
    String search = setting.startsWith("search.div") ? "preferences" : "single";
    String json = Catalogue.write(Catalogue.defaults("any", "native:Pendulum-v1", "sac", search));
    assertThatThrownBy(() -> Catalogue.reader().parse(json, "config", List.of(setting)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set " + setting + ": " + message);
  }
}
