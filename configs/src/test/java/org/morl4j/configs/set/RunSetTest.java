package org.morl4j.configs.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunListener;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.pareto.search.JobRunner;

/** Sets of tiny runs: the same bits as runs alone, after a stop, after a kill, on any threads. */
class RunSetTest {
  private static final String JSON =
      """
      {
        "format": 2,
        "name": "tiny",
        "environment": {"id": "native:CartPole-v1", "rows": 4},
        "agent": {"type": "ppo", "rolloutLength": 32, "epochs": 1, "minibatch": 64,
          "learningRate": 0.003, "hidden": [8]},
        "search": {"type": "single", "transitions": 3000, "evaluateEvery": 500},
        "evaluation": {"episodes": 2, "finalEpisodes": 3}
      }
      """;
  private static final GivenConfig BASE = new GivenConfig(JSON, "tiny.json", List.of());
  private static final String RESULTS =
      "[^/]*/(front\\.csv|archive\\.json|evaluations\\.csv|fronts\\.jsonl|policies/.*/policy\\..*)";
  private static final RunSet.Pace TWO = new RunSet.Pace(2, null, 0.0);

  @TempDir static Path shared;
  @TempDir Path temp;
  private static Map<String, String> alone = Map.of();

  @BeforeAll
  static void trainAlone() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      Run.create(BASE.with(List.of()).with(seed, null, null), shared.resolve("seed-" + seed))
          .execute(RunListener.NONE);
    }
    alone = results(shared);
  }

  private static SetPlan seeds(Long... seeds) {
    return SetPlan.ofSeeds(BASE, List.of(seeds));
  }

  private static SetPlan trials(int trials) {
    return Sweep.trials(
        BASE,
        List.of(Vary.parse("agent.learningRate=log(1e-5,1e-1)"), Vary.parse("agent.epochs=1,2")),
        List.of(1L),
        trials,
        4,
        new MedianRule(2));
  }

  static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.matches(RESULTS)) {
          contents.put(name, Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return contents;
  }

  @Test
  void seedsGiveTheBitsOfRunsAlone() throws IOException {
    Path folder = temp.resolve("set");
    RunSet set = RunSet.begin(seeds(1L, 2L, 3L), folder, 2);
    set.execute(TWO, SetListener.NONE);
    assertThat(results(folder)).isEqualTo(alone).isNotEmpty();
    assertThat(set.plan().runs()).allMatch(run -> set.state(run) == RunState.DONE);
  }

  @Test
  void aStoppedSetGoesOnAndSeedsMayBeAdded() throws IOException {
    Path folder = temp.resolve("set");
    RunSet first = RunSet.begin(seeds(1L, 2L), folder, 1);
    AtomicInteger told = new AtomicInteger();
    assertThatThrownBy(
            () ->
                first.execute(
                    new RunSet.Pace(1, null, 0.0),
                    new SetListener() {
                      @Override
                      public void progress(NamedRun run, RunListener.Progress progress) {
                        if (run.seed() == 2 && told.incrementAndGet() == 10) {
                          first.stop();
                        }
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    assertThat(first.state(first.plan().runs().get(0))).isEqualTo(RunState.DONE);
    assertThat(first.state(first.plan().runs().get(1))).isEqualTo(RunState.WAITING);
    Files.writeString(folder.resolve("seed-1/mark"), "kept");

    RunSet.begin(seeds(1L, 2L, 3L), folder, 1).execute(TWO, SetListener.NONE);
    assertThat(results(folder)).isEqualTo(alone);
    assertThat(folder.resolve("seed-1/mark")).exists();
    assertThat(RunSet.open(folder).plan()).isEqualTo(seeds(1L, 2L, 3L));
  }

  @Test
  void anotherPlanIsRefusedWithWhatDiffers() throws IOException {
    Path folder = temp.resolve("set");
    RunSet.begin(seeds(1L, 2L), folder, 1);
    GivenConfig other = new GivenConfig(JSON, "tiny.json", List.of("agent.epochs=2"));
    refused(
        folder,
        SetPlan.ofSeeds(other, List.of(1L, 2L)),
        "began with another config: agent.epochs was 1 and is 2. Maybe go on as it began with:"
            + " morl4j resume");
    refused(folder, seeds(1L), "began with a run seed-2, which is not asked for any more.");
    refused(folder, trials(2), "began with a set of kind seeds, but now it is sweep.");

    Path sweep = temp.resolve("sweep");
    RunSet.begin(trials(3), sweep, 1);
    SetPlan varied =
        Sweep.trials(
            BASE, List.of(Vary.parse("agent.epochs=1,3")), List.of(1L), 3, 4, new MedianRule(2));
    refused(sweep, varied, "began with --vary agent.learningRate=log(1.0E-5,0.1) agent.epochs=1,2");

    Path run = shared.resolve("seed-1");
    refused(run, seeds(1L), "already holds a run, so it can't hold a set of runs.");
    Path manifest = folder.resolve("set.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"seed\" : 2", "\"seed\" : 9"));
    assertThatThrownBy(() -> RunSet.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe it was edited");
    assertThatThrownBy(() -> RunSet.open(temp))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no set of runs");
  }

  private static void refused(Path folder, SetPlan plan, String problem) {
    assertThatThrownBy(() -> RunSet.begin(plan, folder, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void oneImpossibleValueAnywhereRefusesAllBeforeAnythingIsWritten() {
    Path folder = temp.resolve("set");
    refused(
        folder,
        grid("agent.epochs=1,2", "agent.learningRate=0.1,-1"),
        "--vary agent.learningRate=-1: agent.learningRate is -1, but must lie above 0 and be at most 1000.");
    refused(
        folder,
        grid("agent.rolloutLength=32,9999"),
        "v002 agent.rolloutLength=9999: search.transitions is 3000, but");
    refused(folder, grid("agent.epohcs=1"), "--vary agent.epohcs=1: unknown key agent.epohcs.");
    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> grid("agent.epochs=int(1,2)")).hasMessageContaining("--trials");
    assertThatThrownBy(() -> grid("environment.id=a,b")).hasMessageContaining("can't be ordered");
    assertThatThrownBy(() -> grid("execution.seed=1,2")).hasMessageContaining("--seeds");
    assertThatThrownBy(() -> grid("agent.epochs=1", "agent.epochs=2"))
        .hasMessageContaining("given twice");
    assertThatThrownBy(
            () ->
                Sweep.trials(
                    BASE,
                    List.of(Vary.parse("agent.learningRate=uniform(-1e-9,1)")),
                    List.of(1L),
                    1,
                    0,
                    null))
        .hasMessage(
            "--vary agent.learningRate=-1.0E-9: agent.learningRate is -1.0E-9, but must"
                + " lie above 0 and be at most 1000. Maybe leave it out for its default, 0.0003.");
  }

  private static SetPlan grid(String... varied) {
    return Sweep.grid(BASE, Arrays.stream(varied).map(Vary::parse).toList(), List.of(1L));
  }

  @Test
  void aGridHasAllCombinationsWithNamesOfTheirOwn() {
    SetPlan plan =
        Sweep.grid(
            BASE,
            List.of(Vary.parse("agent.epochs=1,2"), Vary.parse("agent.hidden=[4],[8]")),
            List.of(1L, 2L));
    assertThat(plan.runs()).hasSize(8);
    NamedRun last = plan.runs().get(7);
    assertThat(last.name()).isEqualTo("v004-seed-2");
    assertThat(last.group()).isEqualTo("v004 agent.epochs=2 agent.hidden=[8]");
    assertThat(plan.config(last).name()).isEqualTo("tiny-v004");
    assertThat(plan.config(last).execution().seed()).isEqualTo(2);
  }

  @Test
  void aTrialsValuesDependOnItsNumberAlone() {
    assertThat(trials(7).runs().subList(0, 3)).isEqualTo(trials(3).runs());
  }

  @Test
  void whatIsStoppedDependsOnNothingButTheRuns() throws IOException {
    RunSet one = RunSet.begin(trials(7), temp.resolve("one"), 1);
    one.execute(new RunSet.Pace(1, null, null), SetListener.NONE);
    List<RunState> states = one.plan().runs().stream().map(one::state).toList();
    assertThat(states).contains(RunState.DONE, RunState.PRUNED);
    assertThat(states.subList(0, 2)).containsOnly(RunState.DONE);
    NamedRun stopped = one.plan().runs().get(states.indexOf(RunState.PRUNED));
    assertThat(one.why(stopped)).matches("after [0-9,]+: its best return is below the median");
    assertThat(one.best(stopped)).isPositive();
    assertThat(one.folder(stopped).resolve("archive.json")).doesNotExist();

    RunSet three = RunSet.begin(trials(7), temp.resolve("three"), 3);
    AtomicInteger told = new AtomicInteger();
    assertThatThrownBy(
            () ->
                three.execute(
                    new RunSet.Pace(3, null, 0.0),
                    new SetListener() {
                      @Override
                      public void progress(NamedRun run, RunListener.Progress progress) {
                        if (told.incrementAndGet() == 60) {
                          three.stop();
                        }
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    RunSet again = RunSet.open(temp.resolve("three"));
    again.execute(new RunSet.Pace(3, null, null), SetListener.NONE);
    assertThat(again.plan().runs().stream().map(again::state).toList()).isEqualTo(states);
    assertThat(results(temp.resolve("three"))).isEqualTo(results(temp.resolve("one")));
  }

  @Test
  void pruningNeedsOnePolicyWithoutLimits() {
    GivenConfig front =
        new GivenConfig(
            JSON, "tiny.json", List.of("search={\"type\":\"weighted-sum\"}", "reference=[0]"));
    SetPlan plan =
        Sweep.trials(
            front, List.of(Vary.parse("agent.epochs=1,2")), List.of(1L), 2, 0, MedianRule.DEFAULT);
    refused(temp.resolve("set"), plan, "Maybe add --no-pruning.");
  }

  @Test
  void aRunThatFailsLeavesTheOthersAlone() throws IOException {
    Path folder = temp.resolve("set");
    RunSet set = RunSet.begin(seeds(1L, 2L), folder, 1);
    Files.createDirectories(folder.resolve("seed-1"));
    Files.writeString(
        folder.resolve("seed-1/config.json"), JSON.replace("\"epochs\": 1", "\"epochs\": 3"));
    set.execute(TWO, SetListener.NONE);
    NamedRun failed = set.plan().runs().get(0);
    assertThat(set.state(failed)).isEqualTo(RunState.FAILED);
    assertThat(set.why(failed)).contains("is not the config that the set began seed-1 with");
    assertThat(set.state(set.plan().runs().get(1))).isEqualTo(RunState.DONE);
    Files.delete(folder.resolve("seed-1/config.json"));
    RunSet.open(folder).execute(TWO, SetListener.NONE);
    Map<String, String> two = new TreeMap<>(alone);
    two.keySet().removeIf(name -> name.startsWith("seed-3"));
    assertThat(results(folder)).isEqualTo(two);
  }

  @Test
  @Timeout(120)
  void killedInTheMiddleItEndsTheSame() throws Exception {
    Path folder = temp.resolve("set");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                RunSetTest.class.getName(),
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path states = folder.resolve("states.json");
      Path half = folder.resolve("seed-3/checkpoints/s1r0j00.safetensors");
      while (!Files.exists(states) || !Files.exists(half)) {
        assertThat(process.isAlive()).as("training until killed").isTrue();
        Thread.sleep(5);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    RunSet set = RunSet.open(folder);
    assertThat(set.state(set.plan().runs().get(2))).isEqualTo(RunState.WAITING);
    set.execute(TWO, SetListener.NONE);
    assertThat(results(folder)).isEqualTo(alone);
  }

  /** Trains the three seeds slowly, to be killed. */
  public static void main(String[] args) throws IOException {
    RunSet.begin(seeds(1L, 2L, 3L), Path.of(args[0]), 2)
        .execute(
            TWO,
            new SetListener() {
              @Override
              public void progress(NamedRun run, RunListener.Progress progress) {
                try {
                  Thread.sleep(10);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
  }
}
