package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
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

  @Test
  void aSoundLearnerPasses() {
    check(Flaw.NONE);
  }

  @ParameterizedTest
  @EnumSource(value = Flaw.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachFlawIsFound(Flaw flaw) {
    assertThatThrownBy(() -> check(flaw)).isInstanceOf(AssertionError.class);
  }
}
