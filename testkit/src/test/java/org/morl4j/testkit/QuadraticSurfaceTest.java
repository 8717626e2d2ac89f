package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.testkit.QuadraticSurface.Change;

class QuadraticSurfaceTest {
  private static final List<Vec> FISHER = List.of(Vec.of(2, 1), Vec.of(1, 3));

  private static QuadraticSurface surface() {
    Change cost = new Change(Vec.of(-1, 0.5), List.of(Vec.of(0.4, -0.2), Vec.of(-0.2, 1)));
    return new QuadraticSurface(
        List.of(Change.linear(3, 4).curved(-2), cost), Vec.of(1, -0.5), FISHER);
  }

  @Test
  void beginsAtThePolicyThatActed() {
    QuadraticSurface surface = surface();
    assertThat(surface.parameters()).containsExactly(0, 0);
    assertThat(surface.probe().changes()).isEqualTo(Vec.of(0, 0));
    assertThat(surface.probe().kl()).isZero();
    assertThat(surface.gradient(0)).containsExactly(3, 4);
    assertThat(surface.gradient(1)).containsExactly(-1, 0.5);
    // -(3, 4) + (-1, 0.5) / 2
    assertThat(surface.gradient()).containsExactly(-3.5, -3.75);
  }

  @Test
  void handWorkedProbe() {
    QuadraticSurface surface = surface();
    surface.set(new double[] {1, 2});
    // 11 - (1 + 4);  0 + (0.4 - 4 * 0.2 + 4) / 2;  (2 + 2 * 2 + 3 * 4) / 2
    assertThat(surface.probe().changes().get(0)).isEqualTo(6);
    assertThat(surface.probe().changes().get(1)).isCloseTo(1.8, within(1e-12));
    assertThat(surface.probe().kl()).isEqualTo(9);
    assertThat(surface.probe().loss()).isCloseTo(-6 + 0.9, within(1e-12));
    assertThat(surface.fisherVector(new double[] {1, 2}, 0.5)).containsExactly(4.5, 8);
  }

  @Test
  void gradientsMatchCentralDifferences() {
    QuadraticSurface surface = surface();
    double[] at = {0.3, -0.7};
    surface.set(at);
    double[] ofLoss = surface.gradient();
    double[][] ofSignal = {surface.gradient(0), surface.gradient(1)};
    double[] pull = surface.fisherVector(at, 0);
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += h;
      down[i] -= h;
      surface.set(up);
      double lossUp = surface.probe().loss();
      QuadraticSurface.Probe probeUp = surface.probe();
      surface.set(down);
      assertThat(ofLoss[i]).isCloseTo((lossUp - surface.probe().loss()) / (2 * h), within(1e-8));
      for (int s = 0; s < 2; s++) {
        double change = probeUp.changes().get(s) - surface.probe().changes().get(s);
        assertThat(ofSignal[s][i]).isCloseTo(change / (2 * h), within(1e-8));
      }
      assertThat(pull[i])
          .as("KL grows along H x")
          .isCloseTo((probeUp.kl() - surface.probe().kl()) / (2 * h), within(1e-8));
    }
  }

  @Test
  void parametersAreCopies() {
    QuadraticSurface surface = surface();
    double[] given = {1, 2};
    surface.set(given);
    given[0] = 9;
    surface.parameters()[1] = 9;
    assertThat(surface.parameters()).containsExactly(1, 2);
    assertThatThrownBy(() -> surface.set(new double[3])).hasMessageContaining("must be 2");
    assertThatThrownBy(
            () -> new QuadraticSurface(List.of(Change.linear(1, 2)), Vec.of(1, 1), FISHER))
        .hasMessageContaining("one for each of 1 signals");
  }
}
