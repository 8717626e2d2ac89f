package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/** Laws that depend on nothing: action 0 gives 1 or 3, action 1 gives 0 or 6. */
class StockActorTest {
  private static final ValueHeadOptions TWO =
      new QuantileHead.Options(2, 1, QuantileHead.Average.TARGETS, false, 0);

  private static QPolicy policy(ValueHeadOptions head, Utility utility) {
    QNetwork network =
        QNetwork.create(
            new QNetwork.Spec(2, List.of(), Activation.RELU, 2, 2, false),
            new SeedTree(1).generator());
    network.setParameters(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 6});
    return new QPolicy(
        Box.of(2, -9, 9, Dtype.FLOAT64),
        new Discrete(2),
        head,
        network,
        new float[] {1},
        new Stock(utility, 0.5),
        0.25);
  }

  private static double act(Actor actor, double stock) {
    double[] act = new double[1];
    actor.act(new double[] {7, stock}, null, act, null);
    return act[0];
  }

  private static Actor greedy(Utility utility) {
    return policy(TWO, utility).actor(1, Mode.EXPLOIT, new SeedTree(3).generators(1));
  }

  private static double chosen(Actor actor) {
    State state = new State();
    actor.save(state);
    return state.doubles("added")[0] * 0.5; // one step under gamma 0.5 has doubled it
  }

  @Test
  void worthIsTheExpectedUtilityOfStockAndReturn() {
    ActionValue actionValue = new Stock(new Utility.Homeostasis(0), 0.5).actionValue(2, 2, 2);
    float[] values = new float[4];
    actionValue.of(new float[] {1, 3, 0, 6, 1, 3, 0, 6}, new float[] {7, -2, 7, 1}, 2, values);
    // -(|-1| + |1|) / 2, -(|-2| + |4|) / 2, -(2 + 4) / 2, -(1 + 7) / 2
    assertThat(values).containsExactly(-1, -3, -3, -4);
  }

  @Test
  void untoldOfAStartItTakesTheStockItSees() {
    Actor actor = greedy(new Utility.Cvar(0.5, -4, 0, 5));
    // At -1: 0 against -1/2. At -6: (-5 - 3) / 2 against (-6 + 0) / 2.
    assertThat(act(actor, -1)).isEqualTo(0);
    assertThat(act(actor, -6)).isEqualTo(1);
  }

  @Test
  void aGreedyEpisodeStartsWithTheBestStockForCvar() {
    // Worse half: 1 under action 0. -c + E[min(c + G, 0)] / 0.5: 0 at 0, 1 at -1, 1 at -2 and -3
    // (2 - 1, 3 - 2); at -4 4 - 4 under both. The first of the best from -4 on is -3.
    Actor actor = greedy(new Utility.Cvar(0.5, -4, 0, 5));
    actor.begin(new boolean[] {true});
    assertThat(act(actor, 5)).isEqualTo(0);
    assertThat(chosen(actor)).isCloseTo(-3 - 5, within(1e-12));
    // All of the law: the mean, 3 under action 1 from stocks of at most -6.
    actor = greedy(new Utility.Cvar(1, -8, 0, 9));
    actor.begin(new boolean[] {true});
    assertThat(act(actor, 5)).isEqualTo(1);
  }

  @Test
  void whatWasAddedGrowsAsTheStockDoes() {
    Actor actor = greedy(new Utility.Homeostasis(2));
    actor.begin(new boolean[] {true});
    act(actor, 1); // -2 is 3 less
    // Now 6 less: at 0 seen as -6, action 0 is -4, action 1 -3; at 4 as -2: -1 and -3.
    Actor restored = greedy(new Utility.Homeostasis(2));
    State state = new State();
    actor.save(state);
    restored.restore(state);
    actor.begin(new boolean[] {false});
    assertThat(act(actor, 0)).isEqualTo(1);
    assertThat(act(restored, 4)).isEqualTo(0);
    // And 12 less: at 6 seen as -6.
    assertThat(act(actor, 6)).isEqualTo(1);
  }

  @Test
  void exploringItKeepsTheEnvironmentsStock() {
    Actor actor =
        policy(TWO, new Utility.Homeostasis(6))
            .actor(1, Mode.EXPLORE, new SeedTree(3).generators(1));
    actor.begin(new boolean[] {true});
    int first = 0;
    for (int t = 0; t < 200; t++) {
      first += act(actor, -2) == 0 ? 1 : 0;
    }
    assertThat(first).isBetween(150, 190); // 0.875 of them
  }

  @Test
  void utilitiesSayWhatIsAllowed() {
    assertThatThrownBy(() -> new Utility.Cvar(0, -1, 0, 5)).hasMessageContaining("tau is 0");
    assertThatThrownBy(() -> new Utility.Cvar(0.5, 0, 0, 5))
        .hasMessageContaining("utility.low is 0.0 and utility.high 0.0, but low must lie below")
        .hasMessageContaining("Maybe take the range of the stock wrapper.");
    assertThatThrownBy(() -> new Utility.Cvar(0.5, -1, 0, 1))
        .hasMessageContaining("points is 1, but must lie between 2 and 65536");
    assertThatThrownBy(() -> new Utility.Homeostasis(Double.NaN)).hasMessageContaining("target");
    assertThatThrownBy(() -> policy(new ScalarHead.Options(1), new Utility.Expected()))
        .hasMessageContaining("is for quantiles of one signal, but there are 1 signals");
  }
}
