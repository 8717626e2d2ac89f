package org.morl4j.agents.discrete;

import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Gradients;

/**
 * What {@link Dqn} and {@link Iqn} share whatever their networks are: one clipped step of Adam, the
 * target network that follows, epsilon, and the state of all that.
 */
final class QTraining implements Savable {
  private final Dqn.Settings settings;
  private final long updates;
  private final QPolicy policy;
  private final ValueHead head;
  private final ActionNetwork online;
  private final ActionNetwork target;
  private final float[] parameters; // of the online network
  private final float[] gradient;
  private final double limit; // of the gradient's norm
  private final Adam adam;
  private final Rng rng;
  private long done;

  /**
   * @param updates over which epsilon falls
   * @param policy acts by {@code online}
   * @param target a copy of {@code online}
   */
  QTraining(
      Dqn.Settings settings,
      long updates,
      QPolicy policy,
      ValueHead head,
      ActionNetwork online,
      ActionNetwork target,
      SeedTree seeds) {
    this.settings = settings;
    this.updates = updates;
    this.policy = policy;
    this.head = head;
    this.online = online;
    this.target = target;
    parameters = new float[online.parameterCount()];
    gradient = new float[parameters.length];
    limit = settings.maxGradientNorm() == 0 ? Double.MAX_VALUE : settings.maxGradientNorm();
    adam = new Adam(parameters.length, new Adam.Options(0.9, 0.999, settings.adamEpsilon()));
    rng = seeds.child("target").generator();
  }

  /** The action space, refused unless it is Discrete. */
  static Discrete actions(EnvSpec spec) {
    if (spec.actionSpace() instanceof Discrete actions) {
      return actions;
    }
    throw new IllegalArgumentException(
        "The action space of "
            + spec.id()
            + " is "
            + spec.actionSpace()
            + ", but DQN and its kin need a Discrete one. Maybe use ppo or sac.");
  }

  /** How values are mixed until a criterion says it: before the first update. */
  static float[] sumOfObjectives(Signals signals) {
    float[] weights = new float[signals.size()];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = signals.get(s).kind() == Kind.OBJECTIVE ? 1 : 0;
    }
    return weights;
  }

  /** What targets and fractions are drawn with. */
  Rng rng() {
    return rng;
  }

  /**
   * One step down the gradient at the online network's last forward pass.
   *
   * @param loss checked to be finite
   * @param dLaws dL/dlaws [B, A, outputs]
   * @param weights of the signals, to act by from now on; the array may be longer
   * @return the gradient's norm before clipping
   * @throws ArithmeticException if loss or gradient is not finite; nothing has moved then
   */
  double step(double loss, float[] dLaws, float[] weights) {
    online.backward(dLaws, Gradient.over(gradient));
    double norm = Gradients.clipByNorm(gradient, limit);
    if (!Double.isFinite(norm + loss)) {
      throw new ArithmeticException(
          "DQN update "
              + done
              + ": the loss or its gradient is not finite (q "
              + loss
              + ", gradient norm "
              + norm
              + "). Maybe lower agent.learningRate or scale the rewards.");
    }
    online.getParameters(parameters);
    adam.step(parameters, gradient, settings.learningRate());
    online.setParameters(parameters);
    done++;
    if (done % settings.targetEvery() == 0) {
      target.track(online, settings.polyak());
    }
    policy.setWeights(weights);
    policy.setEpsilon(settings.exploration().epsilon(done, updates));
    return norm;
  }

  Snapshot snapshot() {
    State state = new State();
    saveNetwork(state);
    return new Snapshot(policy.copy(), state);
  }

  private void saveNetwork(State out) {
    out.put("policy", policy);
    out.put("head", head);
  }

  private void restoreNetwork(State in) {
    in.restore("policy", policy);
    in.restore("head", head);
  }

  /** The target network becomes the online one; epsilon falls anew from the next update on. */
  void start(Snapshot snapshot) {
    restoreNetwork(snapshot.state());
    target.track(online, 1);
    adam.reset();
    done = 0;
  }

  @Override
  public void save(State out) {
    saveNetwork(out);
    float[] values = new float[target.parameterCount()];
    target.getParameters(values);
    out.put("target", values);
    out.put("adam", adam);
    out.put("rng", rng);
    out.put("updates", done);
  }

  @Override
  public void restore(State in) {
    restoreNetwork(in);
    target.setParameters(in.floats("target", target.parameterCount()));
    in.restore("adam", adam);
    in.restore("rng", rng);
    done = in.scalarLong("updates");
  }
}
