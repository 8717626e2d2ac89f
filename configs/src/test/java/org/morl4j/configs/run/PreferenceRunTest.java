package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;

/** An off-policy run from a config to its folder: one network, a front, kill and resume. */
class PreferenceRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESULTS =
      "front\\.csv|archive\\.json|evaluations\\.csv|fronts\\.jsonl|policies/.*/policy\\..*";

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path done = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    done = shared.resolve("done");
    Run.create(Miniature.parse(Miniature.PREFERENCES), done).execute(RunListener.NONE);
  }

  @Test
  void everyPolicyHasItsPreference() throws IOException {
    JsonNode points = JSON.readTree(done.resolve("archive.json").toFile()).path("points");
    assertThat(points.size()).isPositive();
    // Three evaluations under three preferences each.
    assertThat(Files.readAllLines(done.resolve("evaluations.csv"))).hasSize(1 + 9);
    Run run = Run.open(done, null, null);
    int saved = 0;
    for (JsonNode point : points) {
      String id = point.path("policy").asText();
      assertThat(id).matches("s1r0j00e00[0-2]p0[0-2]");
      Path folder = done.resolve("policies").resolve(id);
      if (!Files.exists(folder)) {
        continue; // dominated by the final evaluation
      }
      saved++;
      SavedPolicy policy = Policies.load(folder);
      Vec preference =
          Vec.of(
              point.path("preference").get(0).asDouble(),
              point.path("preference").get(1).asDouble());
      assertThat(policy.preference()).isEqualTo(preference);
      double[] obs = {-0.5, 0};
      assertThat(policy.act(obs)).isEqualTo(policy.act(obs, preference.toArray()));
      assertThat(run.evaluate(id, 1, 5).returns().isFinite()).isTrue();
    }
    assertThat(saved).isEqualTo(Files.readAllLines(done.resolve("front.csv")).size() - 1);
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void killedInTheMiddleItEndsTheSame() throws Exception {
    Path folder = temp.resolve("killed");
    Miniature.kill(folder, Miniature.PREFERENCES, "s1r0j00.safetensors", "s1r0j00,600,");
    assertThat(folder.resolve("archive.json")).doesNotExist();
    AtomicLong resumed = new AtomicLong();
    Run.open(folder, null, null).execute(progress -> resumed.set(progress.resumed()));
    assertThat(resumed.get()).isGreaterThan(100);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
  }

  @Test
  void theWrongSearchIsRefusedBeforeThereIsAFolder() {
    Path folder = temp.resolve("refused");
    String single =
        Miniature.PREFERENCES.replace(
            "\"preferences\", \"transitions\": 1200, \"divisions\": 2,", "\"single\",");
    assertThatThrownBy(() -> Run.create(Miniature.parse(single), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "search.type is \"single\", but the agent learns one policy for every");
    String plain = Miniature.PREFERENCES.replace("\"preference\": true", "\"preference\": false");
    assertThatThrownBy(() -> Run.create(Miniature.parse(plain), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the agent is not conditioned on a preference");
    assertThat(folder).doesNotExist();
  }
}
