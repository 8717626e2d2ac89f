package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;

/**
 * Optimises a utility of the return's distribution (Pires et al. 2025, arXiv 2501.13028): {@link
 * QrDqn} in states with a stock c, where actions maximise E U(c + G) over its quantiles.
 *
 * <pre>
 *   c_0 given,  c' = (c + r) / gamma
 *   pi(s, c) = argmax_a 1/N sum_i U(c + theta_i(s, c, a))
 *   y_j      = r + discount thetabar_j(s', c', pi(s', c'))                  loss as {@link QrDqn}'s
 * </pre>
 *
 * <p>U is a {@link Utility}: the expected return, CVaR with a search of c_0, or homeostasis. The
 * stock is the last entry of the observation, where the environment wrapper {@code stock} puts it,
 * with c_0 drawn from a range in each episode. One objective, no costs. See docs/stock-dqn.md.
 */
public final class StockDqn implements Algorithm<Dqn.Losses> {
  /** Of the stock, where it is kept in single precision. */
  private static final double TOLERANCE = 1e-3;

  /**
   * What {@code stock-dqn} is in a config; the defaults are QR-DQN's, with a kappa that leaves
   * quantiles close to the distribution's.
   *
   * @param utility U
   * @param quantiles N
   * @param kappa where the Huber loss turns linear, in units of the return: small beside the
   *     differences that count, since it draws quantiles towards the mean
   * @param settings the other knobs; gamma must be the stock wrapper's
   */
  public record Options(
      Utility utility,
      @Allowed(min = 1, max = 4_096) int quantiles,
      @Allowed(above = 0, max = 1e6) double kappa,
      @JsonUnwrapped DqnSettings settings)
      implements DiscreteOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            new Utility.Expected(),
            QrDqn.Options.DEFAULT.quantiles(),
            0.1,
            QrDqn.Options.DEFAULT.settings());

    public Options {
      Check.allowed(Options.class, "quantiles", quantiles);
      Check.allowed(Options.class, "kappa", kappa);
      new QrDqn.Options(quantiles, kappa, settings);
      new Stock(utility, settings.gamma());
    }

    @Override
    public int outputs(int signals) {
      return quantiles;
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new StockDqn(this, setup);
    }

    /** The same with another {@code utility}. */
    public Options withUtility(Utility value) {
      return new Options(value, quantiles, kappa, settings);
    }

    /** The same with other {@code quantiles}. */
    public Options withQuantiles(int value) {
      return new Options(utility, value, kappa, settings);
    }

    /** The same with another {@code kappa}. */
    public Options withKappa(double value) {
      return new Options(utility, quantiles, value, settings);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(utility, quantiles, kappa, value);
    }
  }

  private final Dqn dqn;
  private final double gamma;
  private final int features;

  public StockDqn(Options options, Setup setup) {
    EnvSpec spec = setup.spec();
    Signals signals = setup.signals();
    if (signals.size() != 1) {
      throw new IllegalArgumentException(
          "The signals of %s are %s, but stock-dqn learns the distribution of one objective's return. Maybe put the wrapper linear-reward before the wrapper stock, or use qr-dqn."
              .formatted(spec.id(), String.join(", ", signals.names())));
    }
    gamma = options.settings.gamma();
    features = spec.observationSpace().features();
    Dqn.Options plain = new QrDqn.Options(options.quantiles, options.kappa, options.settings).dqn();
    dqn = new Dqn(plain, new Stock(options.utility, gamma), QTerm.NONE, setup);
  }

  @Override
  public Dqn.Losses update(Batch batch, Criterion criterion, long done) {
    requireStock(batch);
    return dqn.update(batch, criterion, done);
  }

  /** A stock under another discount, or none at all, would be learnt from without a word. */
  private void requireStock(Batch batch) {
    for (int i = 0; i < batch.rows(); i++) {
      double before = batch.obs()[(i + 1) * features - 1];
      double after = batch.nextObs()[(i + 1) * features - 1];
      double expected = (before + batch.reward()[i]) / Math.pow(gamma, batch.steps()[i]);
      if (!(Math.abs(after - expected) <= TOLERANCE * (1 + Math.abs(expected)))) {
        throw new IllegalArgumentException(
            """
            The last entry of the observation goes from %s to %s with a reward of %s in %s steps, but \
            a stock under agent.gamma %s must become %s. Maybe add {"type": "stock", "gamma": %s, ..} \
            as the last of environment.wrappers.\
            """
                .formatted(
                    before, after, batch.reward()[i], batch.steps()[i], gamma, expected, gamma));
      }
    }
  }

  @Override
  public QPolicy policy() {
    return dqn.policy();
  }

  @Override
  public Parts parts() {
    return dqn.parts();
  }
}
