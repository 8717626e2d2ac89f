package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.Datasets;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.pareto.search.JobStates;

/** Runs that keep their replay, and runs that learn from it. */
class DataRunTest {
  @TempDir static Path temp;
  private static Path first;

  private static RunConfig config(String... settings) {
    String text =
        """
        {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 2},
         "execution": {"threads": 1},
         "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
         "search": {"type": "single", "transitions": 200, "evaluateEvery": 100},
         "evaluation": {"episodes": 2}}
        """;
    return Catalogue.reader().parse(text, "cart.json", List.of(settings));
  }

  private static RunConfig offline(String path, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of("search.transitions=0", "search.updates=30", "search.evaluateEvery=20"));
    settings.add("data.path=" + path);
    settings.addAll(List.of(more));
    return config(settings.toArray(String[]::new));
  }

  private static Path trained(RunConfig config, String name) throws IOException {
    Path folder = temp.resolve(name);
    Run.create(config, folder).execute(RunListener.NONE);
    return folder;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @BeforeAll
  static void keepAReplay() throws IOException {
    first = trained(config("execution.keepState=replay"), "first");
  }

  @Test
  void aReplayIsKeptAndRead() throws IOException {
    List<Path> files = JobStates.files(first);
    assertThat(files).containsExactly(first.resolve("states/s1r0j00.safetensors"));
    for (Path path : List.of(first, files.get(0))) {
      Dataset data = Datasets.open(new DatasetName(DatasetName.Kind.PATH, path.toString()));
      assertThat(data.spec().id()).isEqualTo("native:CartPole-v1");
      assertThat(data.hash()).hasSize(64);
      DataView view = data.view(Signals.of(data.spec(), 0.99, 1));
      assertThat(view.size()).isEqualTo(200);
      assertThat(view.read(0, 200).reward()).containsOnly(1);
    }
    State trainer = JobStates.trainer(files.get(0));
    assertThat(trainer.hasChild("learner")).isTrue();
    assertThat(trainer.scalarLong("transitions")).isEqualTo(200);
  }

  @Test
  void onlyWhatIsAskedForIsKept() throws IOException {
    assertThat(JobStates.files(trained(config(), "none"))).isEmpty();
    Path learner = trained(config("execution.keepState=learner"), "learner");
    Path file = JobStates.files(learner).get(0);
    assertThat(JobStates.trainer(file).hasChild("replay")).isFalse();
    assertThat(JobStates.trainer(file).hasChild("learner")).isTrue();
    assertThatThrownBy(() -> Run.check(offline(learner.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file
                + " holds no replay. Maybe train that run with an off-policy agent and"
                + " execution.keepState set to replay.");
  }

  /** Keeping changes nothing of what is learned. */
  @Test
  void keepingLeavesTheRunAsItIs() throws IOException {
    Path plain = trained(config(), "plain");
    assertThat(first.resolve("front.csv")).hasSameTextualContentAs(plain.resolve("front.csv"));
  }

  @Test
  void anotherRunLearnsFromIt() throws IOException {
    Path run = trained(offline(first.toString()), "offline");
    List<String> lines = Files.readAllLines(run.resolve("evaluations.csv"));
    assertThat(lines.get(0))
        .startsWith("job,policy,transitions,updates,evaluation_transitions,episodes,reward,");
    assertThat(lines.get(1)).startsWith("s1r0j00,s1r0j00e000,0,20,");
    assertThat(lines.get(2)).startsWith("s1r0j00,s1r0j00e001,0,30,");
    JsonNode record = json(run.resolve("run.json"));
    assertThat(record.path("training_transitions").asLong()).isZero();
    assertThat(record.path("training_updates").asLong()).isEqualTo(30);
    assertThat(record.path("backend").asText()).isEqualTo("fused");
    assertThat(record.path("data").path("hash").asText()).hasSize(64);
    assertThat(record.path("data").path("description").asText())
        .isEqualTo("the replay in " + JobStates.files(first).get(0));
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(1)).startsWith("s1r0j00,0,20,");

    RunConfig both = offline(first.toString(), "search.transitions=100");
    JsonNode online = json(trained(both, "both").resolve("run.json"));
    assertThat(online.path("training_transitions").asLong()).as("12 turns of 8").isEqualTo(96);
    assertThat(online.path("training_updates").asLong()).isGreaterThan(30);
  }

  @Test
  void otherDataIsRefusedOnResume() throws IOException {
    Path moved = temp.resolve("moved");
    copy(first, moved);
    Path run = trained(offline(moved.toString()), "resumed");
    Path other = trained(config("execution.keepState=replay", "execution.seed=2"), "other");
    Files.copy(
        JobStates.files(other).get(0),
        JobStates.files(moved).get(0),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> Run.open(run, null, null).execute(RunListener.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not what this run began with: its hash is ");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("states"));
    for (String name : List.of("config.json", "states/s1r0j00.safetensors")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  private static void refused(RunConfig config, String message) {
    assertThatThrownBy(() -> Run.check(config))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  /** The config's word, else the agent's. */
  @Test
  void whatBecomesOfDataOnlineIsTheConfigsOrTheAgentsChoice() {
    RunConfig plain = offline(first.toString());
    assertThat(plain.onlineData()).isEqualTo(OnlineData.UNION);
    assertThat(offline(first.toString(), "data.online=half-half").onlineData())
        .isEqualTo(OnlineData.HALF_HALF);
    assertThat(offline(first.toString(), "data.online=own").onlineData()).isEqualTo(OnlineData.OWN);
    String rlpd = "agent={\"type\": \"rlpd\"}";
    assertThat(offline(first.toString(), rlpd).onlineData()).isEqualTo(OnlineData.HALF_HALF);
    assertThat(offline(first.toString(), rlpd, "data.online=union").onlineData())
        .isEqualTo(OnlineData.UNION);
    assertThatThrownBy(
            () ->
                offline(
                    first.toString(),
                    "search.updates=0",
                    "search.transitions=100",
                    "data.online=own"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "search.updates is 0 and data.online is own, so nothing is ever learned from data."
                + " Maybe leave out data.online.");
  }

  /** Each goes on from the same offline phase, to another end. */
  @Test
  void itDecidesWhatARunLearnsFrom() throws IOException {
    List<String> ends = new ArrayList<>();
    for (String online : List.of("union", "half-half", "own")) {
      RunConfig config =
          offline(first.toString(), "search.transitions=100", "data.online=" + online);
      List<String> lines =
          Files.readAllLines(trained(config, "then-" + online).resolve("metrics.csv"));
      lines.removeIf(line -> !line.contains("losses/"));
      assertThat(lines).isNotEmpty();
      ends.add(lines.get(lines.size() - 1));
    }
    assertThat(ends).doesNotHaveDuplicates();
  }

  /** Rewards of 1 become 3 - 0.5; two numbers for one objective are refused. */
  @Test
  void rewardsAreTransformed() throws IOException {
    RunConfig config =
        offline(
            first.toString(),
            "data.transforms=[{\"type\": \"reward\", \"scale\": [3], \"shift\": [-0.5]}]");
    Run.check(config);
    Dataset data = Datasets.open(new DatasetName(DatasetName.Kind.PATH, first.toString()));
    DataView view = RunFit.view(config, data, data.spec());
    assertThat(view.read(0, 200).reward()).containsOnly(2.5);
    assertThat(view.source().sample(50, new Rng(1)).reward()).containsOnly(2.5);
    refused(
        offline(
            first.toString(),
            "data.transforms=[{\"type\": \"reward\", \"scale\": [3, 1], \"shift\": [0, 0]}]"),
        "data.transforms scales 2 objectives, but there are 1. Maybe one number is missing or too"
            + " many.");
  }

  /** Found before there is a folder. */
  @Test
  void budgetsWithoutRoomForAnUpdateAreRefused() {
    refused(
        config("agent={\"type\": \"ppo\", \"rolloutLength\": 128}"),
        "search.transitions is 200, but the first update comes after 256. Maybe set"
            + " search.transitions to 256 or more, or lower agent.rolloutLength or"
            + " environment.rows.");
    refused(
        config(
            "agent={\"type\": \"ppo\", \"rolloutLength\": 64}",
            "search={\"type\": \"weighted-sum\", \"transitions\": 200, \"weights\": [[1], [2]]}"),
        "search.transitions gives each of 2 stage-one jobs 100 transitions, but the first update"
            + " comes after 128. Maybe set search.transitions to 256 or more, or lower the number"
            + " of weights, agent.rolloutLength or environment.rows.");
  }

  @Test
  void dataThatDoesNotFitIsRefusedBeforeAnythingIsTrained() throws IOException {
    refused(
        offline("nowhere"),
        "data.path is \"nowhere\", which is no recorded data that can be read here. Maybe name a"
            + " run that was trained with execution.keepState set to replay.");
    Path none = trained(config(), "without");
    refused(
        offline(none.toString()),
        "data.path is \"%s\", a run that kept no replay. Maybe train it with execution.keepState set to replay."
            .formatted(none));
    refused(
        offline(first.toString(), "environment.id=native:mo-mountaincar-v0"),
        "the replay in %s is of native:CartPole-v1 with the objectives [reward], but native:mo-mountaincar-v0 has [time, reverse, forward]. Maybe name data of the same environment."
            .formatted(JobStates.files(first).get(0)));
    refused(
        offline(first.toString(), "agent={\"type\": \"ppo\"}"),
        "ppo learns only from what its own policy does, not from recorded data. Maybe set"
            + " search.updates to 0.");
    Path two =
        trained(
            config(
                "execution.keepState=replay",
                "search={\"type\": \"weighted-sum\", \"transitions\": 200, \"weights\": [[1],"
                    + " [2]]}",
                "reference=[0]"),
            "two");
    refused(
        offline(two.toString()),
        "data.path is \"%s\", a run that kept the states of 2 jobs. Maybe name one of them, such as %s."
            .formatted(two, JobStates.files(two).get(0)));
  }
}
