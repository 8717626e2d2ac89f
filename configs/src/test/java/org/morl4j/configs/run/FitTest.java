package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;

/** What can be known of a config before anything is trained is told then, with what would do. */
class FitTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private static RunConfig config(String json, String... settings) {
    return Catalogue.reader().parse(json, "run.json", List.of(settings));
  }

  private static RunConfig sac(String... settings) {
    return config(
        Catalogue.write(Catalogue.defaults("a", "native:Pendulum-v1", "sac", "single")), settings);
  }

  private void refused(RunConfig config, String... parts) {
    Path folder = temp.resolve("none");
    assertThatThrownBy(() -> Run.create(config, folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(parts);
    assertThat(folder).doesNotExist();
  }

  @Test
  void memoryIsEstimatedBeforeAnyIsTaken() {
    // 63 x 8192 x 8192 weights and as many again in each of two critics: 13e9 parameters.
    String wide = "agent.hidden=[" + "8192,".repeat(63) + "8192]";
    refused(
        sac(wide),
        "The learner needs about 310.9 GB of memory",
        "networks of 12686 million parameters for observations of 3 numbers and actions of 1",
        "Maybe lower agent.hidden, or raise -Xmx.");
    refused(
        config(
            Miniature.SINGLE,
            "environment.rows=65536",
            "agent.rolloutLength=1000000",
            "search.transitions=100000000000"),
        "rollouts of 65536000000 transitions",
        "Maybe lower agent.rolloutLength or environment.rows, or raise -Xmx.");
    refused(
        config(Miniature.SINGLE, "agent.hidden=[4096,4096]"),
        "agent.hidden is [4096, 4096], but orthogonal weights",
        "Maybe use layers of at most 512 units.");
    Run.check(config(Miniature.SINGLE, "agent.hidden=[512,512,512,512]"));
  }

  @Test
  void aWarmUpBeyondTheRunIsToldWithWhatWouldDo() {
    refused(
        sac("agent.replay.warmup=5001", "search.transitions=5000", "environment.rows=8"),
        "search.transitions is 5000, but the first update comes after 5008. Maybe set"
            + " search.transitions to 5008 or more, or lower agent.replay.warmup,");
    Run.check(sac("agent.replay.warmup=5001", "search.transitions=5008", "environment.rows=8"));
  }

  @Test
  void aReferenceThatNoPolicyPassesIsRefused() {
    refused(
        config(Miniature.JSON, "reference=[0,-1]"),
        "reference[1] is -1.0, but no policy of native:deep-sea-treasure-v0 has a higher time than"
            + " -1.0, so the front would be empty. Maybe use a number below -19.0.");
    Run.check(config(Miniature.JSON, "reference=[0,-19.5]"));
  }

  @Test
  void gridsOfTooManyWeightsNameTheMostDivisions() {
    RunConfig many = config(Miniature.JSON, "search.stageOne.divisions=100000");
    refused(many, "search.stageOne.divisions is 100000", "Maybe use at most 99999.");
    refused(
        config(Miniature.JSON, "search={\"type\":\"weighted-sum\",\"divisions\":100000}"),
        "search.divisions is 100000, which for 2 objectives makes more than 100000 weights.");
  }

  @Test
  void policiesAreMeasuredUnderTheConfigTheyWereTrainedWith() throws IOException {
    Path run = temp.resolve("run");
    RunConfig config = config(Miniature.SINGLE, "search.transitions=256");
    Run.create(config, run).execute(RunListener.NONE);
    Run.open(run, 1, null).evaluate("last", 1, 0);
    Files.writeString(run.resolve("config.json"), Catalogue.write(sac()));
    assertThatThrownBy(() -> Run.open(run, null, null).evaluate("last", 1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.json is not the config of this run any more")
        .hasMessageContaining("Maybe put the old file back");
    Path record = run.resolve("run.json");
    ObjectNode node = (ObjectNode) JSON.readTree(record.toFile());
    node.remove("fingerprint"); // as runs of earlier versions
    Files.writeString(record, node.toString());
    assertThatThrownBy(() -> Run.open(run, null, null).evaluate("last", 1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Policy last of ")
        .hasMessageContaining("has the observations Box[")
        .hasMessageContaining("but native:Pendulum-v1 has Box[")
        .hasMessageContaining("Maybe config.json is of another run");
  }
}
