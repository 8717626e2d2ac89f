package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticTerm;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Column;
import org.morl4j.core.learn.Requirements;

/**
 * Calibrated Q-learning (Nakamoto et al. 2023, arXiv 2303.05479): {@link Cql} that pushes values of
 * the policy's actions down no further than the recorded return, so that they have its scale where
 * another learner goes on online.
 *
 * <pre>
 *   L_Q = sum_i (E[1/2 (Q_i(s, a) - y)^2] + c E[d_i - gap])
 *   d_i = T log sum_k exp((q_k - log p_k) / T) - mix(Q_i(s, a))
 *   q_k = max(mix(Q_i(s, a_k)), mix(G))   for actions of the policy, mix(Q_i(s, a_k)) for uniform ones
 * </pre>
 *
 * G is the row's discounted return to its episode's end, the column RETURN_TO_GO, which a cut
 * episode goes on with its last reward for ever: r_neg / (1 - gamma) where a sparse task was never
 * solved. See docs/cal-ql.md.
 */
public final class CalQl {
  private CalQl() {}

  /**
   * What {@code cal-ql} is in a config; the defaults are the authors' for antmaze.
   *
   * @param cql its settings
   */
  public record Options(@JsonUnwrapped Cql.Settings cql) implements CqlPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            Cql.Settings.DEFAULT
                .withConservatism(Conservatism.Gap.DEFAULT)
                .withTargetActions(10)
                .withPolicyLearningRate(1e-4)
                .withNormalizeObs(false)
                .withSac(
                    Cql.Settings.DEFAULT
                        .sac()
                        .withTemperature(
                            TemperatureOptions.Learned.DEFAULT.withLearningRate(1e-4))));

    @Override
    public CriticTerm criticTerm(SoftActor actor) {
      return new ConservativeTerm(cql, ConservativeTerm.Floor.RETURN_TO_GO, actor);
    }

    @Override
    public Requirements requirements() {
      Requirements all =
          Requirements.batches(replay().batch())
              .with(Hook.SAMPLE, Hook.LOSS)
              .withPreference(networks().preference())
              .with(Column.RETURN_TO_GO);
      return normalizeObs() ? all.withScan() : all;
    }

    @Override
    public Options withCql(Cql.Settings value) {
      return new Options(value);
    }
  }
}
