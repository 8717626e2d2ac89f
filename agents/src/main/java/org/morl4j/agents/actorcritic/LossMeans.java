package org.morl4j.agents.actorcritic;

/** Sums up PPO's gradient steps for {@link Ppo.Losses}. */
final class LossMeans {
  private int steps;
  private double policy;
  private double value;
  private double penalty;
  private double norm;
  private double entropy;
  private double clipped;
  private long samples;
  private double epochKl;
  private long epochSamples;

  void beginEpoch() {
    epochKl = 0;
    epochSamples = 0;
  }

  void add(
      double lPolicy,
      double lValue,
      double lPenalty,
      double gradientNorm,
      int n,
      float[] logProb,
      float[] oldLogProb,
      float[] entropies,
      double clip) {
    steps++;
    policy += lPolicy;
    value += lValue;
    penalty += lPenalty;
    norm += gradientNorm;
    samples += n;
    epochSamples += n;
    for (int i = 0; i < n; i++) {
      double logRatio = logProb[i] - oldLogProb[i];
      double ratio = Math.exp(logRatio);
      epochKl += ratio - 1 - logRatio;
      clipped += Math.abs(ratio - 1) > clip ? 1 : 0;
      entropy += entropies[i];
    }
  }

  /** Schulman's low-variance estimate of KL(old || new), before each of the epoch's steps. */
  double epochKl() {
    return epochKl / epochSamples;
  }

  Ppo.Losses losses(double learningRate) {
    return new Ppo.Losses(
        policy / steps,
        value / steps,
        entropy / samples,
        penalty / steps,
        epochKl(),
        clipped / samples,
        learningRate,
        norm / steps);
  }
}
