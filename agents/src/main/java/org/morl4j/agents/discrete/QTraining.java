package org.morl4j.agents.discrete;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Part;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Backends;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * What {@link Dqn} and {@link Iqn} share whatever their networks are: one clipped step of Adam, the
 * target network that follows, epsilon, and the parts of all that.
 */
final class QTraining {
  private final DqnSettings settings;
  private final long updates;
  private final Trainable trainable;
  private final QPolicy policy;
  private final ValueHead head;
  private final Rng rng;

  /**
   * @param trainable made by {@link #trainable}
   * @param policy acts by the online network
   */
  QTraining(
      DqnSettings settings, Setup setup, Trainable trainable, QPolicy policy, ValueHead head) {
    this.settings = settings;
    this.trainable = trainable;
    this.policy = policy;
    this.head = head;
    updates = setup.updates();
    rng = setup.seeds().child("target").generator();
  }

  /** A network of several parts and its target, in training. */
  static Trainable trainable(DqnSettings settings, Setup setup, List<NetworkSpec> parts) {
    Adam.Options adam = new Adam.Options(0.9, 0.999, settings.step().adamEpsilon());
    return Backends.named(setup.backend())
        .trainable(
            TrainableSpec.of(parts).withAdam(adam).withTarget(true),
            setup.seeds().child("init").generator());
  }

  /** The parts of the online network. */
  static List<Network> online(Trainable trainable) {
    return networks(trainable, trainable::network);
  }

  /** The parts of the target network. */
  static List<Network> target(Trainable trainable) {
    return networks(trainable, trainable::target);
  }

  private static List<Network> networks(Trainable trainable, IntFunction<Network> of) {
    return IntStream.range(0, trainable.spec().blocks().size()).mapToObj(of).toList();
  }

  /** The action space, refused unless it is Discrete. */
  static Discrete actions(EnvSpec spec) {
    if (spec.actionSpace() instanceof Discrete actions) {
      return actions;
    }
    throw new IllegalArgumentException(
        "The action space of %s is %s, but DQN and its kin need a Discrete one. Maybe use ppo or sac."
            .formatted(spec.id(), spec.actionSpace()));
  }

  /** Requires a head that stands alone and can be regressed on a target. */
  static void requireFits(ValueHeadOptions head) {
    if (head.pools()) {
      throw new IllegalArgumentException(
          "head pools the distributions of several critics, but DQN has one network. Maybe set head.pool to false and head.drop to 0.");
    }
    if (!(head instanceof ScalarHead.Options
        || head instanceof QuantileHead.Options
        || head instanceof CategoricalHead.C51
        || head instanceof CategoricalHead.TwoHot
        || head instanceof CategoricalHead.HlGauss)) {
      throw new IllegalArgumentException(
          "head is %s, but DQN serves only scalar, c51, two-hot, hl-gauss and quantile. Maybe use scalar."
              .formatted(head instanceof GaussianHead.Options ? "gaussian" : head));
    }
  }

  /**
   * A policy that acts by {@code online} and, until a criterion says it, by all objectives alike.
   */
  static QPolicy policy(
      DqnSettings settings,
      Setup setup,
      ValueHeadOptions head,
      ActionNetwork online,
      @Nullable Stock stock) {
    return new QPolicy(
        setup.spec().observationSpace(),
        actions(setup.spec()),
        head,
        online,
        sumOfObjectives(setup.signals()),
        stock,
        settings.exploration().start());
  }

  private static float[] sumOfObjectives(Signals signals) {
    float[] weights = new float[signals.size()];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = signals.get(s).kind() == Kind.OBJECTIVE ? 1 : 0;
    }
    return weights;
  }

  QPolicy policy() {
    return policy;
  }

  /** What targets and fractions are drawn with. */
  Rng rng() {
    return rng;
  }

  /**
   * One step down the gradient at the online network's last forward pass.
   *
   * @param dDists dL/d(outputs) [B, A, outputs]
   * @param weights of the signals, to act by from now on; the array may be longer
   * @param done updates before this one
   * @return the gradient's norm before clipping
   */
  double step(ActionNetwork online, float[] dDists, float[] weights, long done) {
    online.backward(dDists, trainable.gradient(0));
    double limit = settings.step().maxGradientNorm();
    double norm = trainable.clip(0, limit == 0 ? Double.MAX_VALUE : limit);
    DqnSettings.Step step = settings.step();
    trainable.step(0, step.schedule().at(step.learningRate(), done, updates));
    if ((done + 1) % settings.target().targetEvery() == 0) {
      trainable.track(settings.target().polyak());
    }
    policy.setWeights(weights);
    policy.setEpsilon(settings.exploration().epsilon(done + 1, updates));
    return norm;
  }

  Parts parts() {
    return new Parts()
        .part("network", new Online())
        .values("choice", policy.choice())
        .values("head", head)
        .progress("rng", rng);
  }

  /** A start leaves the target behind: it becomes the online network. */
  private final class Online implements Part {
    @Override
    public void saveValues(State out) {
      float[] parameters = new float[trainable.parameterCount()];
      trainable.read(parameters);
      out.put("parameters", parameters);
    }

    @Override
    public void start(State values) {
      trainable.write(values.floats("parameters", trainable.parameterCount()));
      trainable.reset();
      trainable.track(1);
    }

    @Override
    public void save(State out) {
      trainable.save(out);
    }

    @Override
    public void restore(State in) {
      trainable.restore(in);
    }
  }
}
