package org.morl4j.agents.dice;

import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.env.EnvSpec;

/** Weighted cloning: L_pi = -E[min(w(e(s, a)), wMax) log pi(a|s)]. */
final class RatioLikelihood implements RatioPolicy {
  private final double maxWeight;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private float[] weight = {}; // [B]

  RatioLikelihood(EnvSpec spec, PolicyFit.Options options, Mlps mlps) {
    maxWeight = options.maxWeight();
    actor = new ActorNetwork(spec, options.head(), mlps, false);
    fit = new PolicyFit(actor);
  }

  @Override
  public double step(
      BatchRows rows, PairResidual pair, DualForm.Regularised form, double rate, double share) {
    int n = rows.size();
    if (weight.length != n) {
      weight = new float[n];
    }
    form.ratios(pair.values(rows.stateAction(), n), n, maxWeight, weight);
    rows.weigh(weight);
    return fit.likelihood(rows.state(), rows.act(), weight, n, rate);
  }

  @Override
  public double gradientNorm() {
    return fit.gradientNorm();
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", actor);
  }
}
