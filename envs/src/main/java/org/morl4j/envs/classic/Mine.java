package org.morl4j.envs.classic;

import java.util.List;

/**
 * A mine of {@link Minecart} and the normal distributions of what one attempt yields of each ore,
 * negative draws counting as 0.
 *
 * @param x position, 0 to 1
 * @param y position, 0 to 1
 * @param first mean of the first ore
 * @param second mean of the second ore
 * @param deviation standard deviation of both
 */
record Mine(double x, double y, double first, double second, double deviation) {
  /** MO-Gymnasium's mine_config.json (deviation 0.05) and mine_config_det.json (0). */
  static List<Mine> registered(double deviation) {
    return List.of(
        new Mine(0.16, 0.84, 0.2, 0, deviation),
        new Mine(0.5, 0.84, 0.15, 0.1, deviation),
        new Mine(0.84, 0.84, 0.2, 0.2, deviation),
        new Mine(0.84, 0.5, 0.1, 0.15, deviation),
        new Mine(0.84, 0.16, 0, 0.2, deviation));
  }
}
