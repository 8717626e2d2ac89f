package org.morl4j.envs.bandit;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.classic.EpisodeGuard;

/**
 * A bandit with four arms, one objective and two costs; every arm pays the same each time and ends
 * the episode.
 *
 * <pre>
 *   arm        0   1   2   3
 *   return     2   5   3   1
 *   risk       0   1   0   1      at most 0.3
 *   coverage   1   0   0   1      at least 0.4
 * </pre>
 *
 * <p>With p the policy's probabilities the best return within both limits is a linear programme:
 *
 * <pre>
 *   max 2 p0 + 5 p1 + 3 p2 + p3   so that   p1 + p3 &lt;= 0.3,   p0 + p3 &gt;= 0.4
 *   p = (0.4, 0.3, 0.3, 0),   return 3.2 = 3 + 2 * 0.3 - 1 * 0.4
 *   multipliers: risk 2, coverage 1
 * </pre>
 *
 * At these multipliers L(arm) = return - 2 risk + coverage is 3 for arms 0, 1 and 2 and 0 for arm
 * 3: both limits bind, the optimum is unique, and only a policy that draws reaches it, since the
 * one arm within both limits is arm 0, which returns 2. Without limits arm 1 returns 5; under the
 * limit of risk alone 3.6 is best, under the one of coverage alone 3.8.
 *
 * <p>Observation: 0. Action: the arm.
 */
public final class ConstrainedBandit implements Environment, Savable {
  private static final double[] RETURN = {2, 5, 3, 1};
  private static final double[] RISK = {0, 1, 0, 1};
  private static final double[] COVERAGE = {1, 0, 0, 1};

  private final EnvSpec spec =
      new EnvSpec(
          "native:constrained-bandit-v0",
          Box.of(1, 0, 1, Dtype.FLOAT32),
          new Discrete(RETURN.length),
          List.of("return"),
          List.of("risk", "coverage"),
          0,
          null,
          null,
          "native");
  private final EpisodeGuard episode = new EpisodeGuard(spec.id());
  private final double[] obs = new double[1];
  private final Step paid = new Step(obs, new double[1], new double[2], true, false);

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
    int arm = episode.discrete(act, RETURN.length);
    episode.end();
    paid.reward()[0] = RETURN[arm];
    paid.cost()[0] = RISK[arm];
    paid.cost()[1] = COVERAGE[arm];
    return paid;
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
