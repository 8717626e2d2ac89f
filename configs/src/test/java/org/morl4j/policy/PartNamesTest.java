package org.morl4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.configs.Catalogue;

/** Parts of policies go by the names that configs know them by, and none is missing. */
class PartNamesTest {
  @Test
  void namesAreThoseOfConfigs() {
    assertThat(PartJson.KINDS).containsOnlyKeys(ValueHeadOptions.class, Risk.class, Utility.class);
    for (Map.Entry<Class<?>, Map<String, Class<? extends Record>>> part :
        PartJson.KINDS.entrySet()) {
      assertThat(part.getValue())
          .as(part.getKey().getName())
          .isEqualTo(Catalogue.types().named(part.getKey()));
    }
  }
}
