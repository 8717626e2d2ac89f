package org.morl4j.agents.onpolicy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.testkit.SumOfObjectives;

/** An on-policy learner at work on an environment with two rows. */
final class OnPolicyTraining {
  final VectorEnv env;
  final Learner<?> learner;
  private final Supplier<? extends Environment> envs;
  private final Trainer trainer;

  OnPolicyTraining(
      AgentOptions options,
      Supplier<? extends Environment> envs,
      long updates,
      @Nullable Criterion criterion) {
    this.envs = envs;
    env = VectorEnv.of(envs, 2);
    Signals signals = options.signals(env.spec());
    learner = options.factory().create(new Setup(env.spec(), signals, updates, new SeedTree(5)));
    Criterion mixing = criterion == null ? new SumOfObjectives(signals) : criterion;
    trainer = new Trainer(env, learner, mixing, signals, 1_000_000, new SeedTree(6));
  }

  Record advance() {
    return trainer.advance();
  }

  /** Undiscounted returns of the greedy policy. */
  Returns returns(int episodes) {
    return new Evaluator(VectorEnv.of(envs, 2), Signals.of(env.spec(), 1, 1), episodes)
        .evaluate(learner.policy(), new SeedTree(7));
  }

  NetworkPolicy policy() {
    return (NetworkPolicy) learner.policy();
  }

  /** The policy network's parameters and the head's free ones. */
  float[] policyParameters() {
    int network = policy().network().parameterCount();
    float[] flat = new float[network + policy().free().length];
    policy().network().getParameters(flat, 0);
    System.arraycopy(policy().free(), 0, flat, network, flat.length - network);
    return flat;
  }

  State state() {
    State state = new State();
    learner.save(state);
    return state;
  }
}
