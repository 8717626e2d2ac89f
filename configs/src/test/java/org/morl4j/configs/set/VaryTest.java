package org.morl4j.configs.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.rng.Rng;

class VaryTest {
  @Test
  void aListIsSplitAtCommasOutsideOfListsAndStrings() {
    Vary vary = Vary.parse("agent.hidden=[64,64], [128] ,\"a,b\"");
    assertThat(vary.path()).isEqualTo("agent.hidden");
    assertThat(vary.values().bounds()).containsExactly("[64,64]", "[128]", "\"a,b\"");
    assertThat(vary.isRange()).isFalse();
    assertThat(Vary.parse("a=choice(1,2,2)").values().bounds()).containsExactly("1", "2", "2");
  }

  @Test
  void drawsLieInTheirRange() {
    Rng rng = new Rng(3);
    Vary log = Vary.parse("a=log(1e-4,1e-2)");
    Vary whole = Vary.parse("a=int(1,3)");
    Vary uniform = Vary.parse("a=uniform(-1,0.5)");
    int below = 0;
    int[] counts = new int[4];
    for (int i = 0; i < 3000; i++) {
      double value = Double.parseDouble(log.values().draw(rng));
      assertThat(value).isBetween(1e-4, 1e-2);
      below += value < 1e-3 ? 1 : 0;
      counts[Integer.parseInt(whole.values().draw(rng))]++;
      assertThat(Double.parseDouble(uniform.values().draw(rng))).isBetween(-1.0, 0.5);
    }
    // Half the draws lie in either order of magnitude: 1500, with a standard deviation of 27.
    assertThat(below).isBetween(1370, 1630);
    assertThat(counts).startsWith(0);
    assertThat(List.of(counts[1], counts[2], counts[3])).allMatch(n -> n > 870 && n < 1130);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent.epochs| must have the form path=values, as in agent.learningRate=1e-4,1e-3.",
        "a=1,,2| a value is empty. Maybe there is a comma too many.",
        "a=1,1| gives 1 twice. Maybe leave one out.",
        "a=normal(0,1)| normal is none of log, uniform, int and choice.",
        "a=log(0,1)| the lower end of log is 0, but must be positive. Maybe use uniform(0,1).",
        "a=log(1)| log takes two numbers, the lower one first.",
        "a=int(1,2.5)| int takes two whole numbers, the lower one first.",
        "a=uniform(2,1)| uniform takes two numbers, the lower one first."
      })
  void whatHasNoneOfTheFormsIsRefused(String argument, String problem) {
    assertThatThrownBy(() -> Vary.parse(argument))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--vary " + argument)
        .hasMessageContaining(problem);
  }
}
