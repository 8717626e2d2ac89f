package org.morl4j.envs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.Environment;
import org.morl4j.envs.bandit.ConstrainedBandit;
import org.morl4j.envs.bandit.ConstrainedPoint;
import org.morl4j.envs.classic.CartPole;
import org.morl4j.envs.classic.ContinuousMountainCar;
import org.morl4j.envs.classic.DeepSeaTreasure;
import org.morl4j.envs.classic.DeepSeaTreasure.Sea;
import org.morl4j.envs.classic.FruitTree;
import org.morl4j.envs.classic.Minecart;
import org.morl4j.envs.classic.MountainCar;
import org.morl4j.envs.classic.Pendulum;
import org.morl4j.envs.classic.ResourceGathering;
import org.morl4j.envs.wrap.TimeLimit;

/** The environments behind the ids {@code native:NAME}, with their registered time limits. */
public final class NativeEnvs {
  private static final Map<String, Supplier<Environment>> BY_NAME = new LinkedHashMap<>();
  private static final List<String> PORTS;

  static {
    add(100, () -> new DeepSeaTreasure(Sea.CONVEX));
    add(100, () -> new DeepSeaTreasure(Sea.CONCAVE));
    add(100, () -> new DeepSeaTreasure(Sea.MIRRORED));
    add(0, () -> new FruitTree(5));
    add(0, () -> new FruitTree(6));
    add(0, () -> new FruitTree(7));
    add(100, ResourceGathering::new);
    add(1000, () -> new Minecart(false));
    add(1000, () -> new Minecart(true));
    for (MountainCar.Objectives objectives : MountainCar.Objectives.values()) {
      add(200, () -> new MountainCar(objectives));
    }
    add(999, ContinuousMountainCar::new);
    add(500, CartPole::new);
    add(200, Pendulum::new);
    PORTS = names();
    add(0, ConstrainedBandit::new);
    add(0, ConstrainedPoint::new);
  }

  private NativeEnvs() {}

  private static void add(int limit, Supplier<Environment> plain) {
    String id = plain.get().spec().id();
    BY_NAME.put(
        id.substring(id.indexOf(':') + 1),
        limit == 0 ? plain : () -> TimeLimit.of(plain.get(), limit));
  }

  /** The names, as they stand after {@code native:}. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** Those of {@link #names()} that have an original with the same trajectories. */
  public static List<String> ports() {
    return PORTS;
  }

  /**
   * A new environment.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Environment create(String name) {
    Supplier<Environment> supplier = BY_NAME.get(name);
    if (supplier == null) {
      throw new IllegalArgumentException(
          "There is no native environment "
              + name
              + ", but "
              + String.join(", ", names())
              + "."
              + Check.maybe(name, names()));
    }
    return supplier.get();
  }
}
