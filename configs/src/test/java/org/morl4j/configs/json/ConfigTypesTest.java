package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.morl4j.configs.json.Sample.Agent;
import org.morl4j.configs.json.Sample.RandomAgent;

class ConfigTypesTest {
  interface Shaped {}

  record Typed(String type) implements Shaped {}

  record Held(float value) {}

  @Test
  void namesAndTypesAreTakenOnce() {
    ConfigTypes types = ConfigTypes.NONE.register(Agent.class, "random", RandomAgent.class);
    assertThatThrownBy(() -> types.register(Agent.class, "random", Sample.Ppo.class))
        .hasMessageContaining("already has the name random");
    assertThatThrownBy(() -> types.register(Agent.class, "other", RandomAgent.class))
        .hasMessageContaining("already has the name other or the type");
  }

  @Test
  void aComponentCalledTypeWouldHideTheName() {
    assertThatThrownBy(() -> ConfigTypes.NONE.register(Shaped.class, "typed", Typed.class))
        .hasMessageContaining("has a component called type");
  }

  @Test
  void recordsThatAConfigCannotHoldAreRefusedAtOnce() {
    assertThatThrownBy(() -> new ConfigReader<>(Held.class, ConfigTypes.NONE))
        .hasMessageContaining("Held.value has the type float, which a config can't hold.");
  }
}
