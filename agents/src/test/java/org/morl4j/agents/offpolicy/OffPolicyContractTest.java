package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.metrics.NumberRecord;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.train.Trainer;
import org.morl4j.nn.Activation;
import org.morl4j.testkit.LearnerContract;

/** What SAC and TD3 owe the framework, under every value head, and that they learn. */
class OffPolicyContractTest {
  private static final Box ACTIONS = Box.of(2, -2, 2, Dtype.FLOAT32);

  private static ReplayOptions replay(int warmup, ReplayOptions.Priority priority) {
    return ReplayOptions.DEFAULT
        .withCapacity(500)
        .withBatch(16)
        .withWarmup(warmup)
        .withPriority(priority)
        .withStorage(Storage.HEAP);
  }

  private static CriticOptions critic(ValueHeadOptions head, Combine combine) {
    return CriticOptions.DEFAULT.withHead(head).withCombine(combine);
  }

  private static Sac.Options sac(
      CriticOptions critic, boolean preference, int delay, ReplayOptions replay) {
    Sac.Settings settings =
        new Sac.Settings(
            new Rates(0.01, 0.9, 0.05, delay),
            new Sac.Targets(delay, delay > 1, true),
            new MlpOptions(preference, List.of(16), Activation.TANH),
            Sac.Settings.DEFAULT.head(),
            new TemperatureOptions.Learned(0.1, 0.01, null),
            replay);
    return new Sac.Options(settings, critic);
  }

  private static Td3.Options td3(CriticOptions critic, boolean preference, ReplayOptions replay) {
    return new Td3.Options(
        new Rates(0.001, 0.9, 0.05, 2),
        Noise.DEFAULT,
        new MlpOptions(preference, List.of(32), Activation.RELU),
        critic.withPolicy(CriticOptions.PolicyTarget.FIRST),
        replay);
  }

  /** Updates from the start, as the contract's few need. */
  static Stream<Arguments> eager() {
    return agents(2);
  }

  /** Random actions first, as learning needs. */
  static Stream<Arguments> patient() {
    return agents(300);
  }

  private static Stream<Arguments> agents(int warmup) {
    CriticOptions scalar = critic(ScalarHead.Options.DEFAULT, Combine.MIXED_MIN);
    CriticOptions element = critic(ScalarHead.Options.DEFAULT, Combine.ELEMENT_MIN);
    CriticOptions gaussian = critic(GaussianHead.Options.DEFAULT, Combine.MIXED_MIN);
    CriticOptions quantiles =
        critic(
            new QuantileHead.Options(5, 1, QuantileHead.Average.TARGETS, true, 1),
            Combine.MIXED_MIN);
    CriticOptions histogram =
        critic(new CategoricalHead.HlGauss(-20, 5, 21, 0.75), Combine.MIXED_MIN);
    CriticOptions c51 = critic(new CategoricalHead.C51(-20, 5, 21), Combine.MIXED_MIN);
    CriticOptions ensemble =
        CriticOptions.DEFAULT
            .withCount(4)
            .withDrawn(2)
            .withPolicy(CriticOptions.PolicyTarget.MEAN)
            .withLayerNorm(true);
    ReplayOptions plain = replay(warmup, null);
    ReplayOptions prioritised = replay(warmup, ReplayOptions.Priority.DEFAULT);
    return Stream.of(
        Arguments.of("sac", sac(scalar, false, 1, plain)),
        Arguments.of("sac, delayed, prioritised", sac(element, false, 2, prioritised)),
        Arguments.of("sac by preference", sac(scalar, true, 1, plain)),
        Arguments.of("sac with Gaussians", sac(gaussian, false, 1, plain)),
        Arguments.of("sac with quantiles", sac(quantiles, false, 1, plain)),
        Arguments.of("sac with HL-Gauss", sac(histogram, false, 1, plain)),
        Arguments.of("sac with C51", sac(c51, false, 1, plain)),
        Arguments.of("redq", sac(ensemble, false, 2, plain)),
        Arguments.of("td3", td3(scalar, false, plain)),
        Arguments.of("td3 by preference", td3(element, true, prioritised)),
        Arguments.of("td3 with quantiles", td3(quantiles, false, plain)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("eager")
  void keepsTheContract(String name, AgentOptions options) {
    EnvSpec spec = new Toy(ACTIONS).spec();
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Toy(ACTIONS), 2));
  }

  /** The mean reward "hit" of greedy actions; 0 is best, random actions get about -1.2. */
  private static double hit(Learner<?> learner, double[] preference) {
    try (VectorEnv env = VectorEnv.of(() -> new Toy(ACTIONS), 1)) {
      Actor actor =
          learner.policy().actor(1, Mode.EXPLOIT, new Rng[] {new SeedTree(3).generator()});
      double[] act = new double[2];
      double sum = 0;
      var step = env.reset(new EpisodeSeeds(new SeedTree(9), 1));
      for (int t = 0; t < 40; t++) {
        actor.act(step.obs(), preference, act, null);
        step = env.step(act);
        sum += step.reward()[0];
      }
      return sum / 40;
    }
  }

  private static Learner<?> trained(AgentOptions options, Mixer mixer, long transitions) {
    EnvSpec spec = new Toy(ACTIONS).spec();
    Signals signals = options.signals(spec);
    Learner<?> learner =
        options
            .factory()
            .create(new Setup(spec, signals, transitions, new SeedTree(5).child("learner")));
    try (VectorEnv env = VectorEnv.of(() -> new Toy(ACTIONS), 1)) {
      Trainer trainer =
          new Trainer(
              env,
              learner,
              new Mixture(mixer, List.of()),
              signals,
              transitions,
              new SeedTree(5).child("train"));
      while (trainer.transitions() < transitions) {
        trainer.advance();
      }
    }
    return learner;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("patient")
  void learnsToHit(String name, AgentOptions options) {
    boolean conditioned = options.factory().requirements().preference();
    Mixer mixer = conditioned ? Mixer.byPreference(2, 2) : Mixer.weightedSum(Vec.of(1, 0));
    Learner<?> learner = trained(options, mixer, 5000);
    assertThat(hit(learner, conditioned ? new double[] {1, 0} : null)).isGreaterThan(-0.35);
    if (conditioned) {
      // The other objective asks for small actions, whatever the target.
      double[] act = new double[2];
      Actor actor =
          learner.policy().actor(1, Mode.EXPLOIT, new Rng[] {new SeedTree(3).generator()});
      actor.act(new double[] {1}, new double[] {0, 1}, act, null);
      assertThat(Math.abs(act[0]) + Math.abs(act[1])).isLessThan(0.8);
    }
  }

  @Test
  void refusesDiscreteActions() {
    EnvSpec spec = new Toy(new Discrete(3)).spec();
    Sac.Options options = Sac.Options.DEFAULT;
    assertThatThrownBy(
            () ->
                options
                    .factory()
                    .create(new Setup(spec, options.signals(spec), 1, new SeedTree(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a Box");
  }

  @Test
  void networksRunOnTheBackendThatTheSetupNames() {
    OffPolicyFixture fixture = OffPolicyFixture.of("td3");
    Td3.Options options = td3(CriticOptions.DEFAULT, false, ReplayOptions.DEFAULT);
    List<Td3.Losses> losses = new ArrayList<>();
    for (String backend : List.of("fused", "nd4j")) {
      Td3 td3 =
          new Td3(
              options, new Setup(fixture.spec(), fixture.signalsOf(), 1, new SeedTree(1), backend));
      assertThat(((NetworkPolicy) td3.policy()).network().getClass().getSimpleName())
          .isEqualToIgnoringCase(backend + "Network");
      losses.add(td3.update(fixture.batch(), fixture.criterion(), 1));
    }
    assertThat(losses.get(0).last().policy()).isNotZero();
    double[] fused = NumberRecord.of(losses.get(0)).values(losses.get(0));
    assertThat(NumberRecord.of(losses.get(1)).values(losses.get(1)))
        .containsExactly(fused, within(1e-5));
  }

  @Test
  void parallelCriticsGiveTheSameBits() {
    ReplayOptions replay = replay(2, null);
    CriticOptions threads = critic(ScalarHead.Options.DEFAULT, Combine.MIXED_MIN);
    CriticOptions alone = threads.withParallel(false);
    Mixer mixer = Mixer.weightedSum(Vec.of(1, 0));
    var a = trained(sac(threads, false, 1, replay), mixer, 100).snapshot().state().entries();
    var b = trained(sac(alone, false, 1, replay), mixer, 100).snapshot().state().entries();
    a.forEach((key, value) -> assertThat(b.get(key)).as(key).isEqualTo(value));
  }
}
