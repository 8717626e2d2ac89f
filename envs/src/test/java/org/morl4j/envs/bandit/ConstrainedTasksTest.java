package org.morl4j.envs.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;

/** The optima and multipliers that the classes' docs state, found another way. */
class ConstrainedTasksTest {
  private static double[] outcome(Environment env, double... act) {
    env.reset(0);
    Step step = env.step(act);
    return new double[] {step.reward()[0], step.cost()[0], step.cost()[1]};
  }

  private static double[] column(int of) {
    double[] column = new double[4];
    try (Environment env = new ConstrainedBandit()) {
      for (int arm = 0; arm < 4; arm++) {
        column[arm] = outcome(env, arm)[of];
      }
    }
    return column;
  }

  private static PointValuePair bandit(double risk, double coverage) {
    return new SimplexSolver()
        .optimize(
            new LinearObjectiveFunction(column(0), 0),
            new LinearConstraintSet(
                new LinearConstraint(column(1), Relationship.LEQ, risk),
                new LinearConstraint(column(2), Relationship.GEQ, coverage),
                new LinearConstraint(new double[] {1, 1, 1, 1}, Relationship.EQ, 1)),
            GoalType.MAXIMIZE,
            new NonNegativeConstraint(true));
  }

  @Test
  void theBanditsPayments() {
    assertThat(column(0)).containsExactly(2, 5, 3, 1);
    assertThat(column(1)).containsExactly(0, 1, 0, 1);
    assertThat(column(2)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void theBanditsOptimumIsTheLinearProgrammes() {
    PointValuePair best = bandit(0.3, 0.4);
    assertThat(best.getPoint()).containsExactly(new double[] {0.4, 0.3, 0.3, 0}, within(1e-9));
    assertThat(best.getValue()).isCloseTo(3.2, within(1e-9));
    assertThat(bandit(1, 0).getValue()).isCloseTo(5, within(1e-9));
    assertThat(bandit(0.3, 0).getValue()).as("without coverage").isCloseTo(3.6, within(1e-9));
    assertThat(bandit(1, 0.4).getValue()).as("without risk").isCloseTo(3.8, within(1e-9));
  }

  /** A multiplier is what one more unit of its limit is worth. */
  @Test
  void theBanditsMultipliersAreTheSlopesOfItsOptimum() {
    double h = 0.01;
    double risk = (bandit(0.3 + h, 0.4).getValue() - bandit(0.3 - h, 0.4).getValue()) / (2 * h);
    double coverage = (bandit(0.3, 0.4 - h).getValue() - bandit(0.3, 0.4 + h).getValue()) / (2 * h);
    assertThat(risk).isCloseTo(2, within(1e-9));
    assertThat(coverage).isCloseTo(1, within(1e-9));
    double[] lagrangian = new double[4];
    for (int arm = 0; arm < 4; arm++) {
      lagrangian[arm] = column(0)[arm] - 2 * column(1)[arm] + column(2)[arm];
    }
    assertThat(lagrangian).as("the fourth is worse: only one optimum").containsExactly(3, 3, 3, 0);
  }

  /** The best return of the point's grid at a variance, and where: return, x, y. */
  private static double[] grid(double variance, double effort, double progress) {
    double[] best = {Double.NEGATIVE_INFINITY, 0, 0};
    try (Environment env = new ConstrainedPoint()) {
      for (int i = -1000; i <= 1000; i++) {
        for (int j = -1000; j <= 1000; j++) {
          double[] at = outcome(env, i / 1000.0, j / 1000.0);
          boolean within = at[1] + variance <= effort + 1e-9 && at[2] >= progress - 1e-9;
          if (within && at[0] - variance > best[0]) {
            best = new double[] {at[0] - variance, i / 1000.0, j / 1000.0};
          }
        }
      }
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({
    // deviation of x and y each, return, mean x
    "0, 2, .6",
    ".05, 1.9925, .5958",
    ".089, 1.9760, .5866",
    ".12, 1.9559, .5755",
    ".15, 1.9302, .5612",
  })
  void thePointsOptimumIsTheGrids(double deviation, double best, double meanX) {
    double variance = 2 * deviation * deviation;
    double mx = Math.sqrt(0.36 - variance);
    assertThat(2.09 - (0.9 - mx) * (0.9 - mx) - variance).isCloseTo(best, within(5e-5));
    assertThat(mx).isCloseTo(meanX, within(5e-5));
    double[] grid = grid(variance, 0.45, 0.3);
    assertThat(grid[0]).isCloseTo(best, within(1e-3));
    assertThat(grid[1]).isCloseTo(meanX, within(1e-3));
    assertThat(grid[2]).isCloseTo(0.3, within(1e-3));
  }

  @Test
  void thePointsMultipliersAreTheSlopesOfItsOptimum() {
    double[] free = grid(0, 2, -1);
    assertThat(free).containsExactly(new double[] {2.45, 0.9, -0.3}, within(1e-9));
    double h = 0.03;
    double effort = (grid(0, 0.45 + h, 0.3)[0] - grid(0, 0.45 - h, 0.3)[0]) / (2 * h);
    double progress = (grid(0, 0.45, 0.3 - h)[0] - grid(0, 0.45, 0.3 + h)[0]) / (2 * h);
    assertThat(effort).isCloseTo(0.5, within(0.02));
    assertThat(progress).isCloseTo(1.5, within(0.02));
    // exactly: the gradient of the return is that of 0.5 effort - 1.5 progress at (0.6, 0.3)
    assertThat(-2 * (0.6 - 0.9)).isCloseTo(0.5 * 2 * 0.6, within(1e-12));
    assertThat(-2 * (0.3 + 0.3)).isCloseTo(0.5 * 2 * 0.3 - 1.5, within(1e-12));
  }

  /** Drawn actions have the moments that the class comment says. */
  @Test
  void varianceCostsReturnAndEffort() {
    Rng rng = new Rng(3);
    double[] sum = new double[3];
    int n = 200_000;
    try (Environment env = new ConstrainedPoint()) {
      for (int i = 0; i < n; i++) {
        double[] at =
            outcome(env, 0.5612 + 0.15 * rng.nextGaussian(), 0.3 + 0.15 * rng.nextGaussian());
        for (int j = 0; j < 3; j++) {
          sum[j] += at[j] / n;
        }
      }
    }
    assertThat(sum[0]).isCloseTo(1.9302, within(3e-3));
    assertThat(sum[1]).isCloseTo(0.45, within(3e-3));
    assertThat(sum[2]).isCloseTo(0.3, within(3e-3));
  }

  @Test
  void pointsOutsideTheSquareAreClipped() {
    try (Environment env = new ConstrainedPoint()) {
      assertThat(outcome(env, 7, -1.5)).containsExactly(outcome(env, 1, -1));
      assertThat(outcome(env, 1, -1)[1]).isEqualTo(2);
    }
  }

  @Test
  void anEpisodeIsOneStep() {
    for (Environment env : List.of(new ConstrainedBandit(), new ConstrainedPoint())) {
      env.reset(0);
      Step step = env.step(new double[2]);
      assertThat(step.terminated()).isTrue();
      assertThat(step.truncated()).isFalse();
    }
  }

  @Test
  void theCostsAreNamed() {
    try (Environment bandit = new ConstrainedBandit();
        Environment point = new ConstrainedPoint()) {
      assertThat(bandit.spec().costs()).isEqualTo(List.of("risk", "coverage"));
      assertThat(point.spec().costs()).isEqualTo(List.of("effort", "progress"));
    }
  }
}
