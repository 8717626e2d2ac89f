package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.core.env.Environment;
import org.morl4j.envs.NativeEnvs;

class ObjectiveNamesTest {
  @Test
  void sameNamesAsTheNativeEnvironments() {
    for (String name : NativeEnvs.ports()) {
      if (name.startsWith("fruit-tree-d")) {
        continue; // a native id; in Python the depth is an argument
      }
      try (Environment env = NativeEnvs.create(name)) {
        assertThat(ObjectiveNames.of(name, env.spec().objectives().size()))
            .as(name)
            .isEqualTo(env.spec().objectives());
      }
    }
  }

  @Test
  void unknownOnesAreNumbered() {
    assertThat(ObjectiveNames.of("mine-v0", 1)).containsExactly("reward");
    assertThat(ObjectiveNames.of("mine-v0", 2)).containsExactly("reward_0", "reward_1");
    assertThat(ObjectiveNames.of("mo-hopper-v5", 3)).containsExactly("forward", "height", "energy");
    assertThat(ObjectiveNames.of("fishwood-v0", 3)).first().isEqualTo("reward_0");
  }
}
