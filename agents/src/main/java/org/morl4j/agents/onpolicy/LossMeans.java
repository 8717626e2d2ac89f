package org.morl4j.agents.onpolicy;

/** Sums up PPO's gradient steps for {@link Ppo.Losses}; rows count alike, not steps. */
final class LossMeans {
  private final double clip;
  private double policy;
  private double value;
  private double penalty;
  private double norm;
  private double entropy;
  private double clipped;
  private double rows;
  private double epochKl;
  private double epochRows;

  LossMeans(double clip) {
    this.clip = clip;
  }

  void beginEpoch() {
    epochKl = 0;
    epochRows = 0;
  }

  /** One step over the rows at the policy. */
  void add(PolicyRows at, double lPolicy, double lPenalty, double lValue, double gradientNorm) {
    int n = at.samples().n();
    rows += n;
    epochRows += n;
    policy += n * lPolicy;
    value += n * lValue;
    penalty += n * lPenalty;
    norm += n * gradientNorm;
    epochKl += n * at.klEstimate();
    clipped += n * at.clipped(clip);
    entropy += n * at.entropy();
  }

  /** Mean KL(old || new) of the epoch, each row's before its own step. */
  double epochKl() {
    return epochKl / epochRows;
  }

  Ppo.Losses losses(double learningRate) {
    return new Ppo.Losses(
        policy / rows,
        value / rows,
        entropy / rows,
        penalty / rows,
        epochKl(),
        clipped / rows,
        learningRate,
        norm / rows);
  }
}
