package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.List;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.nn.Activation;
import org.morl4j.nn.RateSchedule;

/**
 * The method's knobs, whatever the network says of a return.
 *
 * @param replay what is kept and drawn
 * @param gamma discount of every signal
 * @param step of the optimiser
 * @param target the target network
 * @param exploration epsilon's schedule
 * @param network its shape
 */
public record DqnSettings(
    ReplayOptions replay,
    @Allowed(min = 0, max = 1) double gamma,
    @JsonUnwrapped Step step,
    @JsonUnwrapped Target target,
    Exploration exploration,
    @JsonUnwrapped Shape network) {
  public static final DqnSettings DEFAULT =
      new DqnSettings(
          ReplayOptions.DEFAULT.withBatch(32).withTrainEvery(4),
          0.99,
          new Step(1e-4, 1e-8, 10),
          new Target(2500, 1, true),
          Exploration.DEFAULT,
          new Shape(List.of(64, 64), Activation.RELU, false));

  public DqnSettings {
    Check.allowed(DqnSettings.class, "gamma", gamma);
  }

  /** The same with another optimiser's step. */
  public DqnSettings withStep(Step value) {
    return new DqnSettings(replay, gamma, value, target, exploration, network);
  }

  /** The same with another target network. */
  public DqnSettings withTarget(Target value) {
    return new DqnSettings(replay, gamma, step, value, exploration, network);
  }

  /** The same with another exploration. */
  public DqnSettings withExploration(Exploration value) {
    return new DqnSettings(replay, gamma, step, target, value, network);
  }

  /**
   * The optimiser's step.
   *
   * @param learningRate Adam's rate
   * @param adamEpsilon Adam's epsilon
   * @param maxGradientNorm the gradient is scaled down to this norm; 0 for no limit
   * @param schedule how the rate changes over the run's updates
   */
  public record Step(
      @Allowed(above = 0, max = 1000) double learningRate,
      @Allowed(above = 0, max = 1) double adamEpsilon,
      @Allowed(min = 0, max = 1e12) double maxGradientNorm,
      RateSchedule schedule) {
    /** At a constant rate. */
    public Step(double learningRate, double adamEpsilon, double maxGradientNorm) {
      this(learningRate, adamEpsilon, maxGradientNorm, RateSchedule.CONSTANT);
    }

    public Step {
      Check.allowed(Step.class, "learningRate", learningRate);
      Check.allowed(Step.class, "adamEpsilon", adamEpsilon);
      Check.allowed(Step.class, "maxGradientNorm", maxGradientNorm);
    }

    /** The same with another {@code learningRate}. */
    public Step withLearningRate(double value) {
      return new Step(value, adamEpsilon, maxGradientNorm, schedule);
    }

    /** The same with another {@code adamEpsilon}. */
    public Step withAdamEpsilon(double value) {
      return new Step(learningRate, value, maxGradientNorm, schedule);
    }

    /** The same with another {@code maxGradientNorm}. */
    public Step withMaxGradientNorm(double value) {
      return new Step(learningRate, adamEpsilon, value, schedule);
    }

    /** The same with another {@code schedule}. */
    public Step withSchedule(RateSchedule value) {
      return new Step(learningRate, adamEpsilon, maxGradientNorm, value);
    }
  }

  /**
   * The target network.
   *
   * @param targetEvery updates between two moves of the target network
   * @param polyak how far the target network moves towards the online one; 1 for all the way
   * @param doubleQ whether the online network chooses the action that the target network values
   */
  public record Target(
      @Allowed(min = 1, max = 1_000_000_000) int targetEvery,
      @Allowed(above = 0, max = 1) double polyak,
      boolean doubleQ) {
    public Target {
      Check.allowed(Target.class, "targetEvery", targetEvery);
      Check.allowed(Target.class, "polyak", polyak);
    }

    /** The same with another {@code targetEvery}. */
    public Target withTargetEvery(int value) {
      return new Target(value, polyak, doubleQ);
    }

    /** The same with another {@code polyak}. */
    public Target withPolyak(double value) {
      return new Target(targetEvery, value, doubleQ);
    }

    /** The same with another {@code doubleQ}. */
    public Target withDoubleQ(boolean value) {
      return new Target(targetEvery, polyak, value);
    }
  }

  /**
   * A network's shape.
   *
   * @param hidden units of the hidden layers; dueling streams have a last one each
   * @param activation of the hidden layers
   * @param dueling whether the network has separate streams for value and advantage
   */
  public record Shape(
      @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden,
      Activation activation,
      boolean dueling) {
    public Shape {
      Check.allowed(Shape.class, "hidden", hidden);
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Check.atLeast("hidden", units, 1));
      QNetwork.requireStreams(dueling, hidden);
    }

    /** The same with other {@code hidden}. */
    public Shape withHidden(int... value) {
      List<Integer> units = Arrays.stream(value).boxed().toList();
      return new Shape(units, activation, dueling);
    }

    /** The same with another {@code activation}. */
    public Shape withActivation(Activation value) {
      return new Shape(hidden, value, dueling);
    }

    /** The same with another {@code dueling}. */
    public Shape withDueling(boolean value) {
      return new Shape(hidden, activation, value);
    }
  }

  /** The same with another {@code replay}. */
  public DqnSettings withReplay(ReplayOptions value) {
    return new DqnSettings(value, gamma, step, target, exploration, network);
  }

  /** The same with another {@code gamma}. */
  public DqnSettings withGamma(double value) {
    return new DqnSettings(replay, value, step, target, exploration, network);
  }

  /** The same with another {@code network}. */
  public DqnSettings withNetwork(Shape value) {
    return new DqnSettings(replay, gamma, step, target, exploration, value);
  }
}
