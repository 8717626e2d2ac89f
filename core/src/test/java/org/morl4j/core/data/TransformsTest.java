package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/**
 * Four episodes of one objective on a line, of returns 3, 10, -2 and 8, in rows 0-1, 2-3, 4 and
 * 5-6; each row's action is a tenth of its number.
 */
class TransformsTest {
  private static final EnvSpec SPEC = spec(List.of("speed"), Box.of(1, -1, 1, Dtype.FLOAT64));
  private static final Signals SIGNALS = Signals.of(SPEC, 0.9, 1);
  private static final double[] REWARD = {1, 2, 4, 6, -2, 3, 5};

  private static EnvSpec spec(List<String> objectives, Space actions) {
    Space line = Box.of(1, -9, 9, Dtype.FLOAT64);
    return new EnvSpec("a:b", line, actions, objectives, List.of(), 0, null, null, "test");
  }

  private static Batch rows(double[] reward, double[] act, int... steps) {
    return new Batch(
        SIGNALS,
        new int[] {0, 1, 2, 3, 4, 5, 6, 7},
        new float[] {0, 1, 5, 6, 5, 0, 1},
        new float[] {1, 2, 6, 7, 6, 1, 2},
        act,
        reward,
        new double[0],
        new boolean[] {false, true, false, false, false, false, false},
        new boolean[] {false, false, false, true, false, false, false},
        steps);
  }

  private static Batch rows() {
    double[] act = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    return rows(REWARD.clone(), act, 1, 1, 1, 1, 1, 1, 1);
  }

  private static DataView numbered() {
    return TransitionTable.of(
        "numbered", List.of(rows().with(Column.EPISODE, new int[] {0, 0, 1, 1, 2, 3, 3})));
  }

  private static DataView plain() {
    return TransitionTable.of("plain", List.of(rows()));
  }

  private static double[] rewards(DataView view) {
    return view.read(0, (int) view.size()).reward();
  }

  /** 1000 / (10 - -2). The jump from row 4 to row 5, which nothing ends, parts episodes too. */
  @Test
  void returnsAreNormalisedByTheirRange() {
    for (DataView view : List.of(numbered(), plain())) {
      DataView changed = ReturnNormalise.DEFAULT.apply(view, SPEC, SIGNALS);
      assertThat(rewards(changed)[3]).isCloseTo(6 * 1000 / 12.0, within(1e-12));
      Batch drawn = changed.source().sample(20, new Rng(1));
      for (int i = 0; i < 20; i++) {
        double before = REWARD[drawn.ints(Column.ROW)[i]];
        assertThat(drawn.reward()[i]).isCloseTo(before * 1000 / 12, within(1e-12));
      }
    }
  }

  @Test
  void equalReturnsHaveNoRange() {
    double[] reward = {1, 1, 2, 0, 2, 1, 1};
    DataView view =
        TransitionTable.of("flat", List.of(rows(reward, new double[7], 1, 1, 1, 1, 1, 1, 1)));
    assertThatThrownBy(() -> ReturnNormalise.DEFAULT.apply(view, SPEC, SIGNALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("those of speed lie between 2.0 and 2.0. Maybe");
  }

  @Test
  void spansOfSeveralStepsHaveNoReturns() {
    DataView view =
        TransitionTable.of("n", List.of(rows(REWARD.clone(), new double[7], 1, 1, 1, 3, 1, 1, 1)));
    assertThatThrownBy(() -> ReturnNormalise.DEFAULT.apply(view, SPEC, SIGNALS))
        .hasMessageContaining("row 3 spans 3 steps. Maybe record with agent.replay.nStep 1.");
  }

  @Test
  void actionsStayInsideTheirBounds() {
    double[] act = {-1, 1, -0.999, 0.5, 2, 0, 0};
    DataView view =
        TransitionTable.of("a", List.of(rows(REWARD.clone(), act, 1, 1, 1, 1, 1, 1, 1)));
    double inside = 1 - 1e-5;
    assertThat(ClipActionTransform.DEFAULT.apply(view, SPEC, SIGNALS).read(0, 7).act())
        .containsExactly(-inside, inside, -0.999, 0.5, inside, 0, 0);
    EnvSpec wide = spec(List.of("speed"), Box.of(1, 0, 10, Dtype.FLOAT64));
    assertThat(new ClipActionTransform(0.1).apply(view, wide, SIGNALS).read(0, 7).act())
        .containsExactly(0.5, 1, 0.5, 0.5, 2, 0.5, 0.5);
    EnvSpec choices = spec(List.of("speed"), new Discrete(3));
    assertThatThrownBy(() -> ClipActionTransform.DEFAULT.apply(view, choices, SIGNALS))
        .hasMessageContaining("those of a:b have no bounds");
  }

  /**
   * Under 0.9: 1 + 0.9 2 and 2, which terminated; cut ones go on with 6, -2 and 5 for ever: 60, -20
   * and 50.
   */
  @Test
  void returnsToGoEndOrGoOnForEver() {
    for (DataView view : List.of(numbered(), plain())) {
      DataView changed = ReturnsToGo.where(Set.of(Column.RETURN_TO_GO), view, SIGNALS);
      float[] expected = {2.8f, 2, 58, 60, -20, 48, 50};
      assertThat(changed.columns()).contains(Column.RETURN_TO_GO);
      assertThat(changed.read(0, 7).column(Column.RETURN_TO_GO))
          .containsExactly(expected, within(1e-5f));
      TransitionSource source = changed.source();
      source.sample(20, new Rng(2));
      Batch drawn = source.sample(20, new Rng(1));
      for (int i = 0; i < 20; i++) {
        float of = expected[drawn.ints(Column.ROW)[i]];
        assertThat(drawn.column(Column.RETURN_TO_GO)[i]).isCloseTo(of, within(1e-5f));
      }
    }
    assertThat(ReturnsToGo.where(Set.of(Column.EPISODE), plain(), SIGNALS).columns())
        .doesNotContain(Column.RETURN_TO_GO);
  }

  /** Rows 0, 2 and 4 are one episode, 1 and 3 another: 1 + 0.9 (4 + 0.9 (-20)), 2 + 0.9 60. */
  @Test
  void returnsToGoFollowTheNumbersOfInterleavedEpisodes() {
    Batch rows = rows();
    rows.terminated()[1] = false;
    DataView view =
        TransitionTable.of(
            "woven", List.of(rows.with(Column.EPISODE, new int[] {0, 1, 0, 1, 0, 2, 2})));
    assertThat(
            ReturnsToGo.where(Set.of(Column.RETURN_TO_GO), view, SIGNALS)
                .read(0, 7)
                .column(Column.RETURN_TO_GO))
        .containsExactly(new float[] {-11.6f, 56, -14, 60, -20, 48, 50}, within(1e-5f));
  }

  @Test
  void cutEpisodesHaveNoReturnToGoWithoutADiscount() {
    Signals one = Signals.of(SPEC, 1, 1);
    assertThatThrownBy(() -> ReturnsToGo.where(Set.of(Column.RETURN_TO_GO), plain(), one))
        .hasMessageContaining(
            "episode of row 6 was cut, and under a discount of 1 its speed has no end. Maybe");
    DataView spans =
        TransitionTable.of("n", List.of(rows(REWARD.clone(), new double[7], 1, 1, 1, 3, 1, 1, 1)));
    assertThatThrownBy(() -> ReturnsToGo.where(Set.of(Column.RETURN_TO_GO), spans, SIGNALS))
        .hasMessageContaining("row 3 spans 3 steps. Maybe record with agent.replay.nStep 1.");
  }

  @Test
  void theBestEpisodesStayInTheirOrder() {
    for (DataView view : List.of(numbered(), plain())) {
      assertThat(rewards(new TopReturns(0.5, null).apply(view, SPEC, SIGNALS)))
          .containsExactly(4, 6, 3, 5);
      assertThat(rewards(new TopReturns(0.75, "speed").apply(view, SPEC, SIGNALS)))
          .containsExactly(1, 2, 4, 6, 3, 5);
      assertThat(rewards(TopReturns.DEFAULT.apply(view, SPEC, SIGNALS)))
          .as("at least one")
          .containsExactly(4, 6);
    }
    assertThatThrownBy(() -> new TopReturns(0.5, "sped").apply(plain(), SPEC, SIGNALS))
        .hasMessageContaining("\"sped\", but must name one of speed. Maybe you meant speed.");
  }

  @Test
  void aStreamedTableHasTheRowsItWasToHave() {
    TransitionTable table = TransitionTable.of("s", 14, List.of(rows(), rows()).iterator());
    assertThat(rewards(table)).hasSize(14).startsWith(REWARD).endsWith(REWARD);
    assertThatThrownBy(() -> TransitionTable.of("s", 8, List.of(rows()).iterator()))
        .hasMessage("s was to have 8 rows, but has 7.");
    assertThatThrownBy(() -> TransitionTable.of("s", 6, List.of(rows()).iterator()))
        .hasMessage("s was to have 6 rows, but has more.");
  }
}
