package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RiskTest {
  @Test
  void formulasOfThePaper() {
    assertThat(new Risk.Neutral().distorted(0.3)).isEqualTo(0.3);
    assertThat(new Risk.Cvar(0.25).distorted(0.6)).isCloseTo(0.15, within(1e-15));
    // tau^(1/2), and 1 - (1 - tau)^(1/3)
    assertThat(new Risk.Pow(1).distorted(0.49)).isCloseTo(0.7, within(1e-15));
    assertThat(new Risk.Pow(-2).distorted(0.271)).isCloseTo(0.1, within(1e-12));
    assertThat(new Risk.Pow(0).distorted(0.4)).isCloseTo(0.4, within(1e-15));
    // 0.5 / (0.5 + sqrt(3) / 2)^2
    assertThat(new Risk.Cpw(0.5).distorted(0.25)).isCloseTo(0.2679491924, within(1e-9));
    assertThat(new Risk.Cpw(1).distorted(0.25)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void fractionsStayInOrderAndInTheUnitInterval() {
    for (Risk risk :
        List.of(new Risk.Cvar(1), new Risk.Pow(3), new Risk.Pow(-3), new Risk.Cpw(0.29))) {
      double last = 0;
      for (double tau = 0.001; tau < 1; tau += 0.001) {
        double distorted = risk.distorted(tau);
        assertThat(distorted).as("%s at %s", risk, tau).isGreaterThan(last).isLessThanOrEqualTo(1);
        last = distorted;
      }
    }
  }

  @Test
  void otherValuesAreRefused() {
    assertThatThrownBy(() -> new Risk.Cvar(0)).hasMessageContaining("eta is 0.0, but must");
    assertThatThrownBy(() -> new Risk.Cvar(1.5)).hasMessageContaining("eta is 1.5, but must");
    assertThatThrownBy(() -> new Risk.Cpw(0.2))
        .hasMessageContaining("eta is 0.2, but must lie above 0.28");
    assertThatThrownBy(() -> new Risk.Pow(Double.NaN)).hasMessageContaining("eta is NaN");
  }
}
