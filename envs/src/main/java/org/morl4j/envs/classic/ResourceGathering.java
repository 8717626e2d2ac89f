package org.morl4j.envs.classic;

import java.awt.Color;
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
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * Resource gathering (Barrett, Narayanan 2008): fetch gold and a diamond and come home; each step
 * on one of two enemies' cells ends the episode with probability 0.1. Ported from MO-Gymnasium
 * 1.3.2.
 *
 * <p>Observation: row, column, has gold, has diamond. Actions: up, down, left, right. Reward: -1
 * when killed, and at home 1 for gold and 1 for the diamond.
 *
 * <p>The known front is computed by {@link ResourceGatheringFront}: MO-Gymnasium's {@code
 * pareto_front} misses the way of 18 steps that brings both home past no enemy.
 */
public final class ResourceGathering implements Environment, Savable {
  static final int SIZE = 5;
  static final int HOME = 4 * SIZE + 2;
  static final int GOLD = 2;
  static final int DIAMOND = SIZE + 4;
  static final double DEATH = 0.1;
  private static final int ENEMY_1 = SIZE + 2;
  private static final int ENEMY_2 = 3;

  /** The cell that action a leads to from cell c, at 4 c + a; the map's edge stops it. */
  private static final int[] MOVES = moves();

  private final EnvSpec spec =
      new EnvSpec(
          "native:resource-gathering-v0",
          Box.of(4, 0, SIZE, Dtype.INT32),
          new Discrete(4),
          List.of("survival", "gold", "diamond"),
          List.of(),
          0,
          Vec.of(-1, -1, -2),
          ResourceGatheringFront::points,
          EpisodeGuard.MO_GYMNASIUM);
  private final EpisodeGuard episode = new EpisodeGuard(spec.id());
  private final NumpyGenerator rng = new NumpyGenerator(0);
  private final double[] obs = new double[4];
  private final double[] reward = new double[3];
  private final Step going = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step ended = new Step(obs, reward, Step.NO_COST, true, false);
  private int cell;
  private boolean gold;
  private boolean diamond;

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    cell = HOME;
    gold = false;
    diamond = false;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    cell = move(cell, episode.discrete(act, 4));
    gold |= cell == GOLD;
    diamond |= cell == DIAMOND;
    boolean killed = isEnemy(cell) && rng.random() < DEATH;
    boolean home = cell == HOME;
    reward[0] = killed ? -1 : 0;
    reward[1] = home && gold ? 1 : 0;
    reward[2] = home && diamond ? 1 : 0;
    observe();
    if (!killed && !home) {
      return going;
    }
    episode.end();
    return ended;
  }

  private static int[] moves() {
    int[] moves = new int[4 * SIZE * SIZE];
    for (int cell = 0; cell < SIZE * SIZE; cell++) {
      int row = cell / SIZE;
      int column = cell % SIZE;
      moves[4 * cell] = row > 0 ? cell - SIZE : cell;
      moves[4 * cell + 1] = row < SIZE - 1 ? cell + SIZE : cell;
      moves[4 * cell + 2] = column > 0 ? cell - 1 : cell;
      moves[4 * cell + 3] = column < SIZE - 1 ? cell + 1 : cell;
    }
    return moves;
  }

  static int move(int cell, int action) {
    return MOVES[4 * cell + action];
  }

  static boolean isEnemy(int cell) {
    return cell == ENEMY_1 || cell == ENEMY_2;
  }

  private double[] observe() {
    int row = cell / SIZE;
    obs[0] = row;
    obs[1] = cell % SIZE;
    obs[2] = gold ? 1 : 0;
    obs[3] = diamond ? 1 : 0;
    return obs;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(48, 0, SIZE, -SIZE, 0);
    for (int i = 0; i <= SIZE; i++) {
      canvas.line(Canvas.FAINT, 1, i, 0, i, -SIZE);
      canvas.line(Canvas.FAINT, 1, 0, -i, SIZE, -i);
    }
    disc(canvas, Canvas.FAINT, HOME, 0.45);
    disc(canvas, Canvas.RED, ENEMY_1, 0.3);
    disc(canvas, Canvas.RED, ENEMY_2, 0.3);
    if (!gold) {
      disc(canvas, Canvas.GOLD, GOLD, 0.2);
    }
    if (!diamond) {
      disc(canvas, Canvas.WATER, DIAMOND, 0.2);
    }
    disc(canvas, Canvas.INK, cell, 0.25);
    canvas.disc(gold ? Canvas.GOLD : Canvas.INK, cell % SIZE + 0.4, -cell / SIZE - 0.5, 0.08);
    canvas.disc(diamond ? Canvas.WATER : Canvas.INK, cell % SIZE + 0.6, -cell / SIZE - 0.5, 0.08);
    return canvas.frame();
  }

  private static void disc(Canvas canvas, Color color, int at, double radius) {
    canvas.disc(color, at % SIZE + 0.5, -(at / SIZE) - 0.5, radius);
  }

  @Override
  public void save(State out) {
    episode.save(out);
    rng.save(out);
    out.put("state", new int[] {cell, gold ? 1 : 0, diamond ? 1 : 0});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    rng.restore(in);
    int[] state = in.ints("state", 3);
    cell = state[0];
    gold = state[1] != 0;
    diamond = state[2] != 0;
  }
}
