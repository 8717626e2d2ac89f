package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.nn.head.HeadOptions;

/**
 * A batch, networks and what PyTorch 2.8.0 computes from them; see
 * benchmarks/python/agents/make_fixtures.py for the names.
 *
 * <p>PyTorch's critics read actions a in the units of bounds far from [-1, 1], where learners' read
 * y with a = middle + half y. The same function has other weights of its first layer, W' = W half
 * and b' = b + W middle, and by the chain rule dL/dW = dL/dW' half + dL/db' middle, dL/db = dL/db'.
 */
final class OffPolicyFixture {
  static final int[] HIDDEN = {8, 8};
  static final int ROWS = 5;
  private static final int OBS = 3;
  private static final int ACT = 2;
  private static final double TOLERANCE = 1e-5;

  private final State all;
  private final int signals;

  private OffPolicyFixture(State all) {
    this.all = all;
    signals = all.floats("reward").length / ROWS;
  }

  static OffPolicyFixture of(String name) {
    String resource = "/org/morl4j/agents/offpolicy/" + name + ".safetensors";
    try (InputStream in =
        Objects.requireNonNull(OffPolicyFixture.class.getResourceAsStream(resource))) {
      Path file = Files.createTempFile("fixture", ".safetensors");
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      State state = Safetensors.read(file);
      Files.delete(file);
      return new OffPolicyFixture(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  float[] floats(String name) {
    return all.floats(name);
  }

  double option(String name) {
    return all.scalarDouble("options." + name);
  }

  /** What is to come out, by the float64 computation. */
  double[] expected(String name) {
    return all.doubles("float64." + name);
  }

  void assertClose(String name, float[] actual) {
    double[] expected = expected(name);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s [%s]", name, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  void assertClose(String name, double actual) {
    assertThat(actual).as(name).isCloseTo(expected(name)[0], within(TOLERANCE));
  }

  EnvSpec spec() {
    List<String> objectives = new ArrayList<>();
    for (int s = 0; s < signals; s++) {
      objectives.add("objective" + s);
    }
    return new EnvSpec(
        "test:fixture",
        Box.of(3, -100, 100, Dtype.FLOAT32),
        new Box(vec("low"), vec("high"), List.of(2), Dtype.FLOAT32),
        objectives,
        List.of(),
        100,
        null,
        null,
        "none");
  }

  private Vec vec(String name) {
    return Vec.of(doubles(name));
  }

  private double[] doubles(String name) {
    float[] values = all.floats(name);
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** What a learner on the fixture's networks is made for. */
  Setup setup() {
    return new Setup(spec(), signalsOf(), 1, new SeedTree(1));
  }

  /** SAC's settings with the fixture's networks, head and fixed temperature. */
  Sac.Settings settings() {
    double minLogStd = option("min_log_std");
    double maxLogStd = option("max_log_std");
    Sac.Settings sac = Sac.Settings.DEFAULT;
    return new Sac.Settings(
        sac.rates(),
        sac.targets(),
        MlpOptions.DEFAULT.withHidden(HIDDEN),
        new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, minLogStd, maxLogStd),
        new TemperatureOptions.Fixed(Math.exp(option("log_alpha"))),
        sac.replay());
  }

  /** SAC with the fixture's networks, on its batch. */
  Sac sac(Sac.Settings settings, CriticOptions critic, State networks) {
    Sac sac = new Sac(new Sac.Options(settings, critic), setup());
    networks.put("temperature.log_alpha", new float[] {(float) option("log_alpha")});
    sac.parts().start(networks);
    sac.rows.load(batch(), criterion());
    return sac;
  }

  /** Each signal with the discount that the fixture's rows show. */
  Signals signalsOf() {
    double[] discount = all.doubles("discount");
    List<Signal> list = new ArrayList<>();
    for (int s = 0; s < signals; s++) {
      double gamma = 0;
      for (int i = 0; i < ROWS; i++) {
        gamma = Math.max(gamma, discount[i * signals + s]);
      }
      list.add(new Signal("objective" + s, Signal.Kind.OBJECTIVE, gamma, 1));
    }
    return new Signals(list);
  }

  Batch batch() {
    int[] offsets = new int[ROWS + 1];
    Arrays.setAll(offsets, i -> i);
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    return new Batch(
        signalsOf(),
        offsets,
        all.floats("obs"),
        all.floats("next_obs"),
        doubles("act"),
        doubles("reward"),
        new double[0],
        all.booleans("terminated", ROWS),
        new boolean[ROWS],
        steps);
  }

  Criterion criterion() {
    Vec weights = all.has("weights") ? vec("weights") : Vec.of(1);
    return new Mixture(Mixer.weightedSum(weights), List.of());
  }

  static CriticOptions critics(ValueHeadOptions head, Combine combine) {
    return CriticOptions.DEFAULT.withHead(head).withCombine(combine).withParallel(false);
  }

  /** A critic's parameters as PyTorch has them, for actions in [-1, 1]. */
  private float[] shrunk(String name) {
    float[] all = floats(name);
    for (int unit = 0; unit < HIDDEN[0]; unit++) {
      for (int j = 0; j < ACT; j++) {
        int at = unit * (OBS + ACT) + OBS + j;
        all[HIDDEN[0] * (OBS + ACT) + unit] += (float) (all[at] * middle(j));
        all[at] *= (float) half(j);
      }
    }
    return all;
  }

  /** A critic's gradient, for PyTorch's units. */
  float[] stretched(float[] gradient) {
    float[] all = gradient.clone();
    for (int unit = 0; unit < HIDDEN[0]; unit++) {
      for (int j = 0; j < ACT; j++) {
        int at = unit * (OBS + ACT) + OBS + j;
        float dBias = all[HIDDEN[0] * (OBS + ACT) + unit];
        all[at] = (float) (all[at] * half(j) + dBias * middle(j));
      }
    }
    return all;
  }

  private double middle(int j) {
    return (floats("high")[j] + floats("low")[j]) / 2;
  }

  private double half(int j) {
    return (floats("high")[j] - floats("low")[j]) / 2;
  }

  void assertCriticGradient(String name, float[] gradient) {
    assertClose(name, stretched(gradient));
  }

  /**
   * @param act in [-1, 1] [B, A]
   */
  void assertActions(String name, float[] act) {
    float[] raw = act.clone();
    for (int i = 0; i < ROWS * ACT; i++) {
      raw[i] = (float) (middle(i % ACT) + half(i % ACT) * act[i]);
    }
    assertClose(name, raw);
  }

  /** The networks as a learner's snapshot holds them. */
  State networks() {
    State state = new State();
    state.put("actor.network.parameters", all.floats("actor"));
    if (all.has("target_actor")) {
      state.put("actor.network.target", all.floats("target_actor"));
    }
    for (int i = 0; i < 2; i++) {
      state.put("critics." + i + ".network.parameters", shrunk("critics." + i));
      state.put("critics." + i + ".network.target", shrunk("target_critics." + i));
    }
    return state;
  }

  /** A generator whose next Gaussians are those given, one array after the other. */
  RandomGenerator draws(String... names) {
    float[] values = {};
    for (String name : names) {
      float[] more = all.floats(name);
      int n = values.length;
      values = Arrays.copyOf(values, n + more.length);
      System.arraycopy(more, 0, values, n, more.length);
    }
    return scripted(values);
  }

  private static RandomGenerator scripted(float[] values) {
    return new RandomGenerator() {
      private int next;

      @Override
      public long nextLong() {
        throw new IllegalStateException("Only Gaussians are scripted.");
      }

      @Override
      public double nextGaussian() {
        return values[next++];
      }
    };
  }
}
