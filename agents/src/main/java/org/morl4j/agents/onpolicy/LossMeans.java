package org.morl4j.agents.onpolicy;

/** Sums up PPO's gradient steps for {@link Ppo.Losses}; rows count alike, not steps. */
final class LossMeans {
  private double policy;
  private double value;
  private double penalty;
  private double norm;
  private double entropy;
  private double clipped;
  private double rows;
  private double epochKl;
  private double epochRows;

  void beginEpoch() {
    epochKl = 0;
    epochRows = 0;
  }

  /** One step over {@code n} rows: means of the losses, sums of the statistics. */
  void add(
      PpoMinibatch step,
      int n,
      double clip,
      double lPolicy,
      double lValue,
      double lPenalty,
      double gradientNorm) {
    rows += n;
    epochRows += n;
    policy += n * lPolicy;
    value += n * lValue;
    penalty += n * lPenalty;
    norm += n * gradientNorm;
    epochKl += step.kl();
    clipped += step.clipped(n, clip);
    entropy += step.entropy();
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
