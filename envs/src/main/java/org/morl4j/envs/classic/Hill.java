package org.morl4j.envs.classic;

import org.morl4j.core.env.Frame;
import org.morl4j.envs.draw.Canvas;

/** The valley of both mountain cars: height sin(3 x). */
final class Hill {
  private static final double LEFT = -1.2;
  private static final double RIGHT = 0.6;
  private static final int PIECES = 60;

  private Hill() {}

  /** The car at {@code position} and the flag at {@code goal}. */
  static Frame draw(double position, double goal) {
    Canvas canvas = new Canvas(240, LEFT, RIGHT, -0.6, 0.6);
    double[] road = new double[2 * (PIECES + 1)];
    for (int i = 0; i <= PIECES; i++) {
      double x = LEFT + (RIGHT - LEFT) * i / PIECES;
      road[2 * i] = x;
      road[2 * i + 1] = height(x);
    }
    canvas.path(Canvas.INK, 2, road);
    canvas.line(Canvas.GOLD, 3, goal, height(goal), goal, height(goal) + 0.15);
    canvas.disc(Canvas.BLUE, position, height(position) + 0.035, 0.035);
    return canvas.frame();
  }

  private static double height(double x) {
    return 0.45 * Math.sin(3 * x);
  }
}
