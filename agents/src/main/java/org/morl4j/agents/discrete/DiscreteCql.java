package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Setup;

/**
 * Conservative Q-learning of Discrete actions (Kumar et al. 2020, arXiv 2006.04779, equation 4):
 * {@link Dqn} on recorded data, which expects less of actions that nobody took.
 *
 * <pre>
 *   L = mean_i w_i (loss(Z(s_i, a_i), Y_i) + c (log sum_b exp Q(s_i, b) - Q(s_i, a_i)))
 * </pre>
 *
 * Q is the mixed value of all signals. See docs/cql.md.
 */
public final class DiscreteCql {
  private DiscreteCql() {}

  /**
   * What {@code discrete-cql} is in a config; the defaults are d3rlpy's.
   *
   * @param conservatism c
   * @param settings the other knobs
   * @param head what the network says of a return: all but Gaussians and pooled quantiles
   */
  public record Options(
      @Allowed(min = 0, max = 1e12) double conservatism,
      @JsonUnwrapped DqnSettings settings,
      ValueHeadOptions head)
      implements DqnPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            1,
            DqnSettings.DEFAULT
                .withReplay(ReplayOptions.DEFAULT.withBatch(32))
                .withStep(new DqnSettings.Step(6.25e-5, 1e-8, 0))
                .withTarget(new DqnSettings.Target(8000, 1, true)),
            new ScalarHead.Options(1));

    public Options {
      Check.allowed(Options.class, "conservatism", conservatism);
      QTraining.requireFits(head);
    }

    @Override
    public Dqn.Options dqn() {
      return new Dqn.Options(settings, head);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Dqn(dqn(), null, new Term(conservatism), setup);
    }

    /** The same with another {@code conservatism}. */
    public Options withConservatism(double value) {
      return new Options(value, settings, head);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(conservatism, value, head);
    }

    /** The same with another {@code head}. */
    public Options withHead(ValueHeadOptions value) {
      return new Options(conservatism, settings, value);
    }
  }

  /** c (log sum_b exp Q(s, b) - Q(s, a)). */
  static final class Term implements QTerm {
    /**
     * What it came to.
     *
     * @param gap E[log sum_b exp Q(s, b) - Q(s, a)]
     */
    public record Losses(double gap) {}

    private final double conservatism;
    private double gap;

    Term(double conservatism) {
      this.conservatism = conservatism;
    }

    @Override
    public double add(float[] mixed, int[] act, float @Nullable [] weight, float[] dMixed) {
      int rows = act.length;
      int actions = mixed.length / rows;
      double loss = 0;
      gap = 0;
      for (int i = 0; i < rows; i++) {
        double c = conservatism * (weight == null ? 1 : weight[i]) / rows;
        double all = logSumExp(mixed, i * actions, actions);
        double own = all - mixed[i * actions + act[i]];
        loss += c * own;
        gap += own / rows;
        for (int b = i * actions; b < (i + 1) * actions; b++) {
          dMixed[b] = (float) (c * Math.exp(mixed[b] - all));
        }
        dMixed[i * actions + act[i]] -= (float) c;
      }
      return loss;
    }

    private static double logSumExp(float[] x, int from, int n) {
      double most = Double.NEGATIVE_INFINITY;
      for (int b = from; b < from + n; b++) {
        most = Math.max(most, x[b]);
      }
      double sum = 0;
      for (int b = from; b < from + n; b++) {
        sum += Math.exp(x[b] - most);
      }
      return most + Math.log(sum);
    }

    @Override
    public Losses losses() {
      return new Losses(gap);
    }
  }
}
