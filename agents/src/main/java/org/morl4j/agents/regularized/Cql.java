package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticTerm;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Conservative Q-learning (Kumar et al. 2020, arXiv 2006.04779), for Box actions: {@link Sac} on
 * recorded data, whose critics expect less of actions that nobody recorded.
 *
 * <pre>
 *   L_Q = sum_i (E[1/2 (Q_i(s, a) - y)^2] + c E[d_i - gap])                     (equation 4)
 *   d_i = T log sum_k exp((mix(Q_i(s, a_k)) - log p_k) / T) - mix(Q_i(s, a))
 *   y   = r + discount Q'(s', a'),   a' ~ pi(.|s'), or the best of several
 * </pre>
 *
 * a_k: n uniform actions, n of pi(.|s') and n of pi(.|s) with densities p_k, see {@link
 * ConservativeTerm}; c and gap: {@link Conservatism}. The policy's loss is SAC's. See docs/cql.md.
 */
public final class Cql {
  private Cql() {}

  /**
   * The method's knobs; the defaults are CORL's for locomotion.
   *
   * @param conservatism c, how much the term counts
   * @param actions n, further actions of each of the three kinds
   * @param softness T, 0 being the largest value's limit
   * @param targetActions of which the best makes y; 1 for SAC's
   * @param policyLearningRate Adam's rate of the policy, where {@code learningRate} is the critics'
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param sac the other knobs
   */
  public record Settings(
      Conservatism conservatism,
      @Allowed(min = 1, max = 1000) int actions,
      @Allowed(above = 0, max = 1e6) double softness,
      @Allowed(min = 1, max = 1000) int targetActions,
      @Allowed(above = 0, max = 1000) double policyLearningRate,
      boolean normalizeObs,
      @JsonUnwrapped Sac.Options sac) {
    public static final Settings DEFAULT =
        new Settings(
            Conservatism.Fixed.DEFAULT,
            10,
            1,
            1,
            3e-5,
            true,
            new Sac.Options(
                Sac.Settings.DEFAULT
                    .withTargets(new Sac.Targets(1, false, false))
                    .withTemperature(TemperatureOptions.Learned.DEFAULT.withLearningRate(3e-5))
                    .withNetworks(
                        MlpOptions.DEFAULT
                            .withHidden(256, 256, 256)
                            .withStart(MlpOptions.Start.ORTHOGONAL)),
                CriticOptions.DEFAULT));

    public Settings {
      Check.allowed(Settings.class, "actions", actions);
      Check.allowed(Settings.class, "softness", softness);
      Check.allowed(Settings.class, "targetActions", targetActions);
      Check.allowed(Settings.class, "policyLearningRate", policyLearningRate);
    }

    /** The same with another {@code conservatism}. */
    public Settings withConservatism(Conservatism value) {
      return new Settings(
          value, actions, softness, targetActions, policyLearningRate, normalizeObs, sac);
    }

    /** The same with other {@code actions}. */
    public Settings withActions(int value) {
      return new Settings(
          conservatism, value, softness, targetActions, policyLearningRate, normalizeObs, sac);
    }

    /** The same with another {@code softness}. */
    public Settings withSoftness(double value) {
      return new Settings(
          conservatism, actions, value, targetActions, policyLearningRate, normalizeObs, sac);
    }

    /** The same with other {@code targetActions}. */
    public Settings withTargetActions(int value) {
      return new Settings(
          conservatism, actions, softness, value, policyLearningRate, normalizeObs, sac);
    }

    /** The same with another {@code policyLearningRate}. */
    public Settings withPolicyLearningRate(double value) {
      return new Settings(conservatism, actions, softness, targetActions, value, normalizeObs, sac);
    }

    /** The same with another {@code normalizeObs}. */
    public Settings withNormalizeObs(boolean value) {
      return new Settings(
          conservatism, actions, softness, targetActions, policyLearningRate, value, sac);
    }

    /** The same with other options of SAC. */
    public Settings withSac(Sac.Options value) {
      return new Settings(
          conservatism, actions, softness, targetActions, policyLearningRate, normalizeObs, value);
    }
  }

  /**
   * What {@code cql} is in a config.
   *
   * @param cql its settings
   */
  public record Options(@JsonUnwrapped Settings cql) implements CqlPreset<Options> {
    public static final Options DEFAULT = new Options(Settings.DEFAULT);

    @Override
    public CriticTerm criticTerm(SoftActor actor) {
      return new ConservativeTerm(cql, ConservativeTerm.Floor.NONE, actor);
    }

    @Override
    public Options withCql(Settings value) {
      return new Options(value);
    }
  }
}
