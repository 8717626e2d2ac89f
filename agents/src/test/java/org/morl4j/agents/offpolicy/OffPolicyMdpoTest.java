package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.AnchorKl;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.train.Trainer;
import org.morl4j.nn.Activation;
import org.morl4j.testkit.LearnerContract;

/** The proximity term of off-policy MDPO; its gradient's parts are tested with the heads. */
class OffPolicyMdpoTest {
  private static final double LAMBDA = 0.1;
  private static final Box ACTIONS = Box.of(2, -2, 2, Dtype.FLOAT32);

  private static Sac.Settings settings(int warmup) {
    return Sac.Settings.DEFAULT
        .withRates(new Rates(0.01, 0.9, 0.05, 1))
        .withNetworks(new MlpOptions(false, List.of(16), Activation.TANH))
        .withTemperature(new TemperatureOptions.Fixed(LAMBDA))
        .withReplay(
            ReplayOptions.DEFAULT
                .withCapacity(500)
                .withBatch(16)
                .withWarmup(warmup)
                .withStorage(ReplayOptions.Storage.HEAP));
  }

  private static OffPolicyMdpo.Options mdpo(double proximity, int sgdSteps, int warmup) {
    return new OffPolicyMdpo.Options(proximity, sgdSteps, settings(warmup), CriticOptions.FIRST);
  }

  private static final class Run {
    final List<Sac.Losses> losses = new ArrayList<>();
    final Learner<?> learner;

    Run(AgentOptions options, int transitions) {
      EnvSpec spec = new Toy(ACTIONS).spec();
      Signals signals = options.signals(spec);
      learner =
          options
              .factory()
              .create(new Setup(spec, signals, transitions, new SeedTree(5).child("a")));
      try (VectorEnv env = VectorEnv.of(() -> new Toy(ACTIONS), 1)) {
        Trainer trainer =
            new Trainer(
                env,
                learner,
                new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of()),
                signals,
                transitions,
                new SeedTree(5).child("train"));
        while (trainer.transitions() < transitions) {
          if (trainer.advance() instanceof Sac.Losses of) {
            losses.add(of);
          }
        }
      }
    }
  }

  @Test
  void withProximityLambdaItIsSac() {
    Sac.Options sac = new Sac.Options(settings(20), CriticOptions.FIRST);
    var expected = new Run(sac, 120).learner.snapshot().state().entries();
    var actual = new Run(mdpo(LAMBDA, 10, 20), 120).learner.snapshot().state().entries();
    expected.forEach((key, value) -> assertThat(actual.get(key)).as(key).isEqualTo(value));
  }

  @Test
  void theOldPolicyBecomesThePresentOneAfterSoManySteps() {
    List<Sac.Losses> losses = new Run(mdpo(1, 10, 20), 80).losses;
    assertThat(losses).hasSizeGreaterThan(40);
    for (int i = 0; i < losses.size(); i++) {
      if (i % 10 == 0) {
        assertThat(kl(losses.get(i))).as("update %d", i).isCloseTo(0, within(1e-6));
      } else {
        assertThat(kl(losses.get(i))).as("update %d", i).isGreaterThan(1e-6);
      }
    }
  }

  @Test
  void moreProximityKeepsThePolicyNearer() {
    double near = last(new Run(mdpo(100, 1_000_000, 20), 300));
    double far = last(new Run(mdpo(LAMBDA + 0.01, 1_000_000, 20), 300));
    assertThat(near).isLessThan(0.1 * far);
  }

  private static double kl(Sac.Losses losses) {
    return ((AnchorKl.Losses) losses.last().term()).kl();
  }

  private static double last(Run run) {
    return kl(run.losses.get(run.losses.size() - 1));
  }

  @Test
  void keepsTheContract() {
    EnvSpec spec = new Toy(ACTIONS).spec();
    AgentOptions options = mdpo(1, 3, 2);
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Toy(ACTIONS), 2));
  }

  @Test
  void refusesLearnedTemperaturesAndTooLittleProximity() {
    Sac.Settings learned = Sac.Settings.DEFAULT;
    assertThatThrownBy(() -> new OffPolicyMdpo.Options(1, 10, learned, CriticOptions.FIRST))
        .hasMessageStartingWith("temperature is learned, but MDPO's lambda must be fixed.");
    assertThatThrownBy(() -> mdpo(0.05, 10, 2))
        .hasMessage(
            "proximity is 0.05, but must not be below temperature.alpha, 0.1. Maybe set it to 1.");
  }
}
