package org.morl4j.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.morl4j.core.env.Environment;

class ProvidedEnvsTest {
  /** Named in META-INF/services of the test resources. */
  public static final class Reef implements EnvironmentProvider {
    @Override
    public String name() {
      return "reef";
    }

    @Override
    public Environment create() {
      return NativeEnvs.create("deep-sea-treasure-v0");
    }
  }

  @Test
  void providersAreFoundByName() {
    assertThat(ProvidedEnvs.names()).contains("reef");
    try (Environment env = ProvidedEnvs.create("reef")) {
      assertThat(env.reset(0)).containsExactly(0, 0);
    }
    assertThatThrownBy(() -> ProvidedEnvs.create("rief"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Maybe you meant reef.");
    assertThatThrownBy(() -> ProvidedEnvs.create("moon-landing"))
        .hasMessageContaining("Maybe name its jar with --plugins, in the variable MORL4J_PLUGINS");
  }
}
