package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.env.EnvSpec;
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
 * The policy and the critic of an on-policy algorithm: in one vector or in two, started
 * orthogonally, the policy's last layer with gain 0.01 and the critic's with 1; and what they make
 * of a rollout.
 *
 * @param parameters [policy network, head's free parameters], and behind them the critic if both
 *     are trained as one
 * @param parts what a snapshot holds of both
 */
record OnPolicyNetworks(
    NetworkPolicy policy, Trainable parameters, StateValues critic, Parts parts) {
  private static final Adam.Options ADAM = new Adam.Options(0.9, 0.999, 1e-5);

  /**
   * Policy and critic in one vector, under one clip and one Adam of epsilon 1e-5.
   *
   * @param minibatch the most rows the critic is trained on at once
   */
  static OnPolicyNetworks joint(NetworkOptions options, int minibatch, Setup setup) {
    Rng init = setup.seeds().child("init").generator();
    TrainableSpec spec = policySpec(options, setup.spec()).with(criticSpec(options, setup));
    Trainable both = Backends.named(setup.backend()).trainable(spec, init);
    StateValues critic = values(options, minibatch, setup, both, 2);
    return of(options, setup, both, critic, new Parts().part("networks", both));
  }

  /** Policy (two gradient slots, Adam's epsilon 1e-5) and critic (Adam as usual) apart. */
  static OnPolicyNetworks apart(NetworkOptions options, int minibatch, Setup setup) {
    Rng init = setup.seeds().child("init").generator();
    Backend backend = Backends.named(setup.backend());
    Trainable policy = backend.trainable(policySpec(options, setup.spec()).withSlots(2), init);
    Trainable values = backend.trainable(TrainableSpec.of(criticSpec(options, setup)), init);
    StateValues critic = values(options, minibatch, setup, values, 0);
    Parts parts = new Parts().part("policy", policy).part("critic", values);
    return of(options, setup, policy, critic, parts);
  }

  private static OnPolicyNetworks of(
      NetworkOptions options, Setup setup, Trainable parameters, StateValues critic, Parts parts) {
    NetworkPolicy policy =
        new NetworkPolicy(
            setup.spec().observationSpace(),
            setup.spec().actionSpace(),
            options.head(),
            parameters.network(0),
            parameters.free(1),
            options.normalizeObs());
    RunningMoments moments = policy.obsMoments();
    if (moments != null) {
      parts.values("obs", moments);
    }
    parts.values("returns", critic.scale());
    return new OnPolicyNetworks(policy, parameters, critic, parts);
  }

  private static TrainableSpec policySpec(NetworkOptions options, EnvSpec spec) {
    ActionHead head = ActionHead.of(spec.actionSpace(), options.head());
    float[] free = new float[head.free()];
    head.initialise(free, 0);
    int features = spec.observationSpace().features();
    return TrainableSpec.of(options.network(features, head.outputs(), 0.01))
        .withFree(free)
        .withAdam(ADAM);
  }

  private static NetworkSpec criticSpec(NetworkOptions options, Setup setup) {
    int signals = setup.signals().size();
    int outputs = signals * options.valueHead().head(signals, 1).outputs();
    return options.network(setup.spec().observationSpace().features(), outputs, 1);
  }

  private static StateValues values(
      NetworkOptions options, int minibatch, Setup setup, Trainable trainable, int block) {
    ValueScale scale = new ValueScale(setup.signals().size(), options.normalizeReturns());
    return new StateValues(trainable, block, options.valueHead(), scale, minibatch);
  }

  /**
   * Values, advantages and targets of a rollout, and the criterion's mixture of the advantages. The
   * policy's observation moments take the rollout in first; the critic's last layer is changed
   * where its units move with the new targets. Rows to which the criterion gives the weight 0 are
   * left out of all but the observation moments and the advantages' sums; if all are, nothing is
   * changed and the result is empty.
   *
   * @throws ArithmeticException if an advantage is not finite, naming its signal
   */
  OnPolicyBatch rollout(Batch batch, Criterion criterion) {
    int n = batch.rows();
    float[] weight = weights(batch, criterion);
    int[] counting = IntStream.range(0, n).filter(i -> weight[i] > 0).toArray();
    if (counting.length == 0) {
      return OnPolicyBatch.EMPTY;
    }
    // Before learning, not after: the policy that acts next is then the very one that was trained.
    RunningMoments moments = policy.obsMoments();
    if (moments != null) {
      moments.add(batch.obs(), n);
    }
    float[] obs = new float[batch.obs().length];
    policy.normalize(batch.obs(), n, obs);
    float[] values = new float[n * critic.signals()];
    critic.values(obs, n, values);
    float[] advantages = new float[values.length];
    Advantages.gae(batch, values, lastValues(batch), advantages);
    requireFinite(batch, advantages);
    OnPolicyBatch all = new OnPolicyBatch(batch, obs, advantages);
    for (int i = 0; i < values.length; i++) {
      all.targets[i] = advantages[i] + values[i];
    }
    System.arraycopy(weight, 0, all.weight, 0, n);
    OnPolicyBatch rows = counting.length == n ? all : all.take(counting);
    Advantages.scaleToMeanOne(rows.weight);
    critic.rescale(rows.targets, rows.rows);
    criterion.mix(rows.advantages, null, rows.rows, rows.mixed);
    Advantages.standardize(rows.mixed, rows.weight);
    return rows;
  }

  /** The criterion's weights of the rows; 1 where it has none. */
  private static float[] weights(Batch batch, Criterion criterion) {
    float[] weight = new float[batch.rows()];
    if (!criterion.hooks().contains(Hook.SAMPLE) || !criterion.sampleWeights(batch, weight)) {
      Arrays.fill(weight, 1);
    }
    return weight;
  }

  /** V of each segment's last next observation [segments, S]. */
  private float[] lastValues(Batch batch) {
    int n = batch.segments();
    int features = policy.observationSpace().features();
    float[] obs = new float[n * features];
    for (int g = 0; g < n; g++) {
      int row = batch.offset(g + 1) - 1;
      System.arraycopy(batch.nextObs(), row * features, obs, g * features, features);
    }
    policy.normalize(obs, n, obs);
    float[] values = new float[n * critic.signals()];
    critic.values(obs, n, values);
    return values;
  }

  private static void requireFinite(Batch batch, float[] advantages) {
    int signals = batch.signals().size();
    for (int i = 0; i < advantages.length; i++) {
      if (!Float.isFinite(advantages[i])) {
        throw new ArithmeticException(
            """
            The advantage of signal %s is %s in row %d of the rollout, but must be finite. Maybe \
            the environment gave a reward that is not, or the critic's learning rate is too high.\
            """
                .formatted(batch.signals().get(i % signals).name(), advantages[i], i / signals));
      }
    }
  }
}
