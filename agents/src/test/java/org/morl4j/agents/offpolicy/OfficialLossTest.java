package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.agents.regularized.Prdc;
import org.morl4j.agents.regularized.Td3Bc;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.metrics.NumberRecord;

/**
 * Losses and gradients of the authors' code on a fixed batch: sfujim/TD3_BC at 8791ad7 and
 * LAMDA-RL/PRDC at 9f38464, run by benchmarks/python/agents/make_offline_fixtures.py.
 */
class OfficialLossTest {
  private static Td3.Options settings(OffPolicyFixture fixture) {
    return new Td3.Options(
        Rates.DEFAULT,
        new Noise(0.1, fixture.option("noise_std"), fixture.option("noise_clip")),
        MlpOptions.DEFAULT.withHidden(OffPolicyFixture.HIDDEN),
        CriticOptions.FIRST.withParallel(false),
        ReplayOptions.DEFAULT);
  }

  private static Td3 learner(OffPolicyFixture fixture, Td3Preset<?> options) {
    Td3 learner = new Td3(options, fixture.setup());
    learner.parts().start(fixture.networks());
    return learner;
  }

  private static TransitionTable data(OffPolicyFixture fixture) {
    float[] obs = fixture.floats("data_obs");
    float[] act = fixture.floats("data_act");
    int n = act.length / 2;
    double[] acts = new double[act.length];
    Arrays.setAll(acts, i -> act[i]);
    Batch all = SingleSteps.of(fixture.signalsOf(), obs, obs, acts, new double[n], new boolean[n]);
    return TransitionTable.of("the fixture's data", List.of(all));
  }

  /** Theirs is twice ours: the whole of the squared error. */
  private static void assertCritics(OffPolicyFixture fixture, Td3 td3) {
    double loss = td3.criticStep(fixture.draws("next_noise"), 3e-4);
    assertThat(2 * loss).isCloseTo(fixture.expected("critic_loss")[0], within(1e-5));
    for (int i = 0; i < 2; i++) {
      float[] twice = td3.critics.gradient(i);
      for (int p = 0; p < twice.length; p++) {
        twice[p] *= 2;
      }
      fixture.assertClose("critic_gradient." + i, twice);
    }
  }

  @Test
  void td3Bc() {
    OffPolicyFixture fixture = OffPolicyFixture.of("td3-bc");
    Td3Bc.Options options = new Td3Bc.Options(fixture.option("alpha"), false, settings(fixture));
    Td3 td3 = learner(fixture, options);
    td3.rows.load(fixture.batch(), fixture.criterion());
    fixture.assertClose("actor_loss", td3.policyStep(3e-4).policy());
    fixture.assertClose("actor_gradient", td3.actor.network().gradient());
    assertCritics(fixture, td3);
  }

  @Test
  void prdc() {
    OffPolicyFixture fixture = OffPolicyFixture.of("prdc");
    Prdc.Options options =
        new Prdc.Options(
            fixture.option("alpha"),
            fixture.option("beta"),
            Prdc.Distance.ACTION,
            false,
            settings(fixture));
    Td3 td3 = learner(fixture, options);
    td3.prepare(data(fixture));
    td3.rows.load(fixture.batch(), fixture.criterion());
    Td3.PolicyLosses losses = td3.policyStep(3e-4);
    fixture.assertClose("actor_loss", losses.policy());
    fixture.assertClose("nearest", NumberRecord.of(losses.term()).values(losses.term())[0]);
    fixture.assertClose("actor_gradient", td3.actor.network().gradient());
    assertCritics(fixture, td3);
  }

  /** What networks see of observations, and what is made of other data afterwards: nothing. */
  @Test
  void observationsAreStandardisedAsTheirs() {
    OffPolicyFixture fixture = OffPolicyFixture.of("td3-bc");
    Td3 td3 = new Td3(Td3Bc.Options.DEFAULT.withTd3(settings(fixture)), fixture.setup());
    td3.prepare(data(fixture));
    float[] obs = fixture.floats("data_obs");
    float[] seen = new float[obs.length];
    td3.actor.network().scale().apply(obs, obs.length / 3, seen);
    fixture.assertClose("data_normalized", seen);
    RunningMoments moments =
        Objects.requireNonNull(((NetworkPolicy) td3.policy()).obsMoments(), "moments");
    double[] mean = fixture.expected("data_mean");
    for (int j = 0; j < 3; j++) {
      assertThat(moments.mean(j)).isCloseTo(mean[j], within(1e-5 * Math.abs(mean[j])));
    }
    td3.prepare(data(OffPolicyFixture.of("prdc")));
    float[] later = new float[obs.length];
    td3.actor.network().scale().apply(obs, obs.length / 3, later);
    assertThat(later).isEqualTo(seen);
  }

  /**
   * Critics are asked with raw observations by evaluations, with seen ones by the policy's step.
   */
  @Test
  void criticsSeeWhatThePolicySees() {
    OffPolicyFixture fixture = OffPolicyFixture.of("td3-bc");
    Td3 raw = learner(fixture, new Td3Bc.Options(1, false, settings(fixture)));
    Td3 scaled = new Td3(new Td3Bc.Options(1, true, settings(fixture)), fixture.setup());
    scaled.prepare(data(fixture));
    scaled.critics.parts().start(fixture.networks().child("critics"));
    float[] obs = Arrays.copyOf(fixture.floats("data_obs"), 3 * OffPolicyFixture.ROWS);
    float[] seen = new float[obs.length];
    scaled.actor.network().scale().apply(obs, OffPolicyFixture.ROWS, seen);
    double[] act = fixture.batch().act();
    float[] expected = new float[OffPolicyFixture.ROWS];
    float[] actual = new float[OffPolicyFixture.ROWS];
    raw.values().values(seen, act, null, OffPolicyFixture.ROWS, expected);
    scaled.values().values(obs, act, null, OffPolicyFixture.ROWS, actual);
    assertThat(actual).isEqualTo(expected);
  }
}
