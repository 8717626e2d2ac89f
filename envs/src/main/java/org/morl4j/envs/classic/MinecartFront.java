package org.morl4j.envs.classic;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;

/**
 * MO-Gymnasium 1.3.2's {@code Minecart.pareto_front(gamma)}: for each mine, turn towards it, reach
 * it by every pattern of accelerating and rolling, brake and turn round, mine some times, and come
 * back by the same pattern; keep what is not dominated.
 */
final class MinecartFront {
  private static final int HALF_TURN = 180 / (Minecart.ROTATION * Minecart.FRAMES);
  private static final double GAIN = Minecart.ACCELERATION * Minecart.FRAMES;
  private static final int LONGEST = 200;

  /** E[X | X > 0] of the normal distributions with deviation 0.05 and these means. */
  private static final double[] MEANS = {0, 0.1, 0.15, 0.2};

  private static final double[] TRUNCATED_MEANS = {
    0.039894228040143274, 0.1027623931339495, 0.15022189195210628, 0.20000669172322344
  };

  private final double[] discounts = new double[LONGEST];
  private final List<Vec> front = new ArrayList<>();
  private final int[] actions = new int[LONGEST];
  private final boolean[] pattern = new boolean[LONGEST];

  private MinecartFront(double gamma) {
    for (int t = 0; t < LONGEST; t++) {
      discounts[t] = Math.pow(gamma, t);
    }
  }

  static List<Vec> points(List<Mine> mines, double gamma) {
    MinecartFront search = new MinecartFront(gamma);
    for (Mine mine : mines) {
      search.visit(mine);
    }
    // a round trip just out of the base and back
    double edge = Math.sqrt(Minecart.BASE_RADIUS * Minecart.BASE_RADIUS / 2);
    search.visit(new Mine(edge, edge, 0, 0, 0));
    return search.front;
  }

  private void visit(Mine mine) {
    double angle = Math.toDegrees(Math.atan2(mine.x() - mine.y(), mine.x() + mine.y()));
    int rotations = (int) Math.ceil(Math.abs(angle) / (Minecart.ROTATION * Minecart.FRAMES));
    double distance =
        Math.sqrt(mine.x() * mine.x() + mine.y() * mine.y())
            - Minecart.MINE_RADIUS
            - Minecart.BASE_RADIUS / 2;
    pattern[0] = true;
    approach(mine, rotations, 1, GAIN, distance - frames(Minecart.FRAMES));
  }

  /** Extends the pattern (true: accelerate) by one action either way until the mine is reached. */
  private void approach(Mine mine, int rotations, int n, double speed, double distance) {
    double frames = speed / Minecart.ACCELERATION + Minecart.FRAMES;
    double moved = frames(frames) - frames(frames - Minecart.FRAMES);
    pattern[n] = true;
    if (distance - moved <= 0) {
      offerTrips(mine, rotations, n + 1);
    } else {
      approach(mine, rotations, n + 1, speed + GAIN, distance - moved);
    }
    pattern[n] = false;
    double rolled = speed * Minecart.FRAMES;
    if (distance - rolled <= 0) {
      offerTrips(mine, rotations, n + 1);
    } else {
      approach(mine, rotations, n + 1, speed, distance - rolled);
    }
  }

  /** The way covered from rest in so many frames of acceleration. */
  private static double frames(double n) {
    return n * (n + 1) / 2 * Minecart.ACCELERATION;
  }

  private void offerTrips(Mine mine, int rotations, int length) {
    double first = mean(mine.first(), mine.deviation()) * Minecart.FRAMES;
    double second = mean(mine.second(), mine.deviation()) * Minecart.FRAMES;
    double yield = first + second;
    int most = yield == 0 ? 0 : (int) Math.ceil(Minecart.CAPACITY / yield);
    if (most == 0) {
      int n = add(0, Minecart.LEFT, rotations);
      n = addPattern(n, length, 0);
      n = add(n, Minecart.LEFT, HALF_TURN);
      n = add(n, Minecart.NOTHING, 1);
      offer(addPattern(n, length, 1), 0, 0);
    }
    for (int times = 1; times <= most; times++) {
      int n = add(0, Minecart.LEFT, rotations);
      n = addPattern(n, length, 0);
      n = add(n, Minecart.BRAKE, 1);
      n = add(n, Minecart.LEFT, HALF_TURN);
      n = add(n, Minecart.MINE, times);
      double overfull = Math.max(1, yield * times / Minecart.CAPACITY);
      offer(addPattern(n, length, 0), first * times / overfull, second * times / overfull);
    }
  }

  private int add(int n, int action, int times) {
    for (int i = 0; i < times; i++) {
      actions[n + i] = action;
    }
    return n + times;
  }

  private int addPattern(int n, int length, int from) {
    for (int i = from; i < length; i++) {
      actions[n + i - from] = pattern[i] ? Minecart.ACCELERATE : Minecart.NOTHING;
    }
    return n + length - from;
  }

  private void offer(int n, double first, double second) {
    double fuel = 0;
    for (int t = 0; t < n; t++) {
      double extra =
          actions[t] == Minecart.ACCELERATE
              ? Minecart.FUEL_ACCELERATE
              : actions[t] == Minecart.MINE ? Minecart.FUEL_MINE : 0;
      fuel += discounts[t] * (Minecart.FUEL_IDLE + extra) * Minecart.FRAMES;
    }
    Fronts.offer(front, Vec.of(first * discounts[n - 1], second * discounts[n - 1], fuel));
  }

  private static double mean(double mean, double deviation) {
    for (int i = 0; i < MEANS.length && deviation > 0; i++) {
      if (MEANS[i] == mean) {
        return TRUNCATED_MEANS[i];
      }
    }
    return mean;
  }
}
