package org.morl4j.envs.classic;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.draw.Canvas;

/**
 * Deep sea treasure (Vamplew et al. 2011): a submarine starts at the surface and ends its dive at
 * the first treasure; the deeper, the more valuable and the further away. Ported from MO-Gymnasium
 * 1.3.2.
 *
 * <p>Observation: row and column. Actions: up, down, left, right; a move into rock or off the map
 * stays put. Reward: treasure (as float32), -1 for time.
 */
public final class DeepSeaTreasure implements Environment, Savable {
  private static final int[] ROW_MOVE = {-1, 1, 0, 0};
  private static final int[] COLUMN_MOVE = {0, 0, -1, 1};
  private static final char WATER = '.';
  private static final double ROCK = -10;

  /** The maps: water, rock (#) and treasures, a the nearest. */
  @SuppressWarnings("ImmutableEnumChecker") // the map is private and never written again
  public enum Sea {
    /** Yang et al. 2019: every treasure lies on the front's convex hull. */
    CONVEX(
        "deep-sea-treasure-v0",
        0,
        new double[] {.7, 8.2, 11.5, 14, 15.1, 16.1, 19.6, 20.3, 22.4, 23.7},
        Maps.SLOPE),
    /** Vamplew et al. 2018: only the nearest and the furthest treasure are supported. */
    CONCAVE(
        "deep-sea-treasure-concave-v0",
        0,
        new double[] {1, 2, 3, 5, 8, 16, 24, 50, 74, 124},
        Maps.SLOPE),
    /**
     * Felten et al. 2022: the concave front, and a start in the middle with nothing to the left.
     */
    MIRRORED(
        "deep-sea-treasure-mirrored-v0",
        10,
        new double[] {1, 2, 3, 5, 8, 16, 24, 50, 74, 124},
        Maps.MIRRORED);

    private final String name;
    private final int start;
    private final int rows;
    private final int columns;
    private final double[] map;

    Sea(String name, int start, double[] treasures, String drawing) {
      this.name = name;
      this.start = start;
      List<String> lines = drawing.lines().toList();
      rows = lines.size();
      columns = lines.get(0).length();
      map = new double[rows * columns];
      for (int i = 0; i < map.length; i++) {
        char cell = lines.get(i / columns).charAt(i % columns);
        map[i] = cell == WATER ? 0 : cell == '#' ? ROCK : treasures[cell - 'a'];
      }
    }

    private boolean isOpen(int row, int column) {
      return row >= 0
          && row < rows
          && column >= 0
          && column < columns
          && map[row * columns + column] != ROCK;
    }

    /** A treasure t steps away is worth gamma^(t-1) of itself and costs 1 + ... + gamma^(t-1). */
    private List<Vec> front(double gamma) {
      List<Vec> points = new ArrayList<>();
      for (int i = 0; i < map.length; i++) {
        if (map[i] > 0) {
          int steps = i / columns + Math.abs(i % columns - start);
          double time = 0;
          for (int t = 0; t < steps; t++) {
            time += Math.pow(gamma, t);
          }
          points.add(Vec.of(map[i] * Math.pow(gamma, steps - 1), -time));
        }
      }
      return points;
    }
  }

  private static final class Maps {
    static final String SLOPE =
        """
        ...........
        a..........
        #b.........
        ##c........
        ###def.....
        ######.....
        ######.....
        ######gh...
        ########...
        ########i..
        #########j.
        """;

    static final String MIRRORED =
        """
        ....................
        ..........a.........
        .........##b........
        ........####c.......
        .......######def....
        ....############....
        ....############....
        ....############gh..
        ..################..
        ..################i.
        .##################j
        """;
  }

  private final Sea sea;
  private final EnvSpec spec;
  private final EpisodeGuard episode;
  private final double[] obs = new double[2];
  private final double[] reward = {0, -1};
  private final Step diving = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step found = new Step(obs, reward, Step.NO_COST, true, false);
  private int row;
  private int column;

  public DeepSeaTreasure(Sea sea) {
    this.sea = sea;
    this.spec =
        new EnvSpec(
            "native:" + sea.name,
            Box.of(2, 0, sea.columns, Dtype.INT32),
            new Discrete(4),
            List.of("treasure", "time"),
            List.of(),
            0,
            Vec.of(0, -50),
            sea::front,
            EpisodeGuard.MO_GYMNASIUM);
    this.episode = new EpisodeGuard(spec.id());
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    row = 0;
    column = sea.start;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    int action = episode.discrete(act, 4);
    int nextRow = row + ROW_MOVE[action];
    int nextColumn = column + COLUMN_MOVE[action];
    if (sea.isOpen(nextRow, nextColumn)) {
      row = nextRow;
      column = nextColumn;
    }
    observe();
    double treasure = sea.map[row * sea.columns + column];
    reward[0] = (float) treasure;
    if (treasure == 0) {
      return diving;
    }
    episode.end();
    return found;
  }

  private double[] observe() {
    obs[0] = row;
    obs[1] = column;
    return obs;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(24, 0, sea.columns, -sea.rows, 0);
    for (int i = 0; i < sea.map.length; i++) {
      double cell = sea.map[i];
      double left = i % sea.columns;
      double bottom = -1.0 - i / sea.columns;
      canvas.box(cell == ROCK ? Canvas.INK : Canvas.WATER, left, bottom, 1, 1);
      if (cell > 0) {
        canvas.box(Canvas.GOLD, left + 0.2, bottom + 0.2, 0.6, 0.6);
      }
    }
    canvas.disc(Canvas.BLUE, column + 0.5, -row - 0.5, 0.38);
    return canvas.frame();
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("position", new int[] {row, column});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    int[] position = in.ints("position", 2);
    row = position[0];
    column = position[1];
  }
}
