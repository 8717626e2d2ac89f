package org.morl4j.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReferenceScores;

class MinariWriterTest {
  @TempDir private Path temp;

  static void same(Episodes read, Episodes written) {
    assertThat(read.spec().observationSpace()).isEqualTo(written.spec().observationSpace());
    assertThat(read.spec().actionSpace()).isEqualTo(written.spec().actionSpace());
    assertThat(read.spec().objectives()).isEqualTo(written.spec().objectives());
    assertThat(read.spec().costs()).isEqualTo(written.spec().costs());
    assertThat(read.list()).hasSameSizeAs(written.list());
    for (int i = 0; i < read.list().size(); i++) {
      Episode a = read.list().get(i);
      Episode b = written.list().get(i);
      assertThat(single(a.obs())).isEqualTo(single(b.obs()));
      assertThat(single(a.act())).isEqualTo(single(b.act()));
      assertThat(a.reward()).isEqualTo(b.reward());
      assertThat(a.cost()).isEqualTo(b.cost());
      assertThat(a.terminated()).isEqualTo(b.terminated());
      assertThat(a.truncated()).isEqualTo(b.truncated());
    }
  }

  /** Parts of float32 keep float32. */
  private static double[] single(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Episodes rich = Written.rich();
    ReferenceScores scores = new ReferenceScores(Vec.of(0, -9), Vec.of(10, 9));
    Episodes scored = new Episodes(rich.spec(), rich.metadata().with(scores), rich.list());
    Path folder = temp.resolve("rich-v0");
    MinariWriter.write(scored, folder, "test/rich-v0");
    Episodes read = Episodes.of(Minari.open(folder));
    same(read, scored);
    assertThat(read.metadata().references()).contains(scores);
    assertThat(read.metadata().text("author_note")).contains("kept");
    assertThat(read.spec().id()).isEqualTo("minari:test/rich-v0");
    assertThat(Files.list(temp)).as("nothing else").containsExactly(folder);
    assertThatThrownBy(() -> MinariWriter.write(scored, folder, "test/rich-v0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exists already. Maybe name another folder.");
  }

  @Test
  void sharedSetsKeepAllKeys() throws IOException {
    for (String name : new String[] {"pendulum-cost-v0", "dst-buffers-v0"}) {
      Path of = MinariTest.resource(name);
      Recording recording = Minari.open(of);
      Path copy = temp.resolve(name);
      MinariWriter.write(recording, copy, "copy/" + name);
      same(Episodes.of(Minari.open(copy)), Episodes.of(recording));
      var before = recording.metadata().json();
      var after = Minari.open(copy).metadata().json();
      before.fieldNames().forEachRemaining(key -> assertThat(after.has(key)).as(key).isTrue());
      assertThat(after.get("env_spec")).isEqualTo(before.get("env_spec"));
    }
  }
}
