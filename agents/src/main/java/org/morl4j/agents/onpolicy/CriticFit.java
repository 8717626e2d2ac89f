package org.morl4j.agents.onpolicy;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Fits a critic to the targets of a rollout, apart from the policy: epochs of shuffled minibatches,
 * an Adam step each.
 */
public final class CriticFit {
  /**
   * How the critic is fitted.
   *
   * @param criticEpochs passes of the critic over a rollout
   * @param minibatch most transitions a step of the critic takes; a rollout is cut into equal ones
   * @param criticLearningRate Adam's rate of the critic
   */
  public record Options(
      @Allowed(min = 1, max = 10_000) int criticEpochs,
      @Allowed(min = 1, max = 1_048_576) int minibatch,
      @Allowed(above = 0, max = 1000) double criticLearningRate) {
    public Options {
      Check.allowed(Options.class, "criticEpochs", criticEpochs);
      Check.allowed(Options.class, "minibatch", minibatch);
      Check.allowed(Options.class, "criticLearningRate", criticLearningRate);
    }

    /** The same with another {@code criticEpochs}. */
    public Options withCriticEpochs(int value) {
      return new Options(value, minibatch, criticLearningRate);
    }

    /** The same with another {@code minibatch}. */
    public Options withMinibatch(int value) {
      return new Options(criticEpochs, value, criticLearningRate);
    }

    /** The same with another {@code criticLearningRate}. */
    public Options withCriticLearningRate(double value) {
      return new Options(criticEpochs, minibatch, value);
    }
  }

  private final StateValues critic;
  private final Minibatches minibatches;
  private final Options options;

  CriticFit(StateValues critic, Minibatches minibatches, Options options) {
    this.critic = critic;
    this.minibatches = minibatches;
    this.options = options;
  }

  /**
   * Mean L_V over rows and epochs, each row's before its own step.
   *
   * @param share of the learning rate that is left
   */
  double fit(OnPolicyBatch rollout, double share) {
    int[] order = Minibatches.rows(rollout.rows);
    double sum = 0;
    for (int epoch = 0; epoch < options.criticEpochs; epoch++) {
      for (int[] rows : minibatches.pass(order)) {
        sum += rows.length * critic.loss(rollout.take(rows));
        critic.backward(1);
        critic.parameters().step(0, share * options.criticLearningRate);
      }
    }
    return sum / ((double) rollout.rows * options.criticEpochs);
  }
}
