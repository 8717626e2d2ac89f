package org.morl4j.envs.bandit;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.classic.EpisodeGuard;

/**
 * A point (x, y) of the square [-1, 1]^2 is chosen once; that ends the episode.
 *
 * <pre>
 *   return   = 2.45 - (x - 0.9)^2 - (y + 0.3)^2
 *   effort   = x^2 + y^2                               at most 0.45
 *   progress = y                                       at least 0.3
 * </pre>
 *
 * <p>A policy of mean (mx, my) and total variance v = Var x + Var y that stays within the square
 * has, whatever its distribution,
 *
 * <pre>
 *   E[return]   = 2.45 - (mx - 0.9)^2 - (my + 0.3)^2 - v
 *   E[effort]   = mx^2 + my^2 + v
 *   E[progress] = my
 * </pre>
 *
 * so both limits bind and the best of variance v &lt;= 0.36 is
 *
 * <pre>
 *   my = 0.3,   mx = sqrt(0.36 - v),   return 2.09 - (0.9 - mx)^2 - v
 *   multipliers: effort 0.9 / mx - 1, progress 0.6 effort's + 1.2
 * </pre>
 *
 * Without variance that is the point (0.6, 0.3) with return 2 and multipliers 0.5 and 1.5. Noise
 * costs return, and a policy that only just keeps the effort as it acts greedily breaks the limit
 * as it draws:
 *
 * <pre>
 *   deviation of each   0       0.05    0.089   0.12    0.15
 *   best return         2       1.9925  1.9760  1.9559  1.9302
 * </pre>
 *
 * Each of these is feasible and within 5 % of 2; a Gaussian with 0.089 has entropy -2, the usual
 * target of SAC. Without limits (0.9, -0.3) returns 2.45 with effort 0.9; as much caution as (0.4,
 * 0.3) returns 1.84.
 *
 * <p>Observation: 0. Action: x and y, clipped to the square.
 */
public final class ConstrainedPoint implements Environment, Savable {
  private final EnvSpec spec =
      new EnvSpec(
          "native:constrained-point-v0",
          Box.of(1, 0, 1, Dtype.FLOAT32),
          Box.of(2, -1, 1, Dtype.FLOAT32),
          List.of("return"),
          List.of("effort", "progress"),
          0,
          null,
          null,
          "native");
  private final EpisodeGuard episode = new EpisodeGuard(spec.id());
  private final double[] obs = new double[1];
  private final Step reached = new Step(obs, new double[1], new double[2], true, false);

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    episode.begin();
    return obs;
  }

  @Override
  public Step step(double[] act) {
    episode.requireRunning();
    episode.end();
    double x = Math.min(Math.max(act[0], -1), 1);
    double y = Math.min(Math.max(act[1], -1), 1);
    reached.reward()[0] = 2.45 - (x - 0.9) * (x - 0.9) - (y + 0.3) * (y + 0.3);
    reached.cost()[0] = x * x + y * y;
    reached.cost()[1] = y;
    return reached;
  }

  @Override
  public void save(State out) {
    episode.save(out);
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
  }
}
