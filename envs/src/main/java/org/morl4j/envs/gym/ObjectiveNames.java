package org.morl4j.envs.gym;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Names of reward components, which Gymnasium does not know: MO-Gymnasium's documentation has. */
final class ObjectiveNames {
  private static final List<String> HOPPER = List.of("forward", "height", "energy");
  private static final List<String> ANT = List.of("x_velocity", "y_velocity", "energy");
  private static final List<String> RUNNER = List.of("forward", "energy");
  private static final List<String> TREASURE = List.of("treasure", "time");
  private static final List<String> MINECART = List.of("first ore", "second ore", "fuel");
  private static final List<String> LANDER =
      List.of("landing", "shaping", "main_fuel", "side_fuel");

  private static final Map<String, List<String>> BY_NAME =
      Map.ofEntries(
          Map.entry("mo-hopper", HOPPER),
          Map.entry("mo-hopper-2d", HOPPER),
          Map.entry("mo-hopper-2obj", HOPPER),
          Map.entry("mo-ant", ANT),
          Map.entry("mo-ant-2d", ANT),
          Map.entry("mo-ant-2obj", ANT),
          Map.entry("mo-halfcheetah", RUNNER),
          Map.entry("mo-walker2d", RUNNER),
          Map.entry("mo-swimmer", RUNNER),
          Map.entry("mo-humanoid", RUNNER),
          Map.entry("mo-reacher", List.of("target_0", "target_1", "target_2", "target_3")),
          Map.entry("deep-sea-treasure", TREASURE),
          Map.entry("deep-sea-treasure-concave", TREASURE),
          Map.entry("deep-sea-treasure-mirrored", TREASURE),
          Map.entry(
              "fruit-tree", List.of("protein", "carbs", "fats", "vitamins", "minerals", "water")),
          Map.entry("resource-gathering", List.of("survival", "gold", "diamond")),
          Map.entry("minecart", MINECART),
          Map.entry("minecart-deterministic", MINECART),
          Map.entry("mo-lunar-lander", LANDER),
          Map.entry("mo-lunar-lander-continuous", LANDER),
          Map.entry("mo-mountaincar", List.of("time", "reverse", "forward")),
          Map.entry("mo-mountaincar-timemove", List.of("time", "move")),
          Map.entry("mo-mountaincar-timespeed", List.of("time", "speed")),
          Map.entry("mo-mountaincar-3d", List.of("time", "move", "speed")),
          Map.entry("mo-mountaincarcontinuous", List.of("time", "fuel")),
          Map.entry("four-room", List.of("blue", "green", "red")),
          Map.entry("fishwood", List.of("wood", "fish")),
          Map.entry("breakable-bottles", List.of("time", "delivery", "potential")),
          Map.entry(
              "water-reservoir",
              List.of("flooding_upstream", "water_demand", "energy_demand", "flooding_downstream")),
          Map.entry("mo-highway", List.of("speed", "right_lane", "collision")),
          Map.entry("mo-highway-fast", List.of("speed", "right_lane", "collision")));

  private ObjectiveNames() {}

  /** The names of {@code m} components: known ones, {@code reward} for one, or numbered ones. */
  static List<String> of(String id, int m) {
    List<String> known = BY_NAME.getOrDefault(id.replaceFirst("-v\\d+$", ""), List.of());
    if (known.size() >= m && (m > 1 || !known.isEmpty())) {
      return known.subList(0, m);
    }
    if (m == 1) {
      return List.of("reward");
    }
    List<String> names = new ArrayList<>();
    for (int j = 0; j < m; j++) {
      names.add("reward_" + j);
    }
    return names;
  }
}
