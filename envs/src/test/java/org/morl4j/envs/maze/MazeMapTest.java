package org.morl4j.envs.maze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Dtype;

/** The U maze by hand: its centre is the wall between the two arms, open at x = 1. */
class MazeMapTest {
  private static final boolean X = true;
  private static final boolean O = false;
  private static final MazeMap U =
      new MazeMap(
          new boolean[][] {
            {X, X, X, X, X}, {X, O, O, O, X}, {X, X, X, O, X}, {X, O, O, O, X}, {X, X, X, X, X}
          },
          1);

  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:maze",
          new DictSpace(
              List.of(
                  new DictSpace.Entry("desired_goal", Box.of(2, -9, 9, Dtype.FLOAT64)),
                  new DictSpace.Entry("observation", Box.of(4, -9, 9, Dtype.FLOAT64)))),
          Box.of(2, -1, 1, Dtype.FLOAT32),
          List.of("reward"),
          List.of(),
          300,
          null,
          null,
          "");

  private static double[] target(MazeMap maze, double x, double y, double goalX, double goalY) {
    double[] target = new double[2];
    maze.target(new double[] {x, y, goalX, goalY}, 0, 2, target);
    return target;
  }

  @Test
  void theWayGoesRoundTheWall() {
    // From the upper left arm to the lower left one: right, down through x = 1, left again.
    assertThat(target(U, -1.2, 1.1, -0.9, -1.1)).containsExactly(0, 1);
    assertThat(target(U, 0.1, 0.9, -0.9, -1.1)).containsExactly(1, 1);
    assertThat(target(U, 0.8, 0.7, -0.9, -1.1)).containsExactly(1, 0);
    assertThat(target(U, 1.1, 0.2, -0.9, -1.1)).containsExactly(1, -1);
    assertThat(target(U, 1.1, -0.8, -0.9, -1.1)).containsExactly(0, -1);
    assertThat(target(U, 0.2, -1.2, -0.9, -1.1)).as("the goal's cell").containsExactly(-0.9, -1.1);
    assertThat(target(U, -0.7, -1.2, -0.9, -1.1)).containsExactly(-0.9, -1.1);
    assertThat(target(U, 40, 0, 0.1, 1)).as("outside").containsExactly(0.1, 1);
  }

  @Test
  void cellsMayBeOfAnotherSize() {
    MazeMap line = new MazeMap(new boolean[][] {{O, O, O, O}}, 4);
    assertThat(target(line, -7, 1, 6, 0)).containsExactly(-2, 0);
    assertThatThrownBy(() -> new MazeMap(new boolean[][] {{O}, {O, O}}, 1))
        .hasMessage("Row 1 of a maze has 2 cells, but must have 1 as row 0 has.");
    assertThatThrownBy(() -> new MazeMap(new boolean[][] {{O}}, 0))
        .hasMessageContaining("of a positive size");
  }

  /** a = clip(10 (w - x) - v); two rows, each by its own generator where there is noise. */
  @Test
  void theWalkerPushesTowardsTheWaypoint() {
    double[] obs = {-0.9, -1.1, 0.95, 0.02, 0.1, -0.3, 1, 1, 0.97, 1.02, 0.2, 0.1};
    double[] act = new double[4];
    WaypointPolicy policy = new WaypointPolicy(U, SPEC, 0.5);
    policy.actor(2, Mode.EXPLOIT, new Rng[] {new Rng(1), new Rng(2)}).act(obs, null, act, null);
    // Row 0: the waypoint is (1, -1): 0.5 - 0.1, -10.2 + 0.3 clipped. Row 1: 0.3 - 0.2, -0.2 - 0.1.
    assertThat(act[0]).isCloseTo(0.4, within(1e-6));
    assertThat(act[1]).isEqualTo(-1);
    assertThat(act[2]).isCloseTo(0.1, within(1e-6));
    assertThat(act[3]).isCloseTo(-0.3, within(1e-6));
    double[] noisy = new double[4];
    policy.actor(2, Mode.EXPLORE, new Rng[] {new Rng(1), new Rng(2)}).act(obs, null, noisy, null);
    double first = new Rng(1).nextGaussian();
    assertThat(noisy[0]).isCloseTo(Math.min(1, Math.max(-1, 0.4 + 0.5 * first)), within(1e-6));
  }

  @Test
  void otherEnvironmentsAreRefused() {
    EnvSpec plain =
        new EnvSpec(
            "test:plain",
            Box.of(4, -1, 1, Dtype.FLOAT64),
            Box.of(2, -1, 1, Dtype.FLOAT32),
            List.of("reward"),
            List.of(),
            0,
            null,
            null,
            "");
    assertThatThrownBy(() -> new WaypointPolicy(U, plain, 0.5))
        .hasMessageContaining("test:plain can't be walked by waypoints")
        .hasMessageContaining("Maybe name a PointMaze");
  }
}
