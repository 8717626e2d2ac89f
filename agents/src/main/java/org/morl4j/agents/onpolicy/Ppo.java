package org.morl4j.agents.onpolicy;

import java.util.List;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.head.HeadOptions;

/**
 * Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) with a critic head for each
 * of S signals.
 *
 * <pre>
 *   A_s     = GAE(signal s)                              [B, S]
 *   A       = mix(A_1..A_S), standardised over the rollout [B]
 *   L_clip  = -E[min(ratio A, clip(ratio, 1 - eps, 1 + eps) A)],  ratio = pi(a|s) / pi_old(a|s)
 *   L_V     = sum_s E[loss(Z_s, y_s)],  y_s = A_s + V_s,old in the value head's units
 *             (1/2 sum_s E[(out_s - y_s)^2] for numbers)
 *   L       = L_clip - c_H E[H(pi)] + penalty(E[(ratio - 1) A_1], ..) + c_V L_V
 * </pre>
 *
 * The criterion mixes advantages in reward units and adds its penalty; this class knows no
 * preference and no constraint. Deviations from the paper: separate networks for policy and values,
 * orthogonal initialisation, standardised advantages, clipped gradient norm and Adam epsilon 1e-5,
 * all usual in published code; value targets standardised by PopArt (see {@code ValueScale}),
 * minibatches of equal size. Observations are normalised by moments that take in a rollout before
 * its update; the ratio is to the policy that acted, so it begins at 1 up to that change (exactly,
 * without normalisation). See docs/ppo.md.
 */
public final class Ppo implements Learner<Ppo.Losses> {
  /**
   * The method's knobs; the defaults are those usual for MuJoCo tasks.
   *
   * @param rolloutLength steps of every environment row in one update
   * @param epochs passes over a rollout
   * @param minibatch most transitions a gradient step takes; a rollout is cut into equal ones
   * @param clip epsilon of the ratio's clip
   * @param learningRate Adam's rate
   * @param annealLearningRate whether the rate falls linearly to 0 over the run's updates
   * @param gamma discount of every signal
   * @param gaeLambda lambda of every signal
   * @param entropy c_H
   * @param valueCoefficient c_V
   * @param maxGradientNorm the joint gradient is scaled down to this norm
   * @param targetKl an epoch that ends with a larger mean KL(old || new) is the rollout's last; 0
   *     for no limit
   * @param hidden units of the hidden layers of both networks
   * @param activation of the hidden layers
   * @param normalizeObs whether observations are normalised by running moments
   * @param normalizeReturns whether each critic head learns its targets standardised by their
   *     running mean and deviation
   * @param head the action distribution
   * @param valueHead what the critic says of a return: all but Gaussians and pooled quantiles
   */
  public record Options(
      int rolloutLength,
      int epochs,
      int minibatch,
      double clip,
      double learningRate,
      boolean annealLearningRate,
      double gamma,
      double gaeLambda,
      double entropy,
      double valueCoefficient,
      double maxGradientNorm,
      double targetKl,
      List<Integer> hidden,
      Activation activation,
      boolean normalizeObs,
      boolean normalizeReturns,
      HeadOptions head,
      ValueHeadOptions valueHead)
      implements AgentOptions {
    public static final Options DEFAULT =
        new Options(
            256,
            10,
            64,
            0.2,
            3e-4,
            false,
            0.99,
            0.95,
            0,
            0.5,
            0.5,
            0,
            List.of(64, 64),
            Activation.TANH,
            true,
            true,
            HeadOptions.DEFAULT,
            ScalarHead.Options.DEFAULT);

    public Options {
      Check.atLeast("rolloutLength", rolloutLength, 1);
      Check.atLeast("epochs", epochs, 1);
      Check.atLeast("minibatch", minibatch, 1);
      Check.open01("clip", clip);
      Check.positive("learningRate", learningRate);
      Check.closed01("gamma", gamma);
      Check.closed01("gaeLambda", gaeLambda);
      Check.notNegative("entropy", entropy);
      Check.notNegative("valueCoefficient", valueCoefficient);
      Check.positive("maxGradientNorm", maxGradientNorm);
      Check.notNegative("targetKl", targetKl);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
      StateValues.requireFits("PPO", valueHead);
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, gamma, gaeLambda);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          requirements(),
          setup -> new Ppo(this, setup.spec(), setup.signals(), setup.updates(), setup.seeds()));
    }

    Requirements requirements() {
      return Requirements.rollout(rolloutLength).with(Hook.LOSS);
    }

    OnPolicyNetworks.Settings networks() {
      return new OnPolicyNetworks.Settings(
          hidden, activation, normalizeObs, normalizeReturns, head, valueHead, minibatch);
    }
  }

  /**
   * Means over the rows of the update's gradient steps.
   *
   * @param policy L_clip
   * @param value L_V, in the heads' units
   * @param entropy E[H(pi)]
   * @param penalty the criterion's term
   * @param kl mean KL(old || new) by the estimator (ratio - 1) - log ratio, last epoch
   * @param clipFraction share of samples whose ratio is outside the clip
   * @param learningRate rate of this update
   * @param gradientNorm joint norm before clipping
   */
  public record Losses(
      double policy,
      double value,
      double entropy,
      double penalty,
      double kl,
      double clipFraction,
      double learningRate,
      double gradientNorm) {}

  private final Options options;
  private final long updates;
  private final PpoNetworks networks;
  private final NetworkPolicy policy;
  private final float[] gradient;
  private final Adam adam;
  private final Rng shuffle;
  private final OnPolicyBatch rollout;
  private final PpoMinibatch minibatch;
  private int[] order = {};
  private long done;

  public Ppo(Options options, EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this.options = options;
    this.updates = updates;
    OnPolicyNetworks both =
        OnPolicyNetworks.create(
            options.networks(), spec, signals.size(), seeds.child("init").generator());
    policy = both.policy();
    networks = new PpoNetworks(both);
    gradient = new float[networks.parameterCount()];
    adam = new Adam(gradient.length, new Adam.Options(0.9, 0.999, 1e-5));
    shuffle = seeds.child("shuffle").generator();
    rollout = new OnPolicyBatch(policy, both.critic());
    minibatch = new PpoMinibatch(policy, both.critic(), rollout, options.minibatch);
  }

  @Override
  public Requirements requirements() {
    return options.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    int rows = batch.rows();
    rollout.load(batch, criterion);
    double rate =
        options.annealLearningRate
            ? options.learningRate * Math.max(0, 1 - (double) done / updates)
            : options.learningRate;
    networks.gather();
    if (order.length != rows) {
      order = new int[rows];
    }
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    // Even pieces: a small rest would get the same say as a full minibatch.
    int steps = (rows + options.minibatch - 1) / options.minibatch;
    LossMeans means = new LossMeans();
    for (int epoch = 0; epoch < options.epochs; epoch++) {
      shuffle.shuffle(order, rows);
      means.beginEpoch();
      for (int i = 0; i < steps; i++) {
        int from = (int) ((long) rows * i / steps);
        int to = (int) ((long) rows * (i + 1) / steps);
        step(from, to - from, criterion, rate, means);
      }
      if (options.targetKl > 0 && means.epochKl() > options.targetKl) {
        break;
      }
    }
    done++;
    return means.losses(rate);
  }

  private void step(int from, int n, Criterion criterion, double rate, LossMeans means) {
    minibatch.forward(order, from, n);
    double lPolicy = minibatch.policyLoss(n, options.clip);
    double penalty = minibatch.addPenalty(criterion);
    double lValue = minibatch.valueLoss(n);
    minibatch.backward(n, options.entropy, options.valueCoefficient, gradient);
    double norm = Gradients.clipByNorm(gradient, options.maxGradientNorm);
    if (!Double.isFinite(norm + lPolicy + lValue + penalty)) {
      throw new ArithmeticException(
          "PPO update "
              + done
              + ": the loss or its gradient is not finite (policy "
              + lPolicy
              + ", value "
              + lValue
              + ", penalty "
              + penalty
              + ", gradient norm "
              + norm
              + "). Maybe lower agent.learningRate or scale the rewards.");
    }
    networks.step(adam, gradient, rate);
    means.add(minibatch, n, options.clip, lPolicy, lValue, penalty, norm);
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    networks.save(state);
    return new Snapshot(policy.copy(), state);
  }

  /** Fresh Adam moments and the full learning rate: a restored rate would be annealed away (T5). */
  @Override
  public void start(Snapshot snapshot) {
    networks.restore(snapshot.state());
    adam.reset();
    done = 0;
  }

  @Override
  public void save(State out) {
    networks.save(out);
    out.put("adam", adam);
    out.put("shuffle", shuffle);
    out.put("updates", done);
  }

  @Override
  public void restore(State in) {
    networks.restore(in);
    in.restore("adam", adam);
    in.restore("shuffle", shuffle);
    done = in.scalarLong("updates");
  }
}
