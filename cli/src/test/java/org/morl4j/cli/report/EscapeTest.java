package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapeTest {
  @Test
  void htmlLeavesNoCharacterThatOpensOrCloses() {
    assertThat(Escape.html("</script><b a='1' c=\"2\">&"))
        .isEqualTo("&lt;/script&gt;&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;");
  }

  @Test
  void htmlReplacesControlCharactersButKeepsLinesAndLetters() {
    assertThat(Escape.html("a\u0000b\u0085\n\té∞")).isEqualTo("a\uFFFDb\uFFFD\n\té∞");
  }

  @Test
  void jsonStaysTheSameValue() throws Exception {
    String json = SampleRuns.JSON.writeValueAsString("</script><!--&\u2028\u2029\"");
    String escaped = Escape.json(json);
    assertThat(escaped)
        .doesNotContain("<", ">", "&", "\u2028", "\u2029")
        .contains("\\u003c/script");
    assertThat(SampleRuns.JSON.readValue(escaped, String.class))
        .isEqualTo("</script><!--&\u2028\u2029\"");
  }

  @Test
  void scriptCanNotEndItsElement() {
    assertThat(Escape.script("x = '</script>' + '</SCRIPT' + '<!--';\r\n"))
        .isEqualTo("x = '<\\/script>' + '<\\/SCRIPT' + '<\\!--';\n");
  }
}
