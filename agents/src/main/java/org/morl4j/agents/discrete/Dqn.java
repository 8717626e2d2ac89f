package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.space.Discrete;
import org.morl4j.nn.Trainable;

/**
 * Deep Q-learning (Mnih et al. 2015, doi 10.1038/nature14236), with a distribution of the return
 * for each of S signals and each action.
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
 * ScalarHead} and Huber's loss it is the paper's clipped error; with distributions see {@link C51},
 * {@link QrDqn}. Every signal has its own distribution: the criterion only chooses a*, so it must
 * mix by one weighted sum, which the policy then acts by. See docs/dqn.md.
 */
public final class Dqn implements Algorithm<Dqn.Losses> {
  /**
   * What {@code dqn} is in a config; the defaults are Stable-Baselines3's, with double on.
   *
   * @param settings the method's knobs
   * @param head what the network says of a return: all but Gaussians and pooled quantiles
   */
  public record Options(@JsonUnwrapped DqnSettings settings, ValueHeadOptions head)
      implements DiscreteOptions<Options> {
    public static final Options DEFAULT =
        new Options(DqnSettings.DEFAULT, new ScalarHead.Options(1));

    public Options {
      QTraining.requireFits(head);
    }

    @Override
    public int outputs(int signals) {
      return head.head(signals, 1).outputs();
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Dqn(this, setup);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(value, head);
    }

    /** The same with another {@code head}. */
    public Options withHead(ValueHeadOptions value) {
      return new Options(settings, value);
    }
  }

  /**
   * Of one update.
   *
   * @param q L
   * @param meanQ mixed value of the batch's actions, on average
   * @param tdError sum over signals of the heads' |TD error|, on average
   * @param spread standard deviation of the actions' distributions, on average; 0 for numbers
   * @param epsilon probability of a random action after the update
   * @param gradientNorm before clipping
   * @param term those of a variant's term
   */
  public record Losses(
      double q,
      double meanQ,
      double tdError,
      double spread,
      double epsilon,
      double gradientNorm,
      Record term) {
    /** The same with those of a term. */
    Losses with(Record value) {
      return new Losses(q, meanQ, tdError, spread, epsilon, gradientNorm, value);
    }
  }

  private final boolean doubleQ;
  private final QNetwork online;
  private final QNetwork target;
  private final QTraining training;
  private final DqnBatch batch;
  private final QTerm term;

  public Dqn(Options options, Setup setup) {
    this(options, null, QTerm.NONE, setup);
  }

  /**
   * A variant.
   *
   * @param stock where it is not null, it acts by utilities of stock and return
   * @param term on top of L
   */
  Dqn(Options options, @Nullable Stock stock, QTerm term, Setup setup) {
    this.term = term;
    DqnSettings settings = options.settings;
    DqnSettings.Shape shape = settings.network();
    Discrete actions = QTraining.actions(setup.spec());
    ValueHead head = options.head.head(setup.signals().size(), 1);
    int outputs = setup.signals().size() * head.outputs();
    QNetwork.Spec spec =
        new QNetwork.Spec(
            setup.spec().observationSpace().features(),
            shape.hidden(),
            shape.activation(),
            actions.n(),
            outputs,
            shape.dueling());
    Trainable trainable = QTraining.trainable(settings, setup, spec.parts());
    doubleQ = settings.target().doubleQ();
    online = QNetwork.of(spec, QTraining.online(trainable));
    target = QNetwork.of(spec, QTraining.target(trainable));
    QPolicy policy = QTraining.policy(settings, setup, options.head, online, stock);
    training = new QTraining(settings, setup, trainable, policy, head);
    batch = new DqnBatch(policy, head);
  }

  @Override
  public Losses update(Batch transitions, Criterion criterion, long done) {
    int n = transitions.rows();
    batch.load(transitions);
    // Y: the target network's distribution at the best next action.
    float[] next = transitions.nextObs();
    float[] nextDists = target.forward(next, n);
    float[] judge = doubleQ ? online.forward(next, n) : nextDists;
    int[] best = batch.greedy(judge, next, criterion);
    batch.target(nextDists, best, training.rng());
    // L and its gradient at the distribution of the action taken.
    float[] dists = online.forward(transitions.obs(), n);
    double loss = batch.loss(dists, transitions);
    loss += batch.add(term, dists, transitions, criterion);
    double norm = training.step(online, batch.dDists(), batch.mixingWeights(), done);
    double epsilon = training.policy().epsilon();
    return batch.losses(loss, norm, epsilon, transitions, criterion).with(term.losses());
  }

  @Override
  public QPolicy policy() {
    return training.policy();
  }

  @Override
  public Parts parts() {
    return training.parts();
  }
}
