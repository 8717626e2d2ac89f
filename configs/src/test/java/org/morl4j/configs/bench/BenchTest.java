package org.morl4j.configs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.RunListener;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;
import org.morl4j.configs.set.SetListener;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ClipActionTransform;
import org.morl4j.core.data.DataTransform;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.pareto.search.JobRunner;

/** Suites as they are read and refused, and tiny benchmarks: stopped, gone on with, added to. */
class BenchTest {
  private static final RunSet.Pace TWO = new RunSet.Pace(2, null, 0.0);
  private static final String RESULTS =
      ".*/(front\\.csv|archive\\.json|evaluations\\.csv|policies/.*/policy\\..*)";

  private static final String RECORDER =
      """
      {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 2},
       "execution": {"threads": 1, "seed": 4},
       "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
       "search": {"type": "single", "transitions": 200, "evaluateEvery": 100},
       "evaluation": {"episodes": 2}}
      """;

  private static final String SUITE =
      """
      {
        "format": 2,
        "name": "tiny",
        "methods": {
          "bc": {"agent": {"type": "bc", "hidden": [8], "replay": {"batch": 16}}},
          "iql": {"agent": {"type": "iql", "hidden": [8], "replay": {"batch": 16}},
            "on": {"cart": {"agent.tau": 0.9, "agent.hidden": "[4, 4]"}}}
        },
        "datasets": {
          "cart": {"from": "cart.json", "references": {"random": [20], "expert": [500]},
            "published": {"iql": {"mean": 90.5, "deviation": 2, "source": "a paper"}}}
        },
        "seeds": [1, 2],
        "updates": 60,
        "evaluateEvery": 20,
        "evaluation": {"episodes": 2}
      }
      """;

  @TempDir private Path temp;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = temp.resolve("tiny.json");
    Files.writeString(file, SUITE);
    Files.writeString(temp.resolve("cart.json"), RECORDER);
  }

  private Suite suite(String... settings) {
    return Suite.reader().read(file, List.of(settings));
  }

  private Bench bench(Path folder, String... settings) throws IOException {
    return Bench.of(suite(settings), file, folder, 2);
  }

  private static RunSet train(Bench bench) throws IOException {
    for (RunSet recording : bench.recordings()) {
      recording.execute(TWO, SetListener.NONE);
    }
    RunSet set = bench.begin(2);
    set.execute(TWO, SetListener.NONE);
    return set;
  }

  private static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(one).toString().replace('\\', '/');
        if (name.matches(RESULTS)) {
          contents.put(name, Arrays.toString(Files.readAllBytes(one)));
        }
      }
    }
    return contents;
  }

  @Test
  void aSuiteIsReadAsItStands() throws IOException {
    Suite suite = suite();
    assertThat(suite.methods().keySet()).containsExactly("bc", "iql");
    assertThat(suite.effort().seeds()).containsExactly(1L, 2L);
    Suite.Source cart = suite.source("cart");
    assertThat(cart.from()).isEqualTo(temp.resolve("cart.json").toString());
    assertThat(cart.settings().references())
        .isEqualTo(new ReferenceScores(Vec.of(20), Vec.of(500)));
    assertThat(cart.settings().published())
        .containsEntry("iql", new Suite.Published(90.5, 2.0, "a paper"));
    Path again = temp.resolve("again.json");
    Files.writeString(again, suite.write());
    assertThat(Suite.reader().read(again, List.of())).isEqualTo(suite);
    assertThat(Suite.schema())
        .contains("\"methods\"", "\"maxProperties\" : 64", "policies are measured in");
  }

  @Test
  void shippedSuitesAndTheOneInTheDocsAreRead() throws IOException {
    try (Stream<Path> suites = Files.list(Path.of("../configs/suites"))) {
      assertThat(suites.toList())
          .isNotEmpty()
          .allSatisfy(
              one -> {
                Suite suite = Suite.reader().read(one, List.of());
                assertThat(one.getFileName()).hasToString(suite.name() + ".json");
                for (Suite.Source source : suite.datasets().values()) {
                  assertThat(source.from() == null || Files.exists(Path.of(source.from())))
                      .isTrue();
                }
              });
    }
    String page = Files.readString(Path.of("../docs/bench.md"));
    String block = page.substring(page.indexOf("```json\n") + 8);
    Suite shown =
        Suite.reader().parse(block.substring(0, block.indexOf("```")), "docs/bench.md", List.of());
    assertThat(shown.effort()).isEqualTo(Suite.Effort.DEFAULT); // as the table below it says
  }

  @Test
  void dataMayBeSeveralSets() {
    Path file = Path.of("../configs/suites/imitation.json");
    DataConfig sets = Suite.reader().read(file, List.of()).source("swing").data();
    assertThat(sets.places())
        .extracting(DataConfig::path)
        .map(path -> Path.of(path).isAbsolute() + " " + Path.of(path).getFileName())
        .containsExactly(
            "true pendulum-expert.csv", "true pendulum-random.csv", "true pendulum-expert.csv");
    DataTransform clip = new ClipActionTransform(0.1);
    assertThat(sets.withMore(List.of(clip)).withMore(List.of(clip)).places())
        .allSatisfy(place -> assertThat(place.settings().transforms()).containsExactly(clip, clip));
  }

  @Test
  void otherSettingsMayBeListsAndObjects() throws IOException {
    String on =
        "methods.iql.on.cart={\"agent.hidden\": [4, 4], \"agent.tau\": 0.9, \"agent.replay\": {\"batch\": 16}}";
    Suite suite = suite(on);
    Path again = temp.resolve("again.json");
    Files.writeString(again, suite.write());
    assertThat(again).content().contains("\"agent.hidden\": [4, 4]");
    assertThat(Suite.reader().read(again, List.of())).isEqualTo(suite);
    assertThat(bench(temp.resolve("plain"), on).runs())
        .isEqualTo(
            bench(
                    temp.resolve("text"),
                    on.replace("[4, 4]", "\"[4,4]\"")
                        .replace("{\"batch\": 16}", "\"{\\\"batch\\\":16}\""))
                .runs());
    refused(
        "methods.iql.on.cart={\"agent.hidden\": null}",
        "is null, but must be a string, a number, true or false, a list or an object.");
  }

  @Test
  void wrongSuitesAreToldWithPlaceAndRemedy() throws IOException {
    refused("methods.iql.agent.tau=1.5", "agent.tau is 1.5, but must lie");
    refused("methods.iql.agnt=1", "unknown key methods.iql.agnt. Allowed: agent, on, transforms.");
    refused("methods={}", "methods is empty, but must have one entry at least.");
    refused("methods=3", "methods is 3, but must be an object.");
    refused("seeds=[1,1]", "seeds is [1, 1], but must have one seed at least, and none twice.");
    refused("seeds=[]", "seeds is [], but must have one seed at least");
    refused("updates=0", "updates is 0, but must lie between 1 and");
    refused("evaluation.gamma=0.9", "scores are of undiscounted returns");
    refused(
        "methods.iql.on={\"carts\": {}}",
        "methods.iql.on names \"carts\", but must name one of datasets: cart. Maybe you meant cart.");
    refused(
        "datasets.cart.data={\"path\": \"x\"}",
        "datasets.cart: must have one of data, from and generate, and has data and from. Maybe leave out all but one.");
    refused(
        "datasets.cart.references.expert=[20]",
        "The reference scores of objective 0 are both 20.0, but must differ.");
    refused(
        "datasets={\"cart\": {\"data\": {\"path\": \"x\"}}}",
        "datasets.cart.environment is missing");
    refused(
        "datasets.cart.environment={\"id\": \"native:CartPole-v1\", \"wrappers\":"
            + " [{\"type\": \"reward-scale\", \"scale\": [2]}]}",
        "the returns that are scored must be the environment's own");
    refused("datasets={\"a b\": {\"from\": \"cart.json\"}}", "datasets has the name \"a b\", but");
    Files.writeString(file, SUITE.replace("\"updates\": 60", "\"updates\": \"60\""));
    assertThatThrownBy(this::suite)
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            ".*tiny.json:14:14: updates is \"60\" \\(a string\\), but must be a whole number\\."
                + " Maybe you meant 60 without quotes\\.");
  }

  private void refused(String setting, String problem) {
    assertThatThrownBy(() -> suite(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void allIsCheckedBeforeAnythingIsTrained() {
    Path folder = temp.resolve("out");
    refused(folder, "methods.iql.on.cart={\"agent.tau\": 7}", "methods.iql.on.cart: agent.tau=7: ");
    refused(
        folder,
        "methods.iql.on.cart={\"search.updates\": 7}",
        "search.updates can't differ between data sets");
    refused(folder, "methods.bc.agent={\"type\": \"ppo\"}", "bc on cart: ");
    refused(folder, "methods.bc.agent={\"type\": \"sac\"}", "bc on cart: ");
    refused(folder, "datasets.cart.from=gone.json", "no such file");
    refused(
        folder,
        "datasets.cart.environment={\"id\": \"native:Pendulum-v1\"}",
        "Maybe name data of the same environment.");
    refused(
        folder,
        "methods.bc.transforms=[{\"type\": \"reward\", \"scale\": [1, 1], \"shift\": [0, 0]}]",
        "data.transforms scales 2 objectives, but there are 1.");
    assertThat(folder).doesNotExist();
  }

  private void refused(Path folder, String setting, String problem) {
    assertThatThrownBy(() -> bench(folder, setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aStoppedBenchmarkGoesOnToTheSameBytes() throws IOException {
    Path whole = temp.resolve("whole");
    RunSet all = train(bench(whole));
    assertThat(all.plan().runs()).allMatch(run -> all.state(run) == RunState.DONE);
    assertThat(results(whole)).hasSizeGreaterThan(20);

    Path folder = temp.resolve("stopped");
    Bench first = bench(folder);
    RunSet recording = first.recordings().get(0);
    assertStops(recording, new RunSet.Pace(1, null, 0.0), "seed-4", 3);
    Bench second = Bench.open(folder);
    second.recordings().get(0).execute(TWO, SetListener.NONE);
    assertThat(second.recordings()).isEmpty();
    assertStops(second.begin(1), new RunSet.Pace(1, null, 0.0), "cart.bc.seed-2", 3);
    Files.writeString(folder.resolve("cart.bc.seed-1/mark"), "kept");
    Files.delete(temp.resolve("cart.json")); // the data is there

    train(Bench.open(folder));
    assertThat(results(folder)).isEqualTo(results(whole));
    assertThat(folder.resolve("cart.bc.seed-1/mark")).exists();
  }

  private static void assertStops(RunSet set, RunSet.Pace pace, String run, int after) {
    int[] told = {0};
    SetListener listener =
        new SetListener() {
          @Override
          public void progress(NamedRun of, RunListener.Progress progress) {
            if (of.name().equals(run) && ++told[0] == after) {
              set.stop();
            }
          }
        };
    assertThatThrownBy(() -> set.execute(pace, listener))
        .isInstanceOf(JobRunner.StoppedException.class);
  }

  @Test
  void methodsMayBeAddedAndChangedOnesAreRefused() throws IOException {
    Path folder = temp.resolve("out");
    RunSet set = train(bench(folder, "seeds=[3]"));
    NamedRun iql = set.plan().runs().get(1);
    assertThat(iql.name()).isEqualTo("cart.iql.seed-3");
    RunConfig config = set.plan().config(iql);
    assertThat(config.name()).isEqualTo("iql-on-cart");
    assertThat(config.search().budget().updates()).isEqualTo(60);
    assertThat(config.execution().seed()).isEqualTo(3);
    assertThat(suite().methods().get("iql").agent().toString()).contains("tau=0.7");
    assertThat(config.agent().toString()).contains("tau=0.9");

    String added = "methods.cloned={\"agent\": {\"type\": \"bc\", \"hidden\": [4]}}";
    RunSet more = train(bench(folder, "seeds=[3]", added));
    assertThat(more.plan().runs()).hasSize(3).allMatch(run -> more.state(run) == RunState.DONE);
    assertThatThrownBy(() -> bench(folder, "seeds=[3]", added, "updates=61"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("began with another config: search.updates was 60 and is 61.");
    assertThatThrownBy(() -> bench(folder.resolve("cart.bc.seed-3")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("already holds a run, so it can't hold a benchmark.");
    assertThatThrownBy(() -> Bench.open(temp))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no benchmark: it has no suite.json.");
  }
}
