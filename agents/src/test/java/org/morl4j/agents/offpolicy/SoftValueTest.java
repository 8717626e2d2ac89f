package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.train.Bias;
import org.morl4j.core.train.BiasProbe;

/**
 * The soft value of a task without rewards: one state, actions in [-1, 1], gamma 0.9, alpha 1. The
 * best policy is uniform with the entropy log 2 each step, so that Q = 0.9 log 2 / 0.1 = 6.24; the
 * widest squashed Gaussian has a little less, and reaches 6.1.
 */
class SoftValueTest {
  private static final double SOFT = 0.9 * Math.log(2) / 0.1;
  private static final int ROWS = 32;
  private static final int UPDATES = 2000;

  private static Sac.Options options() {
    Sac.Settings settings =
        Sac.Settings.DEFAULT
            .withRates(new Rates(3e-3, 0.9, 0.05, 1))
            .withNetworks(MlpOptions.DEFAULT.withHidden(16))
            .withTemperature(new TemperatureOptions.Fixed(1));
    return new Sac.Options(settings, CriticOptions.DEFAULT.withParallel(false));
  }

  private static EnvSpec spec(int objectives) {
    return new EnvSpec(
        "test:nothing",
        Box.of(1, 0, 1, Dtype.FLOAT32),
        Box.of(1, -1, 1, Dtype.FLOAT64),
        IntStream.range(0, objectives).mapToObj(s -> "zero" + s).toList(),
        List.of(),
        100,
        null,
        null,
        "agents");
  }

  private static Learner<?> trained(Vec weights) {
    EnvSpec spec = spec(weights.size());
    Signals signals = options().signals(spec);
    Learner<?> learner =
        options().factory().create(new Setup(spec, signals, UPDATES, new SeedTree(6)));
    Rng rng = new Rng(7);
    double[] act = rng.doubles(ROWS, -1, 1).toArray();
    int[] offsets = IntStream.rangeClosed(0, ROWS).toArray();
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    Batch batch =
        new Batch(
            signals,
            offsets,
            new float[ROWS],
            new float[ROWS],
            act,
            new double[ROWS * weights.size()],
            new double[0],
            new boolean[ROWS],
            new boolean[ROWS],
            steps);
    Criterion criterion = new Mixture(Mixer.weightedSum(weights), List.of());
    for (int i = 0; i < UPDATES; i++) {
      learner.update(batch, criterion);
    }
    return learner;
  }

  /** A task that gives nothing, cut after 80 steps, where what is left weighs 2e-4. */
  private static final class Nothing implements Environment {
    private final EnvSpec spec;
    private int steps;

    Nothing(int objectives) {
      spec = SoftValueTest.spec(objectives);
    }

    @Override
    public EnvSpec spec() {
      return spec;
    }

    @Override
    public double[] reset(long seed) {
      steps = 0;
      return new double[1];
    }

    @Override
    public Step step(double[] act) {
      steps++;
      double[] reward = new double[spec.objectives().size()];
      return new Step(new double[1], reward, Step.NO_COST, false, steps == 80);
    }
  }

  private static ValueFunction values(Learner<?> learner) {
    return Objects.requireNonNull(learner.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.5 0.3 0.2", "1 1 1", "0.1 0.2 0.3", "4 -1 -1"})
  void theMixIsTheSoftValueWhateverTheWeights(String text) {
    Vec weights = Vec.of(Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray());
    int m = weights.size();
    float[] q = new float[3 * m];
    values(trained(weights)).values(new float[3], new double[] {-0.8, 0, 0.8}, null, 3, q);
    for (int i = 0; i < 3; i++) {
      double mixed = 0;
      for (int s = 0; s < m; s++) {
        mixed += weights.get(s) * q[i * m + s];
      }
      assertThat(mixed).isCloseTo(SOFT, within(0.2));
    }
  }

  /** The prediction holds entropy, and so does what it is compared with: nothing is left. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void biasComparesEntropyWithEntropy(int objectives) {
    Vec weights = Vec.filled(objectives, 1);
    Learner<?> learner = trained(weights);
    ValueFunction values = values(learner);
    assertThat(values.mode()).isEqualTo(Mode.EXPLORE);
    try (VectorEnv env = VectorEnv.of(() -> new Nothing(objectives), 4)) {
      BiasProbe probe = new BiasProbe(env, options().signals(spec(objectives)), 8);
      Bias bias = probe.measure(learner.policy(), values, null, values.mode(), new SeedTree(2));
      for (Bias.OfSignal of : bias.signals()) {
        assertThat(of.samples()).isGreaterThan(200);
        assertThat(of.predicted()).isCloseTo(SOFT / objectives, within(0.2));
        assertThat(of.bias()).isCloseTo(0, within(0.15));
      }
    }
  }
}
