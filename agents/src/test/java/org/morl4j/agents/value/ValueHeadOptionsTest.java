package org.morl4j.agents.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueHeadOptionsTest {
  @Test
  void headsThatServeASingleNetworkSaySo() {
    assertThat(ScalarHead.Options.DEFAULT.standsAlone()).isTrue();
    assertThat(CategoricalHead.C51.DEFAULT.standsAlone()).isTrue();
    assertThat(CategoricalHead.TwoHot.DEFAULT.standsAlone()).isTrue();
    assertThat(CategoricalHead.HlGauss.DEFAULT.standsAlone()).isTrue();
    assertThat(QuantileHead.Options.QR_DQN.standsAlone()).isTrue();
  }

  @Test
  void headsThatNeedOtherCriticsOrSamplesDoNot() {
    // TQC's pools the quantiles of all critics.
    assertThat(QuantileHead.Options.DEFAULT.standsAlone()).isFalse();
    assertThat(GaussianHead.Options.DEFAULT.standsAlone()).isFalse();
  }
}
