package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.offpolicy.Td3Preset;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Setup;

/**
 * A2PR (Liu et al. 2024, arXiv 2405.19909): {@link Td3} on recorded data, whose policy is kept near
 * the better of the recorded action and of what an autoencoder of better recorded actions makes of
 * its own.
 *
 * <pre>
 *   u      = VAE(s, pi(s))         b = u where q(s, u) &gt;= q(s, a), else a         q = mix(Q_1)
 *   L_pi   = -lambda E[q(s, pi(s))] + mask E[1(q(s, b) above V(s)) mean_j (pi_j(s) - b_j)^2]
 *   L_VAE  = E[vaeWeight 1(q(s, a) &gt; V(s)) mean_j (u_j - a_j)^2] + 1/2 KL       u = VAE(s, a)
 *   L_V    = E[(V(s) - min(y', y))^2]      y', y: of target and of live critics at a', mixed
 *   lambda = alpha / sg[E|q(s, pi(s))|]
 * </pre>
 *
 * Actions in [-1, 1]; V and VAE learn at every update. See docs/a2pr.md.
 */
public final class A2pr {
  private A2pr() {}

  /**
   * What {@code a2pr} is in a config; the defaults are those of the authors' code.
   *
   * @param alpha how much values count against cloning
   * @param mask how much cloning counts
   * @param vaeWeight of the better recorded actions in the autoencoder's loss
   * @param throughVae whether L_pi moves pi through u too, as in the authors' code; else b is a
   *     constant
   * @param valueLearningRate Adam's rate of V
   * @param vae the autoencoder
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param td3 the other knobs
   */
  public record Options(
      @Allowed(min = 0, max = 1e12) double alpha,
      @Allowed(min = 0, max = 1e12) double mask,
      @Allowed(min = 0, max = 1e12) double vaeWeight,
      boolean throughVae,
      @Allowed(above = 0, max = 1000) double valueLearningRate,
      @JsonUnwrapped ActionVae.Options vae,
      boolean normalizeObs,
      @JsonUnwrapped Td3.Options td3)
      implements Td3Preset<Options> {
    public static final Options DEFAULT =
        new Options(
            2.5,
            1,
            1,
            true,
            3e-4,
            ActionVae.Options.DEFAULT,
            true,
            Td3Bc.Options.DEFAULT.td3().withHidden(256, 256, 256));

    public Options {
      Check.allowed(Options.class, "alpha", alpha);
      Check.allowed(Options.class, "mask", mask);
      Check.allowed(Options.class, "vaeWeight", vaeWeight);
      Check.allowed(Options.class, "valueLearningRate", valueLearningRate);
    }

    @Override
    public ActionTerm term(Setup setup, Mlps mlps, QEnsemble critics) {
      return new BetterCloning(this, setup, mlps, critics);
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      List<MemoryNeed> all = new ArrayList<>(Td3Preset.super.memory(spec, environments));
      all.add(vae.memory(spec));
      return all;
    }

    /** The same with another {@code alpha}. */
    public Options withAlpha(double value) {
      return new Options(
          value, mask, vaeWeight, throughVae, valueLearningRate, vae, normalizeObs, td3);
    }

    /** The same with another {@code mask}. */
    public Options withMask(double value) {
      return new Options(
          alpha, value, vaeWeight, throughVae, valueLearningRate, vae, normalizeObs, td3);
    }

    /** The same with another {@code vaeWeight}. */
    public Options withVaeWeight(double value) {
      return new Options(alpha, mask, value, throughVae, valueLearningRate, vae, normalizeObs, td3);
    }

    /** The same with another {@code throughVae}. */
    public Options withThroughVae(boolean value) {
      return new Options(alpha, mask, vaeWeight, value, valueLearningRate, vae, normalizeObs, td3);
    }

    /** The same with another {@code valueLearningRate}. */
    public Options withValueLearningRate(double value) {
      return new Options(alpha, mask, vaeWeight, throughVae, value, vae, normalizeObs, td3);
    }

    /** The same with another {@code vae}. */
    public Options withVae(ActionVae.Options value) {
      return new Options(
          alpha, mask, vaeWeight, throughVae, valueLearningRate, value, normalizeObs, td3);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(alpha, mask, vaeWeight, throughVae, valueLearningRate, vae, value, td3);
    }

    @Override
    public Options withTd3(Td3.Options value) {
      return new Options(
          alpha, mask, vaeWeight, throughVae, valueLearningRate, vae, normalizeObs, value);
    }
  }
}
