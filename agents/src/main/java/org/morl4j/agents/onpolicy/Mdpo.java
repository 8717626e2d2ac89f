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
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.head.HeadOptions;

/**
 * Mirror descent policy optimisation, on-policy (Tomar et al. 2020, arXiv 2005.09814, section 4.1),
 * with a critic head for each of S signals.
 *
 * <pre>
 *   A   = mix(GAE of each signal), standardised over the rollout [B]
 *   L   = -E[ratio A] + (1 / t_k) E[KL(pi_theta || pi_k)] + penalty(E[(ratio - 1) A_1], ..)
 *         ratio = pi_theta(a|s) / pi_old(a|s),  pi_k: the policy before the update
 *   t_k = t_0 (1 - k / K)                            update k of K
 *   L_V = sum_s E[loss(Z_s, y_s)]                    epochs of minibatches, by Adam
 * </pre>
 *
 * m Adam steps on L, each on the whole rollout, the KL in closed form at its states. Nothing is
 * clipped: the KL alone keeps the policy near. Rollout, critic and observation moments are those of
 * {@link Ppo}. See docs/mdpo.md.
 */
public final class Mdpo implements Learner<Mdpo.Losses> {
  /**
   * The method's knobs; where the defaults come from is said in docs/mdpo.md.
   *
   * @param rolloutLength steps of every environment row in one update
   * @param steps m: gradient steps of the policy in one update
   * @param learningRate Adam's rate of the policy
   * @param stepSize t_0; the smaller, the nearer the policy stays
   * @param annealStepSize whether t_k falls linearly to 0 over the run's updates, else it is t_0
   * @param gamma discount of every signal
   * @param gaeLambda lambda of every signal
   * @param maxGradientNorm the policy's gradient is scaled down to this norm
   * @param criticEpochs passes of the critic over a rollout
   * @param minibatch most transitions a step of the critic takes; a rollout is cut into equal ones
   * @param criticLearningRate Adam's rate of the critic
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
      int steps,
      double learningRate,
      double stepSize,
      boolean annealStepSize,
      double gamma,
      double gaeLambda,
      double maxGradientNorm,
      int criticEpochs,
      int minibatch,
      double criticLearningRate,
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
            3e-4,
            1,
            true,
            0.99,
            0.95,
            0.5,
            5,
            128,
            3e-4,
            List.of(64, 64),
            Activation.TANH,
            true,
            true,
            HeadOptions.DEFAULT,
            ScalarHead.Options.DEFAULT);

    public Options {
      Check.atLeast("rolloutLength", rolloutLength, 1);
      Check.atLeast("steps", steps, 1);
      Check.positive("learningRate", learningRate);
      Check.positive("stepSize", stepSize);
      Check.closed01("gamma", gamma);
      Check.closed01("gaeLambda", gaeLambda);
      Check.positive("maxGradientNorm", maxGradientNorm);
      Check.atLeast("criticEpochs", criticEpochs, 1);
      Check.atLeast("minibatch", minibatch, 1);
      Check.positive("criticLearningRate", criticLearningRate);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
      StateValues.requireFits("MDPO", valueHead);
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, gamma, gaeLambda);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          requirements(),
          setup -> new Mdpo(this, setup.spec(), setup.signals(), setup.updates(), setup.seeds()));
    }

    Requirements requirements() {
      return Requirements.rollout(rolloutLength).with(Hook.LOSS);
    }

    OnPolicyNetworks.Settings networks() {
      return new OnPolicyNetworks.Settings(
          hidden, activation, normalizeObs, normalizeReturns, head, valueHead, minibatch);
    }

    /** t_k of update {@code k}, from 0, of {@code updates}; further ones go on with the last. */
    double stepSize(long k, long updates) {
      return annealStepSize
          ? stepSize * (1 - (double) Math.min(k, updates - 1) / updates)
          : stepSize;
    }
  }

  /**
   * What an update did.
   *
   * @param policy -E[ratio A] after the last step
   * @param penalty the criterion's term after the last step
   * @param kl E[KL(pi_theta || pi_k)] after the last step, exact
   * @param stepSize t_k
   * @param entropy E[H(pi)] after the last step
   * @param value L_V in the heads' units, mean over the critic's epochs
   * @param gradientNorm mean over the steps of the policy's norm before clipping
   */
  public record Losses(
      double policy,
      double penalty,
      double kl,
      double stepSize,
      double entropy,
      double value,
      double gradientNorm) {}

  private final Options options;
  private final long updates;
  private final OnPolicyNetworks networks;
  private final NetworkPolicy policy;
  private final PolicyParameters parameters;
  private final float[] flat;
  private final float[] gradient;
  private final Adam adam;
  private final OnPolicyBatch rollout;
  private final PolicyRows rows;
  private final CriticFit critic;
  private long done;

  public Mdpo(Options options, EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this.options = options;
    this.updates = updates;
    networks =
        OnPolicyNetworks.create(
            options.networks(), spec, signals.size(), seeds.child("init").generator());
    policy = networks.policy();
    parameters = new PolicyParameters(policy);
    flat = new float[parameters.count()];
    gradient = new float[flat.length];
    adam = new Adam(flat.length, new Adam.Options(0.9, 0.999, 1e-5));
    rollout = new OnPolicyBatch(policy, networks.critic());
    rows = new PolicyRows(policy, rollout, signals.size());
    critic =
        new CriticFit(
            networks.critic(),
            rollout,
            options.criticEpochs,
            options.minibatch,
            options.criticLearningRate,
            seeds.child("shuffle").generator());
  }

  @Override
  public Requirements requirements() {
    return options.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    rollout.load(batch, criterion);
    rows.loadAll();
    double stepSize = options.stepSize(done, updates);
    parameters.get(flat);
    double norms = 0;
    for (int step = 0; step < options.steps; step++) {
      norms += step(criterion, stepSize);
    }
    double lPolicy = rows.surrogateLoss();
    double penalty = rows.addPenalty(criterion);
    double entropy = rows.entropy() / rows.rows();
    double lValue = critic.fit();
    done++;
    double norm = norms / options.steps;
    return new Losses(lPolicy, penalty, rows.klToAnchor(), stepSize, entropy, lValue, norm);
  }

  /** One Adam step on L, and the policy at the rows again. Returns the gradient's norm. */
  private double step(Criterion criterion, double stepSize) {
    double loss = rows.surrogateLoss() + rows.addPenalty(criterion);
    rows.backward(0, 1 / stepSize, gradient);
    double norm = Gradients.clipByNorm(gradient, options.maxGradientNorm);
    if (!Double.isFinite(loss + norm)) {
      throw new ArithmeticException(
          "MDPO update "
              + done
              + ": the loss or its gradient is not finite (policy and penalty "
              + loss
              + ", gradient norm "
              + norm
              + "). Maybe lower agent.learningRate or scale the rewards.");
    }
    adam.step(flat, gradient, options.learningRate);
    parameters.set(flat);
    rows.forward();
    return norm;
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

  @Override
  public void start(Snapshot snapshot) {
    networks.restore(snapshot.state());
    adam.reset();
    critic.reset();
    done = 0;
  }

  @Override
  public void save(State out) {
    networks.save(out);
    out.put("adam", adam);
    out.put("fit", critic);
    out.put("updates", done);
  }

  @Override
  public void restore(State in) {
    networks.restore(in);
    in.restore("adam", adam);
    in.restore("fit", critic);
    done = in.scalarLong("updates");
  }
}
