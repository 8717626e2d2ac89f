package org.morl4j.envs.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.env.Environment;
import org.morl4j.envs.NativeEnvs;

/**
 * 20 seeds x 1,000 actions against recordings of mo-gymnasium 1.3.2 and gymnasium 1.4.0: every
 * observation, reward, terminated and truncated, bit for bit.
 */
class RecordedParityTest {
  private static final Map<String, TrajectoryParity> RECORDED = TrajectoryParity.recorded();

  static Iterable<String> names() {
    return NativeEnvs.ports();
  }

  @ParameterizedTest
  @MethodSource("names")
  void trajectoriesAreTheOriginals(String name) {
    TrajectoryParity recorded = Objects.requireNonNull(RECORDED.get(name), name);
    try (Environment env = NativeEnvs.create(name)) {
      int mismatches = 0;
      for (int seed = 0; seed < recorded.seeds(); seed++) {
        double[][] rows = recorded.walk(env, seed);
        for (int t = 0; t < recorded.firstRows().length && seed == 0; t++) {
          assertThat(rows[t]).as("row %d", t).containsExactly(recorded.firstRows()[t]);
        }
        mismatches += recorded.mismatches(rows, seed);
      }
      assertThat(mismatches).as("blocks of 50 rows that differ").isZero();
    }
  }
}
