package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.Factories;
import org.morl4j.agents.policy.ActionValue;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/**
 * Deep Q-learning (Mnih et al. 2015, doi 10.1038/nature14236), with a law of the return for each of
 * S signals and each action.
 *
 * <pre>
 *   Q(s, a) = mix(E[Z_1(s, a)], .., E[Z_S(s, a)])
 *   a*      = argmax_a Q(s', a)         of the online network (double) or of the target network
 *   Y_s     = r_s + discount_s Zbar_s(s', a*)                    Zbar: the target network
 *   L       = mean_i w_i sum_s loss(Z_s(s_i, a_i), Y_s,i)        loss of the value head
 * </pre>
 *
 * <p>Double: van Hasselt et al. 2016, arXiv 1509.06461. Dueling: Wang et al. 2016, arXiv
 * 1511.06581, see {@link QNetwork}. Weights w: prioritised replay, arXiv 1511.05952. With a {@link
 * ScalarHead} and Huber's loss it is the paper's clipped error; with laws see {@link C51}, {@link
 * QrDqn}. Every signal has its own law: the criterion only chooses a*, so it must mix by one
 * weighted sum, which the policy then acts by. See docs/dqn.md.
 */
public final class Dqn implements Learner<Dqn.Losses> {
  /**
   * What {@code dqn} is in a config; the defaults are Stable-Baselines3's, with double on.
   *
   * @param settings the method's knobs
   * @param head what the network says of a return: all but Gaussians and pooled quantiles
   */
  public record Options(@JsonUnwrapped Settings settings, ValueHeadOptions head)
      implements AgentOptions {
    public static final Options DEFAULT = new Options(Settings.DEFAULT, new ScalarHead.Options(1));

    public Options {
      if (head.pools()) {
        throw new IllegalArgumentException(
            "head pools the laws of several critics, but DQN has one network. Maybe set head.pool"
                + " to false and head.drop to 0.");
      }
      if (!(head instanceof ScalarHead.Options
          || head instanceof QuantileHead.Options
          || head instanceof CategoricalHead.C51
          || head instanceof CategoricalHead.TwoHot
          || head instanceof CategoricalHead.HlGauss)) {
        throw new IllegalArgumentException(
            "head is "
                + (head instanceof GaussianHead.Options ? "gaussian" : head)
                + ", but DQN serves only scalar, c51, two-hot, hl-gauss and quantile. Maybe use"
                + " scalar.");
      }
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return Signals.of(spec, settings.gamma, 1);
    }

    @Override
    public LearnerFactory factory() {
      return Factories.of(
          settings.requirements(),
          setup -> new Dqn(this, setup.spec(), setup.signals(), setup.updates(), setup.seeds()));
    }
  }

  /**
   * The method's knobs, whatever the network says of a return.
   *
   * @param replay what is kept and drawn
   * @param learningRate Adam's rate
   * @param adamEpsilon Adam's epsilon
   * @param gamma discount of every signal
   * @param maxGradientNorm the gradient is scaled down to this norm; 0 for no limit
   * @param targetEvery updates between two moves of the target network
   * @param polyak how far the target network moves towards the online one; 1 for all the way
   * @param doubleQ whether the online network chooses the action that the target network values
   * @param dueling whether the network has separate streams for value and advantage
   * @param exploration epsilon's schedule
   * @param hidden units of the hidden layers; dueling streams have a last one each
   * @param activation of the hidden layers
   */
  public record Settings(
      ReplayOptions replay,
      double learningRate,
      double adamEpsilon,
      double gamma,
      double maxGradientNorm,
      int targetEvery,
      double polyak,
      boolean doubleQ,
      boolean dueling,
      Exploration exploration,
      List<Integer> hidden,
      Activation activation) {
    public static final Settings DEFAULT =
        new Settings(
            new ReplayOptions(1_000_000, 32, 100, 4, 1, 1, null, ReplayOptions.Storage.AUTO),
            1e-4,
            1e-8,
            0.99,
            10,
            2500,
            1,
            true,
            false,
            Exploration.DEFAULT,
            List.of(64, 64),
            Activation.RELU);

    public Settings {
      Check.positive("learningRate", learningRate);
      Check.positive("adamEpsilon", adamEpsilon);
      Check.closed01("gamma", gamma);
      Check.notNegative("maxGradientNorm", maxGradientNorm);
      Check.atLeast("targetEvery", targetEvery, 1);
      Check.positiveUpTo1("polyak", polyak);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
      QNetwork.requireStreams(dueling, hidden);
    }

    Requirements requirements() {
      return Requirements.replay(replay);
    }
  }

  /**
   * Epsilon falls linearly from {@code start} to {@code end}.
   *
   * @param start probability of a random action at first
   * @param end the same once it has fallen
   * @param fraction of the run's updates in which it falls
   */
  public record Exploration(double start, double end, double fraction) {
    public static final Exploration DEFAULT = new Exploration(1, 0.05, 0.1);

    public Exploration {
      Check.closed01("start", start);
      Check.closed01("end", end);
      Check.closed01("fraction", fraction);
    }

    /** Epsilon after {@code done} of {@code updates} updates. */
    double epsilon(long done, long updates) {
      double part = fraction == 0 ? 1 : Math.min(1, done / (fraction * updates));
      return start + (end - start) * part;
    }
  }

  /**
   * Of one update.
   *
   * @param q L
   * @param meanQ mixed value of the batch's actions, on average
   * @param tdError sum over signals of the heads' |TD error|, on average
   * @param spread standard deviation of the actions' laws, on average; 0 for numbers
   * @param epsilon probability of a random action after the update
   * @param gradientNorm before clipping
   */
  public record Losses(
      double q, double meanQ, double tdError, double spread, double epsilon, double gradientNorm) {}

  private final Settings settings;
  private final int actions;
  private final int signals;
  private final int start; // the lowest action's number
  private final ValueHead head;
  private final QPolicy policy;
  private final ActionValue worth;
  private final QNetwork online;
  private final QNetwork target;
  private final QTraining training;
  private DqnMinibatch batch;

  public Dqn(Options options, EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this(options, null, spec, signals, updates, seeds);
  }

  /** One that acts by utilities of stock and return where {@code stock} is not null. */
  Dqn(
      Options options,
      @Nullable Stock stock,
      EnvSpec spec,
      Signals signals,
      long updates,
      SeedTree seeds) {
    Discrete space = QTraining.actions(spec);
    settings = options.settings;
    this.signals = signals.size();
    actions = space.n();
    start = space.start();
    head = options.head.head(this.signals, 1);
    online =
        QNetwork.create(
            new QNetwork.Spec(
                spec.observationSpace().features(),
                settings.hidden,
                settings.activation,
                actions,
                this.signals * head.outputs(),
                settings.dueling),
            seeds.child("init").generator());
    target = online.copy();
    policy =
        new QPolicy(
            spec.observationSpace(),
            space,
            options.head,
            online,
            QTraining.sumOfObjectives(signals),
            stock,
            settings.exploration.start);
    worth = policy.worth();
    training = new QTraining(settings, updates, policy, head, online, target, seeds);
    batch = new DqnMinibatch(settings.replay.batch(), actions, head, this.signals);
  }

  @Override
  public Requirements requirements() {
    return settings.requirements();
  }

  @Override
  public Losses update(Batch transitions, Criterion criterion) {
    int n = transitions.rows();
    if (batch.rows() != n) {
      batch = new DqnMinibatch(n, actions, head, signals);
    }
    batch.load(transitions, start);
    // Y: the target network's law of the best next action.
    float[] next = transitions.nextObs();
    float[] nextLaws = target.forward(next, n);
    float[] judge = settings.doubleQ ? online.forward(next, n) : nextLaws;
    int[] best = batch.greedy(worth, judge, next, criterion);
    batch.target(nextLaws, best, training.rng());
    // L and its gradient at the law of the action taken.
    float[] laws = online.forward(transitions.obs(), n);
    double loss = batch.loss(laws, transitions);
    double norm = training.step(loss, batch.dLaws(), batch.mixingWeights());
    return batch.losses(loss, transitions, criterion, policy.epsilon(), norm);
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public Snapshot snapshot() {
    return training.snapshot();
  }

  @Override
  public void start(Snapshot snapshot) {
    training.start(snapshot);
  }

  @Override
  public void save(State out) {
    training.save(out);
  }

  @Override
  public void restore(State in) {
    training.restore(in);
  }
}
