package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void numbersStandToTheRightAndTextToTheLeft() {
    Table table =
        new Table(
            List.of("name", "n", "mixed"),
            List.of(List.of("a", "1.5", "1"), List.of("longer", "-10", "x")));
    assertThat(table.print())
        .isEqualTo(
            """
            name      n  mixed
            a       1.5  1
            longer  -10  x
            """);
  }

  @Test
  void numbersHaveSixDigits() {
    assertThat(Table.number(0.69999999999999996)).isEqualTo("0.7");
    assertThat(Table.number(-50)).isEqualTo("-50");
    assertThat(Table.number(12575.8734)).isEqualTo("12575.9");
    assertThat(Table.number(1234567)).isEqualTo("1234570");
    assertThat(Table.number(1.0 / 3e9)).isEqualTo("3.33333E-10");
    assertThat(Table.number(0)).isEqualTo("0");
    assertThat(Table.number(Double.NaN)).isEqualTo("NaN");
  }
}
