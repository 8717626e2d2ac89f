package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Backends;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** Weighted maximum likelihood, for heads with and without free parameters. */
class PolicyFitTest {
  private static final Box BOX = Box.of(2, -2, 2, Dtype.FLOAT32);
  private static final float[] STATE = {0.5f, -1, 2};
  private static final float[] WEIGHT = {1, 0.25f, 3};

  private static ActorNetwork actor(Space space, HeadOptions head, Integer... hidden) {
    MlpOptions networks = new MlpOptions(false, List.of(hidden), Activation.TANH);
    RowShape shape = new RowShape(1, space.size(), 0, 1);
    Mlps mlps = new Mlps(Backends.named("fused"), networks, shape, new Rng(3));
    return new ActorNetwork(new Toy(space).spec(), head, mlps, false);
  }

  @Test
  void lossByHand() {
    float[] d = new float[2];
    float[] logProb = {-1, 0.5f};
    assertThat(PolicyFit.loss(logProb, new float[] {2, 4}, 2, d)).isEqualTo(-(-2 + 2) / 2.0);
    assertThat(d).containsExactly(-1, -2);
    assertThat(PolicyFit.loss(logProb, null, 2, d)).isEqualTo(0.25);
    assertThat(d).containsExactly(-0.5f, -0.5f);
  }

  static Stream<Arguments> heads() {
    double[] acts = {0.5, -1.5, 1, 0.25, -0.75, 1.9};
    return Stream.of(
        Arguments.of(BOX, new HeadOptions(Gaussian.STATE_INDEPENDENT, -0.5, -5, 2), acts),
        Arguments.of(BOX, new HeadOptions(Gaussian.STATE_DEPENDENT, 0, -5, 2), acts),
        Arguments.of(BOX, new HeadOptions(Gaussian.BOUNDED_MEAN, -0.5, -5, 2), acts),
        Arguments.of(BOX, new HeadOptions(Gaussian.SQUASHED, 0, -5, 2), acts),
        Arguments.of(new Discrete(3), HeadOptions.DEFAULT, new double[] {0, 2, 1}));
  }

  /** The gradient in all parameters, free ones included, by central differences of the loss. */
  @ParameterizedTest
  @MethodSource("heads")
  void gradientByFiniteDifferences(Space space, HeadOptions head, double[] act) {
    ActorNetwork actor = actor(space, head);
    State start = new State();
    actor.saveValues(start);
    float[] parameters = start.floats("network.parameters");
    PolicyFit fit = new PolicyFit(actor);
    double loss = fit.likelihood(STATE, act, WEIGHT, 3, 1e-3);
    assertThat(loss).isEqualTo(lossAt(space, head, act, parameters));
    float[] gradient = actor.gradient();
    assertThat(gradient).hasSameSizeAs(parameters);
    double h = 1e-2;
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      float[] up = parameters.clone();
      up[i] += (float) h;
      float[] down = parameters.clone();
      down[i] -= (float) h;
      double expected = (lossAt(space, head, act, up) - lossAt(space, head, act, down)) / (2 * h);
      assertThat((double) gradient[i])
          .as("parameter %d", i)
          .isCloseTo(expected, within(5e-3 * (1 + Math.abs(expected))));
      squares += (double) gradient[i] * gradient[i];
    }
    assertThat(fit.gradientNorm()).isCloseTo(Math.sqrt(squares), within(1e-5));
  }

  private static double lossAt(Space space, HeadOptions head, double[] act, float[] parameters) {
    ActorNetwork actor = actor(space, head);
    State state = new State();
    state.put("network.parameters", parameters);
    actor.start(state);
    return new PolicyFit(actor).likelihood(STATE, act, WEIGHT, 3, 1e-3);
  }

  /** Actions 0 and 1 with weights 1 and 3: mean 0.75 and deviation sqrt(0.75 * 0.25). */
  @Test
  void findsTheWeightedMomentsOfAGaussian() {
    Box line = Box.of(1, -5, 5, Dtype.FLOAT32);
    ActorNetwork actor = actor(line, new HeadOptions(Gaussian.STATE_INDEPENDENT, 0, -5, 2));
    PolicyFit fit = new PolicyFit(actor);
    for (int i = 0; i < 2000; i++) {
      fit.likelihood(new float[2], new double[] {0, 1}, new float[] {1, 3}, 2, 0.01);
    }
    assertThat(actor.forward(Copy.LIVE, new float[1], 1)[0]).isCloseTo(0.75f, within(0.01f));
    assertThat(Math.exp(actor.free()[0])).isCloseTo(Math.sqrt(0.75 * 0.25), within(0.01));
    assertThat(actor.policy().free()).as("the policy's are the live ones").isSameAs(actor.free());
  }

  @Test
  void weightZeroCountsForNothing() {
    ActorNetwork one = actor(BOX, new HeadOptions(Gaussian.SQUASHED, 0, -5, 2), 8);
    ActorNetwork two = actor(BOX, new HeadOptions(Gaussian.SQUASHED, 0, -5, 2), 8);
    float[] states = {0.5f, -1};
    new PolicyFit(one).likelihood(states, new double[] {1, 1, -1, 0}, new float[] {2, 0}, 2, 0.1);
    new PolicyFit(two).likelihood(states, new double[] {1, 1, 0, 1.5}, new float[] {2, 0}, 2, 0.1);
    assertThat(two.gradient()).isEqualTo(one.gradient());
  }
}
