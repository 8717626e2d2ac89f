package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.AnchorKl;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Constraint;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/**
 * The policy's gradient under a log barrier against finite differences of the loss with the whole
 * barrier in it:
 *
 * <pre>
 *   E[alpha log pi - mix(Q)] + penalty(E[Q_s(s, pi)] - E[Q_s(s, pi_0)])      at pi = pi_0
 * </pre>
 */
class PenaltyGradientTest {
  private static final EnvSpec SPEC = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)).spec();
  private static final Signals SIGNALS = Signals.of(SPEC, 0.9, 1);
  private static final MlpOptions NETWORKS =
      new MlpOptions(false, List.of(8, 8), Activation.TANH); // smooth, for differences
  private static final double ALPHA = 0.2;
  private static final int ROWS = 16;

  /** An agent after a step of its policy, and its policy's loss without the penalty. */
  private interface Subject {
    /** Takes the step and returns its gradient. */
    float[] step();

    /** Sets the policy's parameters. */
    void set(float[] parameters);

    /** The policy's parameters before the step. */
    float[] parameters();

    /** E[alpha log pi - mix(Q)], and writes E[Q_s] [S]. */
    double loss(Criterion mixer, double[] means);
  }

  private record SacSubject(Sac sac) implements Subject {
    @Override
    public float[] step() {
      sac.policyStep(new Rng(3), 1e-3);
      return sac.actor.network().gradient();
    }

    @Override
    public void set(float[] parameters) {
      sac.actor.start(network(parameters));
    }

    @Override
    public float[] parameters() {
      return read(sac.actor::saveValues);
    }

    @Override
    public double loss(Criterion mixer, double[] means) {
      sac.actor.sample(Copy.LIVE, sac.rows.state(), ROWS, new Rng(3));
      float[] q = sac.critics.values(Copy.LIVE, sac.rows.with(sac.actor.act()), sac.rows);
      return ALPHA * sac.rows.mean(sac.actor.logProb()) - mean(q, mixer, means);
    }
  }

  private record Td3Subject(Td3 td3) implements Subject {
    @Override
    public float[] step() {
      td3.policyStep(1e-3);
      return td3.actor.network().gradient();
    }

    @Override
    public void set(float[] parameters) {
      td3.actor.start(network(parameters));
    }

    @Override
    public float[] parameters() {
      return read(td3.actor::saveValues);
    }

    @Override
    public double loss(Criterion mixer, double[] means) {
      float[] act = td3.actor.act(td3.rows.state(), ROWS);
      return -mean(td3.critics.values(Copy.LIVE, td3.rows.with(act), td3.rows), mixer, means);
    }
  }

  private static State network(float[] parameters) {
    State state = new State();
    state.put("network.parameters", parameters);
    state.put("network.target", parameters);
    return state;
  }

  private static float[] read(Consumer<State> saved) {
    State state = new State();
    saved.accept(state);
    return state.floats("network.parameters").clone();
  }

  private static double mean(float[] q, Criterion mixer, double[] means) {
    float[] mixed = new float[ROWS];
    mixer.mix(q, null, ROWS, mixed);
    Arrays.fill(means, 0);
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      sum += (double) mixed[i] / ROWS;
      means[0] += (double) q[2 * i] / ROWS;
      means[1] += (double) q[2 * i + 1] / ROWS;
    }
    return sum;
  }

  private static Batch batch() {
    Rng rng = new Rng(11);
    int[] offsets = new int[ROWS + 1];
    Arrays.setAll(offsets, i -> i);
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    float[] obs = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      obs[i] = (float) (2 * rng.nextGaussian());
    }
    return new Batch(
        SIGNALS,
        offsets,
        obs,
        obs,
        new double[2 * ROWS],
        new double[2 * ROWS],
        new double[0],
        new boolean[ROWS],
        new boolean[ROWS],
        steps);
  }

  /** Maximise the first signal with the second at least -1.5 an episode, which it is by 0.6. */
  private static Mixture barrier(Mixer mixer) {
    Constraint limit = Constraint.atLeast("small", 1, new Threshold.Absolute(-1.5));
    Mixture criterion = new Mixture(mixer, List.of(new LogBarrier(List.of(limit), 0.5, 1)));
    Vec returns = Vec.of(-2, -0.9);
    criterion.tick(
        Clock.ROLLOUT,
        new Returns(
            returns,
            Vec.of(0, 0),
            Vec.of(3.439, 3.439),
            1,
            4,
            List.of(new Episode(returns, returns, 4))));
    return criterion;
  }

  private static Setup setup() {
    return new Setup(SPEC, SIGNALS, 1, new SeedTree(5));
  }

  private static CriticOptions critics(ValueHeadOptions head) {
    return CriticOptions.DEFAULT.withHead(head).withParallel(false);
  }

  private static Subject sac(CriticOptions critic, boolean anchored) {
    Sac.Settings settings =
        Sac.Settings.DEFAULT
            .withNetworks(NETWORKS)
            .withTemperature(new TemperatureOptions.Fixed(ALPHA));
    Sac.Options options = new Sac.Options(settings, critic);
    return new SacSubject(new Sac(anchored ? new Anchored(options) : options, setup()));
  }

  /** The anchor is the policy itself, where the divergence and its gradient are 0. */
  private record Anchored(Sac.Options sac) implements SacPreset<Anchored> {
    @Override
    public Sac.Settings settings() {
      return sac.settings();
    }

    @Override
    public Anchored withSettings(Sac.Settings value) {
      return new Anchored(sac.withSettings(value));
    }

    @Override
    public PolicyTerm term(SoftActor actor) {
      return new AnchorKl(actor.network(), 1, 1);
    }
  }

  private static Subject td3(CriticOptions critic) {
    return new Td3Subject(
        new Td3(
            new Td3.Options(Rates.DEFAULT, Noise.DEFAULT, NETWORKS, critic, ReplayOptions.DEFAULT),
            setup()));
  }

  static Stream<Arguments> agents() {
    CriticOptions scalar = critics(ScalarHead.Options.DEFAULT);
    CriticOptions redq = scalar.withCount(3).withPolicy(PolicyTarget.MEAN);
    CriticOptions tqc =
        critics(new QuantileHead.Options(5, 1, QuantileHead.Average.TARGETS, true, 1));
    CriticOptions dsac = critics(GaussianHead.Options.DEFAULT);
    return Stream.of(
        agent("sac", () -> sac(scalar, false)),
        agent("sac, element-wise", () -> sac(scalar.withCombine(Combine.ELEMENT_MIN), false)),
        agent("redq", () -> sac(redq, false)),
        agent("tqc", () -> sac(tqc, false)),
        agent("dsac-t", () -> sac(dsac, false)),
        agent("dsac", () -> sac(dsac.withCount(1), false)),
        agent("off-policy mdpo", () -> sac(scalar.withPolicy(PolicyTarget.FIRST), true)),
        agent("td3", () -> td3(scalar.withPolicy(PolicyTarget.FIRST))));
  }

  private static Arguments agent(String name, Supplier<Subject> subject) {
    return Arguments.of(name, subject);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("agents")
  void isThatOfTheLossWithTheBarrier(String name, Supplier<Subject> made) {
    Mixer mixer = Mixer.oneHot(0, 2);
    Mixture criterion = barrier(mixer);
    Subject subject = made.get();
    load(subject, criterion);
    float[] start = subject.parameters();
    double[] then = new double[2];
    subject.loss(criterion, then);
    float[] gradient = subject.step();

    Subject other = made.get();
    load(other, new Mixture(mixer, List.of()));
    float[] without = other.step();
    double difference = 0;
    for (int i = 0; i < start.length; i++) {
      difference = Math.max(difference, Math.abs(gradient[i] - without[i]));
    }
    assertThat(difference).as("what the barrier adds").isGreaterThan(0.05);

    double h = 2e-3;
    for (int i = 0; i < start.length; i++) {
      double slope =
          (loss(subject, criterion, moved(start, i, h), then)
                  - loss(subject, criterion, moved(start, i, -h), then))
              / (2 * h);
      assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(slope, within(1e-3));
    }
  }

  private static void load(Subject subject, Criterion criterion) {
    if (subject instanceof SacSubject of) {
      of.sac.rows.load(batch(), criterion);
    } else if (subject instanceof Td3Subject of) {
      of.td3.rows.load(batch(), criterion);
    }
  }

  private static float[] moved(float[] parameters, int i, double by) {
    float[] copy = parameters.clone();
    copy[i] += (float) by;
    return copy;
  }

  private static double loss(
      Subject subject, Criterion criterion, float[] parameters, double[] then) {
    subject.set(parameters);
    double[] now = new double[2];
    double loss = subject.loss(criterion, now);
    double[] change = {now[0] - then[0], now[1] - then[1]};
    return loss + criterion.penalty(change, new double[] {1, 1}, new double[2]);
  }
}
