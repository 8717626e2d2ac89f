package org.morl4j.envs.classic;

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
import org.morl4j.envs.numpy.NumpyRandomState;

/**
 * Minecart (Abels et al. 2019, arXiv 1809.07803): drive from the base to one of five mines, dig two
 * kinds of ore and sell them at home, on little fuel. Ported from MO-Gymnasium 1.3.2, four frames a
 * step.
 *
 * <p>Observation (float32): position, speed, sine and cosine of the heading, load of each ore by
 * capacity. Actions: mine, left, right, accelerate, brake, nothing. Rewards (float32): ores sold,
 * fuel.
 *
 * <p>The original draws {@code minecart-v0}'s ore from NumPy's global generator, which {@code
 * reset(seed)} does not seed. Here it comes from a generator of the same kind that starts anew with
 * every episode's seed: what the original does after {@code numpy.random.seed(seed)}.
 *
 * <p>The front is MO-Gymnasium's {@code pareto_front}: an approximation from accelerate-and-roll
 * patterns, which a good policy may beat.
 */
public final class Minecart implements Environment, Savable {
  static final int MINE = 0;
  static final int LEFT = 1;
  static final int RIGHT = 2;
  static final int ACCELERATE = 3;
  static final int BRAKE = 4;
  static final int NOTHING = 5;
  static final int FRAMES = 4;
  static final int ROTATION = 10;
  static final double ACCELERATION = 0.0075;
  static final double CAPACITY = 1.5;
  static final double FUEL_IDLE = -0.005;
  static final double FUEL_MINE = -0.05;
  static final double FUEL_ACCELERATE = -0.025;
  static final double MINE_RADIUS = 0.14;
  static final double BASE_RADIUS = 0.15;
  private static final double LEAST_SPEED = 0.001;

  private final List<Mine> mines;
  private final EnvSpec spec;
  private final EpisodeGuard episode;
  private final NumpyRandomState ore = new NumpyRandomState(0);
  private final double[] obs = new double[7];
  private final double[] reward = new double[3];
  private final Step going = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step home = new Step(obs, reward, Step.NO_COST, true, false);
  private boolean departed;
  private double x;
  private double y;
  private double speed;
  private double heading;
  private double first;
  private double second;

  /** Sines and cosines of {@link #turned}, the heading they were last computed for. */
  private double turned = Double.NaN;

  private double cosMotion;
  private double sinMotion;
  private double cosShown;
  private double sinShown;

  /**
   * @param deterministic {@code minecart-deterministic-v0}, where mines yield their means
   */
  public Minecart(boolean deterministic) {
    mines = Mine.registered(deterministic ? 0 : 0.05);
    spec =
        new EnvSpec(
            deterministic ? "native:minecart-deterministic-v0" : "native:minecart-v0",
            Box.of(7, -1, 1, Dtype.FLOAT32),
            new Discrete(6),
            List.of("first ore", "second ore", "fuel"),
            List.of(),
            0,
            Vec.of(-1, -1, -200),
            gamma -> MinecartFront.points(mines, gamma),
            EpisodeGuard.MO_GYMNASIUM);
    episode = new EpisodeGuard(spec.id());
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    ore.reseed(seed);
    departed = false;
    x = 0;
    y = 0;
    speed = 0;
    heading = 45;
    first = 0;
    second = 0;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    int action = episode.discrete(act, 6);
    reward[0] = 0;
    reward[1] = 0;
    float fuel = (float) (FUEL_IDLE * FRAMES);
    if (action == ACCELERATE) {
      fuel += (float) (FUEL_ACCELERATE * FRAMES);
    } else if (action == MINE) {
      fuel += (float) (FUEL_MINE * FRAMES);
    }
    reward[2] = fuel;
    boolean ended = false;
    for (int frame = 0; frame < FRAMES; frame++) {
      act(action);
      if (ended) {
        break; // home: the original still turns or brakes once more, which the last obs shows
      }
      move();
      if (norm(x, y) >= BASE_RADIUS) {
        departed = true;
      } else if (departed) {
        ended = true;
        reward[0] = (float) first;
        reward[1] = (float) second;
        first = 0;
        second = 0;
      }
    }
    observe();
    if (!ended) {
      return going;
    }
    episode.end();
    return home;
  }

  private void act(int action) {
    switch (action) {
      case MINE -> mine();
      case LEFT -> rotate(-ROTATION);
      case RIGHT -> rotate(ROTATION);
      case ACCELERATE -> speed = clip(speed + ACCELERATION);
      case BRAKE -> speed = clip(speed - 1);
      default -> {}
    }
  }

  private void rotate(int degrees) {
    double rest = (heading + degrees) % 360;
    heading = rest < 0 ? rest + 360 : rest;
  }

  private void mine() {
    if (speed >= LEAST_SPEED) {
      return;
    }
    Mine nearest = mines.get(0);
    double distance = Double.POSITIVE_INFINITY;
    for (int i = 0; i < mines.size(); i++) {
      Mine mine = mines.get(i);
      double d = norm(x - mine.x(), y - mine.y());
      if (d < distance) {
        distance = d;
        nearest = mine;
      }
    }
    if (distance > MINE_RADIUS) {
      return;
    }
    double free = CAPACITY - (first + second);
    double a = draw(nearest.first(), nearest.deviation());
    double b = draw(nearest.second(), nearest.deviation());
    double mined = a + b;
    if (mined > free) {
      double scale = free / mined;
      a *= scale;
      b *= scale;
    }
    first += a;
    second += b;
  }

  private double draw(double mean, double deviation) {
    return deviation == 0 ? mean : Math.max(0.0, ore.standardNormal() * deviation + mean);
  }

  /** One frame of rolling; at a wall the cart slides along and its heading turns. */
  private void move() {
    if (speed < LEAST_SPEED) {
      return;
    }
    face();
    double vx = speed * cosMotion;
    double vy = speed * sinMotion;
    if (y != 0 && y != 1 && Math.abs(vy) > LEAST_SPEED) {
      if (x == 1 && vx > 0) {
        heading += Math.copySign(ROTATION, vy);
      }
      if (x == 0 && vx < 0) {
        heading -= Math.copySign(ROTATION, vy);
      }
    }
    if (x != 0 && x != 1 && Math.abs(vx) > LEAST_SPEED) {
      if (y == 1 && vy > 0) {
        heading -= Math.copySign(ROTATION, vx);
      }
      if (y == 0 && vy < 0) {
        heading += Math.copySign(ROTATION, vx);
      }
    }
    double oldX = x;
    double oldY = y;
    x = clip(x + vx);
    y = clip(y + vy);
    speed = norm(oldX - x, oldY - y);
  }

  private void face() {
    if (heading != turned) {
      turned = heading;
      double radians = heading * Math.PI / 180;
      cosMotion = Math.cos(radians);
      sinMotion = Math.sin(radians);
      double shown = Math.toRadians(heading);
      cosShown = (float) Math.cos(shown);
      sinShown = (float) Math.sin(shown);
    }
  }

  private double[] observe() {
    face();
    obs[0] = (float) x;
    obs[1] = (float) y;
    obs[2] = (float) speed;
    obs[3] = sinShown;
    obs[4] = cosShown;
    obs[5] = (float) (first / CAPACITY);
    obs[6] = (float) (second / CAPACITY);
    return obs;
  }

  private static double norm(double a, double b) {
    return Math.sqrt(a * a + b * b);
  }

  private static double clip(double value) {
    return value <= 0 ? 0 : value >= 1 ? 1 : value;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(320, 0, 1, 0, 1);
    canvas.disc(Canvas.WATER, 0, 0, BASE_RADIUS);
    for (Mine mine : mines) {
      canvas.disc(Canvas.FAINT, mine.x(), mine.y(), MINE_RADIUS);
      canvas.disc(Canvas.GOLD, mine.x() - 0.03, mine.y(), 0.15 * mine.first());
      canvas.disc(Canvas.BLUE, mine.x() + 0.03, mine.y(), 0.15 * mine.second());
    }
    canvas.disc(Canvas.INK, x, y, 0.04);
    double radians = Math.toRadians(heading);
    canvas.line(Canvas.INK, 3, x, y, x + 0.07 * Math.cos(radians), y + 0.07 * Math.sin(radians));
    double load = (first + second) / CAPACITY;
    canvas.box(Canvas.FAINT, 0.02, 0.96, 0.3, 0.02);
    canvas.box(Canvas.GOLD, 0.02, 0.96, 0.3 * load, 0.02);
    return canvas.frame();
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("cart", new double[] {x, y, speed, heading, first, second, departed ? 1 : 0});
    out.put("ore", ore);
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] cart = in.doubles("cart", 7);
    x = cart[0];
    y = cart[1];
    speed = cart[2];
    heading = cart[3];
    first = cart[4];
    second = cart[5];
    departed = cart[6] != 0;
    in.restore("ore", ore);
  }
}
