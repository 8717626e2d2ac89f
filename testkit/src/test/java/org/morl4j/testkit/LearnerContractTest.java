package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Requirements;
import org.morl4j.testkit.CoinLearner.Flaw;

/** A sound learner passes the contract and each flaw is found. */
class LearnerContractTest {
  private static final EnvSpec SPEC = new Corridor(5, 12, 0.2).spec();

  private static void check(Flaw flaw) {
    LearnerContract.check(
        CoinLearner.factory(flaw, 16),
        SPEC,
        Signals.of(SPEC, 0.99, 0.95),
        () -> VectorEnv.of(() -> new Corridor(5, 12, 0.2), 3));
  }

  /** Spans of three steps, two updates every second step of three rows, priorities, preferences. */
  private static void check(OffPolicyCoin.Flaw flaw, boolean preference) {
    ReplayOptions options =
        new ReplayOptions(
            200,
            16,
            20,
            2,
            2,
            3,
            preference ? ReplayOptions.Priority.DEFAULT : null,
            ReplayOptions.Storage.HEAP);
    LearnerContract.check(
        OffPolicyCoin.factory(flaw, options, preference),
        SPEC,
        Signals.of(SPEC, 0.99, 0.95),
        () -> VectorEnv.of(() -> new Corridor(5, 12, 0.2), 3));
  }

  /** On recorded data alone, with and without a flaw. */
  @Test
  void aLearnerOnDataIsCheckedOnARecording() {
    Requirements requirements = Requirements.batches(5).with(Column.NEXT_ACT);
    checkOnData(OffPolicyCoin.Flaw.NONE, requirements.withPreference(true));
    assertThatThrownBy(() -> checkOnData(OffPolicyCoin.Flaw.TARGET_NOT_SAVED, requirements))
        .isInstanceOf(AssertionError.class);
  }

  private static void checkOnData(OffPolicyCoin.Flaw flaw, Requirements requirements) {
    LearnerContract.check(
        OffPolicyCoin.factory(flaw, requirements),
        SPEC,
        Signals.of(SPEC, 0.99, 0.95),
        () -> VectorEnv.of(() -> new Corridor(5, 12, 0.2), 3));
  }

  @Test
  void aSoundLearnerPasses() {
    check(Flaw.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSoundOffPolicyLearnerPasses(boolean preference) {
    check(OffPolicyCoin.Flaw.NONE, preference);
  }

  @ParameterizedTest
  @EnumSource(value = OffPolicyCoin.Flaw.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachOffPolicyFlawIsFound(OffPolicyCoin.Flaw flaw) {
    assertThatThrownBy(() -> check(flaw, true)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @EnumSource(value = Flaw.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachFlawIsFound(Flaw flaw) {
    assertThatThrownBy(() -> check(flaw)).isInstanceOf(AssertionError.class);
  }
}
