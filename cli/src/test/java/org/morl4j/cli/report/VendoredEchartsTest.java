package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The library is the one that THIRD-PARTY.md names, with its licences beside it. */
class VendoredEchartsTest {
  @Test
  void isTheReleaseThatTheNoticeNames() throws Exception {
    byte[] bytes = bytes("echarts.min.js");
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(digest)
        .isEqualTo("b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0");
    assertThat(Page.resource("echarts/THIRD-PARTY.md")).contains(digest, "6.1.0");
  }

  @Test
  void hasItsLicencesBesideIt() {
    assertThat(Page.resource("echarts/LICENSE")).contains("Apache License", "Version 2.0");
    assertThat(Page.resource("echarts/NOTICE")).contains("Apache ECharts");
    assertThat(Page.resource("echarts/LICENSE-zrender")).contains("BSD 3-Clause", "Baidu");
    assertThat(Page.resource("echarts/LICENSE-d3")).contains("Mike Bostock");
  }

  private static byte[] bytes(String name) throws Exception {
    String path = "/org/morl4j/cli/report/echarts/" + name;
    try (InputStream in = VendoredEchartsTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
