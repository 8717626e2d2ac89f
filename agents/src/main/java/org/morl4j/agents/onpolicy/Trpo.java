package org.morl4j.agents.onpolicy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Backtracking;
import org.morl4j.constraints.ConjugateGradient;
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
import org.morl4j.nn.head.HeadOptions;

/**
 * Trust region policy optimisation (Schulman et al. 2015, arXiv 1502.05477) with a critic head for
 * each of S signals.
 *
 * <pre>
 *   A      = mix(GAE of each signal), standardised over the rollout [B]
 *   L      = -E[ratio A] + penalty(E[(ratio - 1) A_1], ..),  ratio = pi(a|s) / pi_old(a|s)
 *   F v    = E[J' M J v] + damping v                 M: the head's Fisher information, J: d out/d theta
 *   x      = F^-1 (-dL/dtheta)                       by conjugate gradient
 *   theta' = theta + c^j sqrt(2 delta / x'Fx) x      the first j with L(theta') &lt; L(theta)
 *                                                    and E[KL(pi_theta || pi_theta')] &lt;= delta
 *   L_V    = sum_s E[loss(Z_s, y_s)]                 epochs of minibatches, by Adam
 * </pre>
 *
 * If no step will do, the policy stays. A penalty of the criterion is part of L, so that the line
 * search judges the sum. Rollout, critic and observation moments are those of {@link Ppo}. See
 * docs/trpo.md.
 */
public final class Trpo implements Learner<Trpo.Losses> {
  /** Conjugate gradient ends where |r|^2 is below this. */
  private static final double RESIDUAL = 1e-10;

  /**
   * The method's knobs; the defaults are those of sb3-contrib's TRPO where it has them.
   *
   * @param rolloutLength steps of every environment row in one update
   * @param targetKl delta: the most mean KL(old || new) of a step
   * @param conjugateSteps products with F that a direction may cost
   * @param damping added to F's diagonal
   * @param shrink c: each further try of the line search is so much shorter
   * @param lineSearchSteps the most tries
   * @param criticEpochs passes of the critic over a rollout
   * @param minibatch most transitions a step of the critic takes; a rollout is cut into equal ones
   * @param criticLearningRate Adam's rate of the critic
   * @param gamma discount of every signal
   * @param gaeLambda lambda of every signal
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
      double targetKl,
      int conjugateSteps,
      double damping,
      double shrink,
      int lineSearchSteps,
      int criticEpochs,
      int minibatch,
      double criticLearningRate,
      double gamma,
      double gaeLambda,
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
            0.01,
            15,
            0.1,
            0.8,
            10,
            10,
            128,
            1e-3,
            0.99,
            0.95,
            List.of(64, 64),
            Activation.TANH,
            true,
            true,
            HeadOptions.DEFAULT,
            ScalarHead.Options.DEFAULT);

    public Options {
      Check.atLeast("rolloutLength", rolloutLength, 1);
      Check.positive("targetKl", targetKl);
      Check.atLeast("conjugateSteps", conjugateSteps, 1);
      Check.notNegative("damping", damping);
      Check.open01("shrink", shrink);
      Check.atLeast("lineSearchSteps", lineSearchSteps, 1);
      Check.atLeast("criticEpochs", criticEpochs, 1);
      Check.atLeast("minibatch", minibatch, 1);
      Check.positive("criticLearningRate", criticLearningRate);
      Check.closed01("gamma", gamma);
      Check.closed01("gaeLambda", gaeLambda);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
      StateValues.requireFits("TRPO", valueHead);
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, gamma, gaeLambda);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          requirements(), setup -> new Trpo(this, setup.spec(), setup.signals(), setup.seeds()));
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
   * What an update did.
   *
   * @param policy -E[ratio A] after the step
   * @param penalty the criterion's term after the step
   * @param improvement L before the step minus L after it; 0 if the policy stayed
   * @param kl mean KL(old || new) after the step, exact
   * @param step factor of the whole step that the line search took; 0 if the policy stayed
   * @param entropy E[H(pi)] after the step
   * @param value L_V in the heads' units, mean over the critic's epochs
   * @param gradientNorm |dL/dtheta| before the step
   */
  public record Losses(
      double policy,
      double penalty,
      double improvement,
      double kl,
      double step,
      double entropy,
      double value,
      double gradientNorm) {}

  private final Options options;
  private final OnPolicyNetworks networks;
  private final NetworkPolicy policy;
  private final OnPolicyBatch rollout;
  private final RolloutSurface surface;
  private final CriticFit critic;
  private final ConjugateGradient conjugateGradient;
  private final Backtracking lineSearch;
  private long done;

  public Trpo(Options options, EnvSpec spec, Signals signals, SeedTree seeds) {
    this.options = options;
    networks =
        OnPolicyNetworks.create(
            options.networks(), spec, signals.size(), seeds.child("init").generator());
    policy = networks.policy();
    rollout = new OnPolicyBatch(policy, networks.critic());
    surface = new RolloutSurface(policy, rollout, signals.size());
    critic =
        new CriticFit(
            networks.critic(),
            rollout,
            options.criticEpochs,
            options.minibatch,
            options.criticLearningRate,
            seeds.child("shuffle").generator());
    conjugateGradient = new ConjugateGradient(options.conjugateSteps, RESIDUAL);
    lineSearch = new Backtracking(options.shrink, options.lineSearchSteps);
  }

  @Override
  public Requirements requirements() {
    return options.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    rollout.load(batch, criterion);
    surface.load();
    double before = surface.loss(criterion);
    double[] gradient = surface.lossGradient();
    double norm = Math.sqrt(ConjugateGradient.dot(gradient, gradient));
    requireFinite(before, norm);
    double[] start = surface.parameters();
    double[] whole =
        wholeStep(
            v -> surface.fisherVector(v, options.damping),
            gradient,
            conjugateGradient,
            options.targetKl);
    double factor =
        lineSearch.search(
            f -> {
              surface.set(moved(start, f, whole));
              return surface.loss(criterion) < before && surface.kl() <= options.targetKl;
            });
    if (factor == 0) {
      surface.set(start);
    }
    PolicyRows rows = surface.rows();
    double lPolicy = rows.surrogateLoss();
    double penalty = rows.addPenalty(criterion);
    double entropy = rows.entropy() / rows.rows();
    double improvement = before - (lPolicy + penalty);
    double lValue = critic.fit();
    done++;
    return new Losses(lPolicy, penalty, improvement, surface.kl(), factor, entropy, lValue, norm);
  }

  /**
   * sqrt(2 delta / x'Fx) x for x = -F^-1 g: the natural-gradient step to where KL's second order is
   * delta; 0 if there is none.
   */
  static double[] wholeStep(
      UnaryOperator<double[]> fisher, double[] gradient, ConjugateGradient solver, double delta) {
    double[] x = solver.solve(fisher, gradient);
    double curvature = ConjugateGradient.dot(x, fisher.apply(x));
    double scale = curvature > 0 ? Math.sqrt(2 * delta / curvature) : 0;
    for (int i = 0; i < x.length; i++) {
      x[i] *= -scale;
    }
    return x;
  }

  private static double[] moved(double[] start, double factor, double[] step) {
    double[] moved = new double[start.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = start[i] + factor * step[i];
    }
    return moved;
  }

  private void requireFinite(double loss, double norm) {
    if (!Double.isFinite(loss + norm)) {
      throw new ArithmeticException(
          "TRPO update "
              + done
              + ": the loss or its gradient is not finite (loss "
              + loss
              + ", gradient norm "
              + norm
              + "). Maybe lower agent.criticLearningRate or scale the rewards.");
    }
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
    critic.reset();
    done = 0;
  }

  @Override
  public void save(State out) {
    networks.save(out);
    out.put("fit", critic);
    out.put("updates", done);
  }

  @Override
  public void restore(State in) {
    networks.restore(in);
    in.restore("fit", critic);
    done = in.scalarLong("updates");
  }
}
