package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.Catalogue;
import org.morl4j.envs.wrap.WrapperOptions;

class ConditionsReaderTest {
  /** Whoever adds a wrapper decides here whether it changes what returns are of. */
  @Test
  void everyWrapperIsOfTheAgentOrOfTheTask() {
    Set<String> all = new HashSet<>(ConditionsReader.OF_THE_AGENT);
    all.addAll(List.of("linear-reward", "reward-scale", "cost-scale", "cost"));
    assertThat(Catalogue.types().named(WrapperOptions.class).keySet()).isEqualTo(all);
  }
}
