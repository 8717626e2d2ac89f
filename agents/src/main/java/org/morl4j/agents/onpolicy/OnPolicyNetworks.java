package org.morl4j.agents.onpolicy;

import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Backend;
import org.morl4j.nn.Backends;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;
import org.morl4j.nn.head.ActionHead;

/**
 * The policy and the critic of an on-policy algorithm, in one vector or in two; started
 * orthogonally, the policy's last layer with gain 0.01 and the critic's with 1.
 *
 * @param parameters [policy network, head's free parameters], and behind them the critic if both
 *     are trained as one
 * @param rows the policy where it learns
 * @param minibatches what a critic is trained on at once
 * @param parts all that has to be saved
 */
record OnPolicyNetworks(
    NetworkPolicy policy,
    Trainable parameters,
    PolicyRows rows,
    StateValues critic,
    Minibatches minibatches,
    Parts parts) {
  private static final Adam.Options ADAM = new Adam.Options(0.9, 0.999, 1e-5);

  /**
   * Both in one vector, under one clip and one Adam of epsilon 1e-5.
   *
   * @param minibatch the most rows of one
   */
  static OnPolicyNetworks joint(ActorCriticOptions options, int minibatch, Setup setup) {
    Plan plan = new Plan(options, minibatch, setup);
    Rng init = setup.seeds().child("init").generator();
    TrainableSpec spec = plan.policy().with(plan.critic());
    Trainable both = Backends.named(setup.backend()).trainable(spec, init);
    return plan.networks(both, both, 2, new Parts().part("networks", both));
  }

  /** The policy, with two gradient slots and Adam's epsilon 1e-5; and the critic, Adam as usual. */
  static OnPolicyNetworks apart(ActorCriticOptions options, int minibatch, Setup setup) {
    Plan plan = new Plan(options, minibatch, setup);
    Rng init = setup.seeds().child("init").generator();
    Backend backend = Backends.named(setup.backend());
    Trainable policy = backend.trainable(plan.policy().withSlots(2), init);
    Trainable critic = backend.trainable(TrainableSpec.of(plan.critic()), init);
    Parts parts = new Parts().part("policy", policy).part("critic", critic);
    return plan.networks(policy, critic, 0, parts);
  }

  /** What they are made from. */
  private record Plan(ActorCriticOptions options, int minibatch, Setup setup) {
    TrainableSpec policy() {
      ActionHead head = ActionHead.of(setup.spec().actionSpace(), options.head());
      float[] free = new float[head.free()];
      head.initialise(free, 0);
      NetworkSpec network = options.network(features(), head.outputs(), 0.01);
      return TrainableSpec.of(network)
          .withFree(free, head.freeMin(), head.freeMax())
          .withAdam(ADAM);
    }

    NetworkSpec critic() {
      int signals = setup.signals().size();
      int outputs = options.valueHead().head(signals, 1).outputs();
      // Numbers start at 0, so that V is mu: what a fresh critic makes up would count as reward.
      double gain = outputs == 1 ? 0 : 1;
      return options.network(features(), signals * outputs, gain);
    }

    private int features() {
      return setup.spec().observationSpace().features();
    }

    /**
     * All of it.
     *
     * @param block of the critic's network in {@code values}
     * @param parts of the parameters
     */
    OnPolicyNetworks networks(Trainable parameters, Trainable values, int block, Parts parts) {
      NetworkPolicy policy =
          new NetworkPolicy(
                  setup.spec().observationSpace(),
                  setup.spec().actionSpace(),
                  options.head(),
                  parameters.network(0),
                  options.normalizeObs())
              .withFree(parameters.free(1));
      RunningMoments moments = policy.obsMoments();
      if (moments != null) {
        parts.values("obs", moments);
      }
      int signals = setup.signals().size();
      ValueScale scale = new ValueScale(signals, options.normalizeReturns());
      Rng shuffle = setup.seeds().child("shuffle").generator();
      parts.values("returns", scale).progress("shuffle", shuffle);
      return new OnPolicyNetworks(
          policy,
          parameters,
          new PolicyRows(policy, parameters, signals),
          new StateValues(values, block, options.valueHead(), scale, minibatch),
          new Minibatches(minibatch, shuffle),
          parts);
    }
  }
}
