package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.policy.Policies;

/** What a run makes of a folder that was damaged, cut, edited by an enemy or left by a kill. */
class DamagedRunTest {
  private static final int FLIPS = 150;
  private static final int KILLS = 14;

  /** All that a finished run holds, logs and the report aside. */
  private static final String ALL =
      "[a-z]*\\.(json|jsonl|csv)|policies/.*|checkpoints/.*\\.safetensors";

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path done = Path.of("");
  private static Path stopped = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    done = shared.resolve("done");
    Run.create(Miniature.config(1), done).execute(RunListener.NONE);
    stopped = shared.resolve("stopped");
    Run run = Run.create(Miniature.config(1), stopped);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 4000) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
  }

  private Path copy(Path run) throws IOException {
    Path copy = temp.resolve(run.getFileName());
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(run.relativize(file)));
      }
    }
    return copy;
  }

  private static void resume(Path run) throws IOException {
    Run.open(run, null, null).execute(RunListener.NONE);
  }

  private static List<Path> checkpoints(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private static Path policy(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("policies"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  /** Of a stopped run and of a finished one, which is then still finished. */
  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void aFlippedBitOfACheckpointIsRefused() throws IOException {
    Rng rng = new Rng(20261128);
    for (Path original : List.of(stopped, done)) {
      Path run = copy(original);
      List<Path> files = checkpoints(run);
      assertThat(files).hasSizeGreaterThan(1);
      for (int i = 0; i < FLIPS / 2; i++) {
        Path file = files.get(i % files.size());
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        int bit = rng.nextInt(8 * good.length);
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bad);
        if (isRead(original, file)) {
          assertThatThrownBy(() -> resume(run))
              .as("bit %s of %s", bit, file)
              .isInstanceOf(StateException.class)
              .hasMessageContaining(file.toString())
              .hasMessageContaining("Or delete the folder " + run.resolve("checkpoints"));
        } else {
          assertThatThrownBy(() -> Checkpoints.read(file)).isInstanceOf(StateException.class);
        }
        Files.write(file, good);
      }
    }
    assertThat(Miniature.files(temp.resolve("done"), ALL)).isEqualTo(Miniature.files(done, ALL));
  }

  /** A finished search doesn't ask which jobs it has merged. */
  private static boolean isRead(Path run, Path file) {
    return !(run.equals(done) && file.endsWith("merged.safetensors"));
  }

  /** The remedy that the message names. */
  @Test
  void withoutItsCheckpointsARunComesToTheSame() throws IOException {
    Path run = copy(done);
    Files.write(run.resolve("checkpoints/search.safetensors"), new byte[9]);
    assertThatThrownBy(() -> resume(run)).isInstanceOf(StateException.class);
    for (Path file : checkpoints(run)) {
      Files.delete(file);
    }
    Files.delete(run.resolve("checkpoints/lock"));
    Files.delete(run.resolve("checkpoints"));
    resume(run);
    assertThat(Miniature.files(run, ALL)).isEqualTo(Miniature.files(done, ALL));
  }

  @Test
  void whatIsDoneStaysDone() throws IOException {
    Path run = copy(done);
    Path config = run.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("0.003", "0.004"));
    assertThatThrownBy(() -> resume(run)).hasMessageContaining("Maybe config.json was edited");
    Files.writeString(config, text);
    Run stopping = Run.open(run, null, null);
    stopping.stop();
    assertThatThrownBy(() -> stopping.execute(RunListener.NONE))
        .isInstanceOf(JobRunner.StoppedException.class);
    assertThat(Miniature.files(run, ALL)).isEqualTo(Miniature.files(done, ALL));
  }

  /** Torn files of every kind but checkpoints and config: a resume of a done run heals them. */
  @ParameterizedTest
  @ValueSource(strings = {"front.csv", "archive.json", "evaluations.csv", "fronts.jsonl"})
  void aResumeWritesResultsAgain(String name) throws IOException {
    Path run = copy(done);
    Path file = run.resolve(name);
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 40));
    resume(run);
    Files.delete(file);
    resume(run);
    Path weights = policy(run).resolve("policy.safetensors");
    Files.write(weights, new byte[3]);
    resume(run);
    assertThat(Miniature.files(run, ALL)).isEqualTo(Miniature.files(done, ALL));
  }

  @Test
  void aDamagedLogKeepsNoRunFromGoingOn() throws IOException {
    Path run = copy(stopped);
    Path metrics = run.resolve("metrics.csv");
    List<String> lines = Files.readAllLines(metrics);
    Files.write(metrics, new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    Files.writeString(
        metrics,
        "../../victim,1,1,m,1.0\n/dev/zero,1,1,m,1.0\n" + lines.get(1).substring(0, 9),
        StandardOpenOption.APPEND);
    resume(run);
    assertThat(Files.readAllLines(metrics)).contains(lines.get(1)).noneMatch(l -> l.contains("/d"));
    Path finished = copy(done);
    Path log = finished.resolve("metrics.csv");
    Files.write(log, new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    resume(finished);
    assertThat(log).hasSameBinaryContentAs(done.resolve("metrics.csv"));
    String results = "front\\.csv|archive\\.json|evaluations\\.csv|fronts\\.jsonl|policies/.*";
    assertThat(Miniature.files(run, results)).isEqualTo(Miniature.files(done, results));
  }

  /** Checkpoints that somebody wrote with care, hash and all. */
  @ParameterizedTest
  @ValueSource(strings = {"../../victim", "/VICTIM", "..", ".", "", "a/b", "a\nb", "lock.x"})
  void namesFromCheckpointsLeadNowhereElse(String name) throws IOException {
    Path run = copy(done);
    Path victim = Files.createDirectory(temp.resolve("victim")).resolve("file");
    Files.writeString(victim, "not ours");
    String id = name.replace("/VICTIM", victim.getParent().toString());
    Path file = run.resolve("checkpoints/search.safetensors");
    Map<String, String> metadata = new LinkedHashMap<>();
    State state = Safetensors.read(file, metadata);
    metadata.remove(Safetensors.SEAL);
    List<String> ids =
        state.entries().keySet().stream().filter(key -> key.matches("archive.*\\.id")).toList();
    assertThat(ids).isNotEmpty();
    state.put(ids.get(0), id);
    Safetensors.writeSealed(file, state, metadata);
    assertThatThrownBy(() -> resume(run))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("but names are of letters and digits. Maybe it was edited");
    assertThat(victim).hasContent("not ours");
    assertThat(victim.getParent().toFile().list()).containsExactly("file");
    assertThat(Files.readString(run.resolve("run.json"))).contains("\"done\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies", "checkpoints", "tb"})
  void nothingIsWrittenThroughALink(String name) throws IOException {
    Path run = copy(name.equals("tb") ? stopped : done);
    Path outside = temp.resolve("outside");
    Files.move(run.resolve(name), outside);
    Files.createSymbolicLink(run.resolve(name), outside);
    Map<String, String> before = Miniature.files(outside, ".*");
    assertThatThrownBy(() -> resume(run))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(run.resolve(name) + " is a symbolic link, but must be a folder");
    assertThat(Miniature.files(outside, ".*")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.json",
        "front.csv",
        "archive.json",
        "fronts.jsonl",
        "metrics.csv",
        "evaluations.csv",
        "checkpoints/search.safetensors",
        "checkpoints/lock"
      })
  @Timeout(60)
  void pipesAreNotWaitedFor(String name) throws Exception {
    Path run = copy(stopped);
    Path file = run.resolve(name);
    Files.deleteIfExists(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> resume(run))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("regular file. Maybe move it away.");
  }

  /** What a kill leaves at each step of replacing a policy; there always is one to evaluate. */
  @Test
  void aPolicyIsThereAtEveryStepOfItsReplacement() throws IOException {
    Path run = copy(done);
    Path policy = policy(run);
    String id = policy.getFileName().toString();
    Path old = policy.resolveSibling(id + ".old");
    Path beside = policy.resolveSibling(id + ".partial");
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> write(beside, "policy.safetensors")); // the new one is half written
    steps.add(() -> rename(policy, old)); // the old one is set aside
    steps.add(
        () -> { // and not yet deleted
          rename(policy, old);
          copyFolder(old, policy);
        });
    for (Runnable step : steps) {
      step.run();
      assertThat(Run.open(run, null, null).evaluate(id, 1, 1)).isNotNull();
      resume(run);
      assertThat(Miniature.files(run, ALL)).isEqualTo(Miniature.files(done, ALL));
      assertThat(run.resolve("policies").toFile().list())
          .isEqualTo(done.resolve("policies").toFile().list());
    }
    // Policies of an older format are replaced, once.
    Path json = policy.resolve("policy.json");
    Files.writeString(json, Files.readString(json) + " ");
    assertThatThrownBy(() -> Policies.load(policy)).isInstanceOf(StateException.class);
    resume(run);
    assertThat(Miniature.files(run, ALL)).isEqualTo(Miniature.files(done, ALL));
  }

  private static void write(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), "half", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void copyFolder(Path from, Path to) {
    try {
      Files.createDirectory(to);
      for (String name : List.of("policy.json", "policy.safetensors")) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Kills at any time of a finished run's resume: nothing is lost, at no time. */
  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void killsLoseNothingOfAFinishedRun() throws Exception {
    Path run = copy(done);
    Map<String, String> before = Miniature.files(done, ALL);
    long whole = Miniature.killAfter(run, TimeUnit.MINUTES.toNanos(2));
    Rng rng = new Rng(14);
    for (int kill = 0; kill < KILLS; kill++) {
      Miniature.killAfter(run, (long) (whole * (0.3 + 0.7 * rng.nextDouble())));
      Map<String, String> after = Miniature.files(run, ALL);
      after.keySet().removeIf(name -> name.contains(".partial"));
      assertThat(after).as("after kill %s", kill).isEqualTo(before);
    }
    resume(run);
    assertThat(Miniature.files(run, ALL)).isEqualTo(before);
  }
}
