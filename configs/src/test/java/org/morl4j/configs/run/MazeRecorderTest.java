package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig.Settings;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Dtype;
import org.morl4j.offline.Episode;
import org.morl4j.offline.Episodes;

/** Walks of the real PointMaze, and how episodes are cut where the goal changes. */
class MazeRecorderTest {
  private static final String MAZE = "gymnasium:PointMaze_UMaze-v3";

  private static EnvironmentConfig maze(Map<String, Object> kwargs) {
    return new EnvironmentConfig(MAZE, Settings.DEFAULT.withKwargs(kwargs));
  }

  @Test
  void theWalkerReachesItsGoalAndNothingTerminates() {
    Episodes walked = MazeRecorder.record(maze(Map.of()), new MazeRecorder.Options(4, 4, 0.5, 3));
    assertThat(walked.list()).hasSize(4);
    assertThat(walked.steps()).isEqualTo(4 * 300);
    for (Episode episode : walked.list()) {
      assertThat(episode.terminated()).isFalse();
      assertThat(episode.truncated()).as("the time limit").isTrue();
      assertThat(episode.returns(walked.spec())[0]).as("steps at the goal").isGreaterThan(30);
      assertThat(Arrays.stream(episode.act())).allMatch(a -> a >= -1 && a <= 1);
    }
    ReferenceScores scores = walked.metadata().references().orElseThrow();
    assertThat(scores.expert().get(0)).isGreaterThan(scores.random().get(0) + 30);
    assertThat(walked.metadata().text("morl4j_environment")).contains(MAZE);
  }

  /** With new goals an episode falls into pieces, each of which ends at its goal. */
  @Test
  void newGoalsCutEpisodesAsATimeLimitDoes() {
    Episodes walked =
        MazeRecorder.record(
            maze(Map.of("reset_target", true)), new MazeRecorder.Options(2, 1, 0.5, 3));
    assertThat(walked.list()).hasSizeGreaterThan(2);
    for (Episode piece : walked.list().subList(0, walked.list().size() - 1)) {
      assertThat(piece.terminated()).isFalse();
      assertThat(piece.truncated()).isTrue();
    }
  }

  @Test
  void whereTheTaskEndsAtTheGoalItTerminates() {
    Episodes walked =
        MazeRecorder.record(
            maze(Map.of("continuing_task", false)), new MazeRecorder.Options(2, 8, 0, 3));
    assertThat(walked.list()).hasSize(2).allMatch(Episode::terminated);
    assertThat(walked.list().get(0).returns(walked.spec())).containsExactly(1);
  }

  /** Goals 7, 7, 7 | 8, 8 | 9: the steps over which they change are in no piece. */
  @Test
  void aStepOverWhichTheGoalChangesIsLeftOut() {
    EnvSpec spec =
        new EnvSpec(
            "test:maze",
            new DictSpace(
                List.of(
                    new DictSpace.Entry("at", Box.of(1, 0, 9, Dtype.FLOAT64)),
                    new DictSpace.Entry("desired_goal", Box.of(2, 0, 9, Dtype.FLOAT64)))),
            Box.of(1, -9, 9, Dtype.FLOAT64),
            List.of("reward"),
            List.of(),
            9,
            null,
            null,
            "");
    Episode episode =
        new Episode(
            new double[] {0, 7, 0, 1, 7, 0, 2, 7, 0, 3, 8, 0, 4, 8, 0, 5, 8, 1},
            new double[] {1, 2, 3, 4, 5},
            new double[] {10, 20, 30, 40, 50},
            new double[0],
            false,
            true);
    List<Episode> pieces = MazeRecorder.cut(episode, spec).toList();
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0).obs()).containsExactly(0, 7, 0, 1, 7, 0, 2, 7, 0);
    assertThat(pieces.get(0).act()).containsExactly(1, 2);
    assertThat(pieces.get(0).reward()).containsExactly(10, 20);
    assertThat(pieces.get(1).act()).containsExactly(4);
    assertThat(pieces.get(1).obs()).containsExactly(3, 8, 0, 4, 8, 0);
    assertThat(pieces).allMatch(piece -> piece.truncated() && !piece.terminated());
  }

  @Test
  void whatIsNoMazeIsRefused() {
    EnvironmentConfig pendulum = new EnvironmentConfig("native:Pendulum-v1", Settings.DEFAULT);
    assertThatThrownBy(() -> MazeRecorder.check(pendulum))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "native:Pendulum-v1 is no maze of gymnasium-robotics. Maybe name one, such as gymnasium:PointMaze_UMaze-v3.");
  }
}
