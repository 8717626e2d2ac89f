package org.morl4j.envs.maze;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Walls of a maze of square cells, centred on the origin as in gymnasium-robotics: columns go with
 * x, rows against y.
 */
public final class MazeMap {
  private static final int NONE = -1;

  private final boolean[][] walls;
  private final double scale;
  private final int columns;
  private final int[][] next; // by the goal's cell: where a shortest way goes on from each cell

  /**
   * @param walls by row and column, rows of one length
   * @param scale side of a cell, in the environment's unit of length
   */
  public MazeMap(boolean[][] walls, double scale) {
    if (walls.length == 0 || walls[0].length == 0 || !(scale > 0)) {
      throw new IllegalArgumentException(
          "A maze of %d rows and cells of %s must have one row and cell at least, of a positive size."
              .formatted(walls.length, scale));
    }
    columns = walls[0].length;
    this.walls = new boolean[walls.length][];
    for (int row = 0; row < walls.length; row++) {
      if (walls[row].length != columns) {
        throw new IllegalArgumentException(
            "Row %d of a maze has %d cells, but must have %d as row 0 has."
                .formatted(row, walls[row].length, columns));
      }
      this.walls[row] = walls[row].clone();
    }
    this.scale = scale;
    next = new int[walls.length * columns][];
    Arrays.setAll(next, this::way);
  }

  /**
   * Writes where to head for from a place on a shortest way to a goal: the centre of the next cell,
   * or the goal itself from its own cell and those beside it. The goal too where no way is known.
   *
   * @param values holds x and y of the place at {@code place}, those of the goal at {@code goal}
   * @param target x and y, written
   */
  public void target(double[] values, int place, int goal, double[] target) {
    int here = cell(values[place], values[place + 1]);
    int there = cell(values[goal], values[goal + 1]);
    int to = here == NONE || there == NONE ? NONE : next[there][here];
    if (to == NONE || to == there) {
      target[0] = values[goal];
      target[1] = values[goal + 1];
    } else {
      target[0] = (to % columns + 0.5 - columns / 2.0) * scale;
      target[1] = (walls.length / 2.0 - to / columns - 0.5) * scale;
    }
  }

  /** The cell of a place; none outside of the map. */
  private int cell(double x, double y) {
    int row = (int) Math.floor(walls.length / 2.0 - y / scale);
    int column = (int) Math.floor(x / scale + columns / 2.0);
    boolean inside = row >= 0 && row < walls.length && column >= 0 && column < columns;
    return inside ? row * columns + column : NONE;
  }

  /** Breadth first from the goal; each cell remembers from where it was reached. */
  private int[] way(int goal) {
    int[] from = new int[walls.length * columns];
    Arrays.fill(from, NONE);
    from[goal] = goal;
    ArrayDeque<Integer> reached = new ArrayDeque<>();
    reached.add(goal);
    while (!reached.isEmpty()) {
      int cell = reached.remove();
      int row = cell / columns;
      int column = cell % columns;
      reach(row - 1, column, cell, from, reached);
      reach(row, column + 1, cell, from, reached);
      reach(row + 1, column, cell, from, reached);
      reach(row, column - 1, cell, from, reached);
    }
    return from;
  }

  private void reach(int row, int column, int cell, int[] from, ArrayDeque<Integer> reached) {
    if (row < 0 || row >= walls.length || column < 0 || column >= columns || walls[row][column]) {
      return;
    }
    int to = row * columns + column;
    if (from[to] == NONE) {
      from[to] = cell;
      reached.add(to);
    }
  }
}
