package org.morl4j.agents.onpolicy;

import org.morl4j.agents.onpolicy.PolicyRows.Samples;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * What keeps PPO's policy near the one that acted, as a config names it by {@code type}. Each
 * returns its loss at the rows of a minibatch and sets the derivatives with respect to log pi(a|s)
 * and, where it measures how far the policy is from the one before the update, pi_k, to KL(pi ||
 * pi_k).
 */
public sealed interface PolicyLoss {
  /** {@code clip}, the usual one. */
  PolicyLoss CLIP = new Clip();

  /** Whether it asks for KL(pi || pi_k). */
  boolean anchored();

  /**
   * The loss at the rows as they were run last.
   *
   * @param clip epsilon of a clipped ratio
   */
  double loss(PolicyRows rows, double clip);

  /** {@code clip}: {@link Ppo#clipLoss}. */
  record Clip() implements PolicyLoss {
    @Override
    public boolean anchored() {
      return false;
    }

    @Override
    public double loss(PolicyRows rows, double clip) {
      return Ppo.clipLoss(rows.samples(), clip, rows.dLogProb());
    }
  }

  /**
   * {@code kl}: -E[ratio A] + beta E[KL(pi || pi_k)], the penalty of Schulman et al. 2017, section
   * 4, with a beta that stays; the divergence is {@link Mdpo}'s.
   *
   * @param coefficient beta
   */
  record Kl(@Allowed(min = 0, max = 1e12) double coefficient) implements PolicyLoss {
    public static final Kl DEFAULT = new Kl(1);

    public Kl {
      Check.allowed(Kl.class, "coefficient", coefficient);
    }

    @Override
    public boolean anchored() {
      return true;
    }

    @Override
    public double loss(PolicyRows rows, double clip) {
      rows.addKl(coefficient);
      return rows.surrogateLoss() + coefficient * rows.klToAnchor();
    }
  }

  /**
   * {@code focops}: first-order constrained optimisation in policy space (Zhang et al. 2020, arXiv
   * 2002.06506, algorithm 1) as OmniSafe codes it, to be run under a Lagrange handler.
   *
   * <pre>
   *   L = E[(KL(pi || pi_k) - ratio A / temperature) 1[KL(pi || pi_k) &lt;= maxKl]]
   * </pre>
   *
   * @param temperature lambda of the paper, which weighs the advantage against the divergence
   * @param maxKl eta: rows whose policy is farther from pi_k have no say
   */
  record Focops(
      @Allowed(above = 0, max = 1e12) double temperature,
      @Allowed(above = 0, max = 1e6) double maxKl)
      implements PolicyLoss {
    public static final Focops DEFAULT = new Focops(1.5, 0.02);

    public Focops {
      Check.allowed(Focops.class, "temperature", temperature);
      Check.allowed(Focops.class, "maxKl", maxKl);
    }

    @Override
    public boolean anchored() {
      return true;
    }

    @Override
    public double loss(PolicyRows rows, double clip) {
      return loss(rows.samples(), rows.divergences(), rows.dLogProb(), rows.dKl());
    }

    /** L and its derivatives with respect to log pi(a|s) and each row's divergence [n]. */
    double loss(Samples rows, float[] kl, float[] dLogProb, float[] dKl) {
      double loss = 0;
      for (int i = 0; i < rows.n(); i++) {
        double weight = kl[i] > maxKl ? 0 : rows.weight()[i] / (double) rows.n();
        double gain = rows.ratio()[i] * rows.advantage()[i] / temperature;
        loss += weight * (kl[i] - gain);
        dLogProb[i] = (float) (-weight * gain);
        dKl[i] = (float) weight;
      }
      return loss;
    }
  }
}
