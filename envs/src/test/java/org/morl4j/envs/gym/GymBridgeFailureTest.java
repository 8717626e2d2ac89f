package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.rng.SeedTree;

/** What can go wrong with Python processes, one case a test, and what the user reads then. */
class GymBridgeFailureTest {
  private static final double[] ACTIONS = {1, 1, 1, 1};

  @Test
  void killedWorkerIsSeenAtOnceWithItsExitCode(TestReporter reporter) throws Exception {
    try (GymVectorEnv env = started(counter("").withWorkers(2))) {
      env.step(ACTIONS);
      ProcessHandle.of(env.pid(1)).orElseThrow().destroyForcibly();
      long start = System.nanoTime();
      EnvWorkerException e = failure(env, 1);
      double millis = (System.nanoTime() - start) / 1e6;
      reporter.publishEntry("worker death seen after ms", Double.toString(millis));
      assertThat(millis).isLessThan(3000);
      assertThat(e.workerId()).isEqualTo(1);
      assertThat(e.exitCode()).isEqualTo(137);
      assertThat(e).hasMessageContaining("worker 1").hasMessageContaining("rows 2 to 3");
      assertThat(e).hasMessageContaining("SIGKILL");
      assertThatThrownBy(() -> env.reset(seeds(4)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SIGKILL");
    }
  }

  @Test
  void workerKilledInTheMiddleOfAStep() throws Exception {
    try (GymVectorEnv env = started(counter("sleep").withWorkers(2))) {
      env.step(ACTIONS);
      long pid = env.pid(0);
      Thread killer =
          new Thread(
              () -> {
                try {
                  Thread.sleep(300);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                ProcessHandle.of(env.pid(1)).orElseThrow().destroyForcibly();
              });
      killer.start();
      assertThat(failure(env, 1).exitCode()).isEqualTo(137);
      killer.join();
    }
  }

  @Test
  void segmentationFault() {
    try (GymVectorEnv env = started(counter("segfault"))) {
      EnvWorkerException e = failure(env, 2);
      assertThat(e.exitCode()).isEqualTo(139);
      assertThat(e).hasMessageContaining("SIGSEGV").hasMessageContaining("Segmentation fault");
      assertThat(e.output()).contains("morl4j_test_envs.py");
    }
  }

  @Test
  void processEndedByTheEnvironment() {
    try (GymVectorEnv env = started(counter("os-exit"))) {
      assertThat(failure(env, 2).exitCode()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raise", "exit", "interrupt", "deep"})
  void exceptionInStepNamesTheRowAndKeepsTheWorker(String mode) {
    try (GymVectorEnv env = started(counter(mode))) {
      EnvWorkerException e = failure(env, 2);
      assertThat(e.row()).isZero();
      assertThat(e.exitCode()).isNull();
      assertThat(e).hasMessageContaining("row 0 (worker 0, environment 0)");
      assertThat(e.traceback()).contains("Traceback").contains("morl4j_test_envs.py");
      assertThat(e.traceback())
          .contains(
              switch (mode) {
                case "raise" -> "ValueError: the winch is jammed: \u00e9\u4e16";
                case "exit" -> "SystemExit: 3";
                case "interrupt" -> "KeyboardInterrupt";
                default -> "RuntimeError: bottom";
              });
      assertThatThrownBy(() -> env.step(ACTIONS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("failed before");
      env.reset(seeds(4));
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(1);
    }
  }

  @Test
  void wrongObservationShape() {
    try (GymVectorEnv env = started(counter("shape"))) {
      assertThat(failure(env, 2))
          .hasMessageContaining("row 0")
          .hasMessageContaining("shape (1,), but the observation space says (2,)");
    }
  }

  @Test
  void wrongRewardShape() {
    GymOptions options = test("Vector").withKwargs(Map.of("given", 2));
    try (GymVectorEnv env = started(options)) {
      assertThat(failure(env, 1)).hasMessageContaining("(2,), but the reward space (3,)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan-reward", "nan-obs", "nan-final"})
  void notFinite(String mode) {
    try (GymVectorEnv env = started(counter(mode))) {
      EnvWorkerException e = failure(env, 2);
      assertThat(e.row()).isZero();
      assertThat(e)
          .hasMessageContaining(
              switch (mode) {
                case "nan-reward" -> "reward[0] = NaN";
                case "nan-obs" -> "observation[1] = NaN";
                default -> "last observation[0] = Infinity";
              });
    }
  }

  @Test
  void whatEnvironmentsPrintIsKeptApart() {
    try (GymVectorEnv env = started(counter("print"))) {
      env.step(ACTIONS);
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(2);
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(3);
      ProcessHandle.of(env.pid(0)).orElseThrow().destroyForcibly();
      assertThat(failure(env, 1).output())
          .contains("hello from print  (4 times)")
          .contains("hello from descriptor 1")
          .contains("hello from descriptor 2  (2000 times)")
          .contains("no utf-8");
    }
  }

  @Test
  void environmentThatReadsStandardInputGetsNothing() {
    try (GymVectorEnv env = started(counter("stdin"))) {
      env.step(ACTIONS);
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(2);
    }
  }

  @Test
  void environmentThatWontBuild() {
    EnvWorkerException e =
        catchThrowableOfType(
            EnvWorkerException.class, () -> GymVectorEnv.open(test("WontBuild"), 1));
    assertThat(e).hasMessageContaining("SystemExit: no licence found");
    assertThat(e.traceback()).contains("__init__");
  }

  @Test
  void unknownIdPassesOnGymnasiumsMessage() {
    assertThatThrownBy(() -> GymVectorEnv.open(GymOptions.of("gymnasium:CartPole-v9"), 1))
        .isInstanceOf(EnvException.class)
        .hasMessageContaining("CartPole-v9")
        .hasMessageContaining("v1");
    assertThatThrownBy(() -> GymVectorEnv.open(GymOptions.of("gymnasium:Nowhere-v0"), 1))
        .hasMessageContaining("Environment `Nowhere` doesn't exist")
        .hasMessageContaining("Maybe correct the id, or name the module that registers it")
        .hasMessageContaining("gymnasium:MODULE:Nowhere-v0.")
        .hasMessageNotContaining("Traceback");
    assertThatThrownBy(() -> GymVectorEnv.open(GymOptions.of("python:nowhere:Class"), 1))
        .hasMessageContaining("There is no Python module nowhere");
    assertThatThrownBy(() -> GymOptions.of("CartPole-v1"))
        .hasMessageContaining("Maybe you meant gymnasium:CartPole-v1");
  }

  @Test
  void wrongArgumentPassesOnPythonsMessage() {
    assertThatThrownBy(() -> GymVectorEnv.open(counter("").withKwargs(Map.of("colour", "red")), 1))
        .hasMessageContaining("unexpected keyword argument 'colour'");
  }

  @Test
  void actionsAreChecked() {
    try (GymVectorEnv env = started(counter(""))) {
      assertThatThrownBy(() -> env.step(new double[] {0, 0, 3, 0}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 2");
      assertThatThrownBy(() -> env.step(new double[] {0, Double.NaN, 0, 0}))
          .hasMessageContaining("row 1");
      assertThatThrownBy(() -> env.step(new double[3])).hasMessageContaining("3 action values");
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(1);
    }
  }

  @Test
  void missingInterpreter() {
    PythonEnvironment python =
        PythonEnvironment.resolve(Map.of("MORL4J_PYTHON", "/no/such/python"));
    assertThatThrownBy(() -> GymVectorEnv.open(counter(""), 1, python))
        .isInstanceOf(EnvException.class)
        .hasMessageContaining("/no/such/python")
        .hasMessageContaining("MORL4J_PYTHON");
    assertThatThrownBy(() -> PythonEnvironment.find("/no/such/folder"))
        .hasMessageContaining("python3.11: not found; python3: not found; python: not found")
        .hasMessageContaining("MORL4J_PYTHON");
  }

  @Test
  void interpreterWithoutGymnasium(@TempDir Path folder) {
    String python = PythonEnvironment.find(System.getenv("PATH"));
    Command.run(List.of(python, "-m", "venv", "--without-pip", folder.toString()), line -> {});
    PythonEnvironment bare = PythonEnvironment.of(folder.resolve("bin/python"));
    assertThatThrownBy(() -> GymVectorEnv.open(counter(""), 1, bare))
        .isInstanceOf(EnvWorkerException.class)
        .hasMessageContaining("ModuleNotFoundError: No module named")
        .hasMessageContaining("pip install gymnasium==");
    assertThatThrownBy(bare::versions).hasMessageContaining("pip install gymnasium==");
  }

  @Test
  void pipThatFails(@TempDir Path folder) throws IOException {
    Path python = Files.createDirectories(folder.resolve("bin")).resolve("python3.11");
    Files.writeString(
        python,
        """
        #!/bin/sh
        case "$*" in
          *version_info*) echo 3.11 ;;
          *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
          *) echo "ERROR: No matching distribution found for gymnasium"; exit 1 ;;
        esac
        """);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    String path = python.getParent() + ":/usr/bin:/bin";
    Map<String, String> environment =
        Map.of("PATH", path, "MORL4J_HOME", folder.resolve("home").toString());
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> PythonEnvironment.resolve(environment))
          .isInstanceOf(EnvException.class)
          .hasMessageContaining("ERROR: No matching distribution found for gymnasium")
          .hasMessageContaining("MORL4J_PYTHON");
    }
  }

  @Test
  void twoThreadsSetUpOnce(@TempDir Path folder) throws Exception {
    Path python = Files.createDirectories(folder.resolve("bin")).resolve("python3.11");
    Files.writeString(
        python,
        """
        #!/bin/sh
        case "$*" in
          *version_info*) echo 3.11 ;;
          *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
          *) sleep 0.3; echo pip >> '%s' ;;
        esac
        """
            .formatted(folder.resolve("log")));
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment =
        Map.of("PATH", python.getParent() + ":/usr/bin:/bin", "MORL4J_HOME", folder + "/home");
    CompletableFuture<PythonEnvironment> other =
        CompletableFuture.supplyAsync(() -> PythonEnvironment.resolve(environment));
    Path interpreter = PythonEnvironment.resolve(environment).interpreter();
    assertThat(other.get().interpreter()).isEqualTo(interpreter).isExecutable();
    assertThat(folder.resolve("log")).hasContent("pip");
  }

  /**
   * However the JVM ends, whatever the worker is at: asleep, in native code that holds Python's
   * lock, stopped, with a child that was forked and another program.
   */
  @ParameterizedTest
  @CsvSource({
    "sleep, kill, 0",
    "sleep, exit, 0",
    "gil, kill, 0",
    "stop, kill, 0",
    "children-gil, kill, 4",
    "children-gil, exit, 4"
  })
  @EnabledOnOs(OS.LINUX)
  void noWorkerOutlivesTheJvm(String mode, String how, int children, TestReporter reporter)
      throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process jvm =
        new ProcessBuilder(java, "-cp", classPath, Forgetful.class.getName(), folder(), mode)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> processes = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("stepping")) {
          break;
        }
        processes.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
      }
      assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
      List<ProcessHandle> started = List.of();
      while (started.size() < children) {
        Thread.sleep(20);
        started = processes.stream().flatMap(ProcessHandle::descendants).toList();
      }
      processes.addAll(started);
      // The step begins after the line was printed.
      Thread.sleep(500);
      long start = System.nanoTime();
      if (how.equals("kill")) {
        jvm.destroyForcibly();
      } else {
        jvm.destroy();
      }
      for (ProcessHandle process : processes) {
        process.onExit().get(10, TimeUnit.SECONDS);
      }
      double millis = (System.nanoTime() - start) / 1e6;
      reporter.publishEntry("workers gone after ms", Double.toString(millis));
      assertThat(processes).noneMatch(ProcessHandle::isAlive);
    } finally {
      jvm.destroyForcibly();
      processes.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Opens an environment, is in the middle of a long step, and ends without closing it. */
  static final class Forgetful {
    @SuppressWarnings({"resource", "SystemOut"})
    public static void main(String[] args) throws Exception {
      GymVectorEnv env =
          GymVectorEnv.open(
              GymOptions.of("python:morl4j_test_envs:Counter")
                  .withKwargs(Map.of("mode", args[1]))
                  .withPythonPath(List.of(args[0]))
                  .withWorkers(2),
              2);
      env.reset(seeds(2));
      env.step(new double[] {1, 1});
      System.out.println(env.pid(0));
      System.out.println(env.pid(1));
      System.out.println("stepping");
      env.step(new double[] {1, 1});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"children", "children-exit"})
  @EnabledOnOs(OS.LINUX)
  void closingEndsWhatEnvironmentsStarted(String mode) throws Exception {
    List<ProcessHandle> started;
    try (GymVectorEnv env = started(counter("children"))) {
      env.step(ACTIONS);
      env.step(ACTIONS);
      started = ProcessHandle.of(env.pid(0)).orElseThrow().descendants().toList();
      assertThat(started).hasSize(8).allMatch(ProcessHandle::isAlive);
      if (mode.equals("children-exit")) {
        // Forked children end with their worker; other programs only if it lives to end them.
        started = started.stream().filter(child -> !isSleep(child)).toList();
        ProcessHandle.of(env.pid(0)).orElseThrow().destroyForcibly();
      }
    }
    for (ProcessHandle child : started) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  private static boolean isSleep(ProcessHandle child) {
    return child.info().command().orElse("").endsWith("sleep");
  }

  @Test
  void linesOfTheControlChannelAreBounded() throws Exception {
    try (GymVectorEnv env = started(counter(""))) {
      byte[] chunk = new byte[1 << 16];
      Arrays.fill(chunk, (byte) 'A');
      int worker = env.ports().get(1);
      assertThatThrownBy(
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker)) {
                  for (int i = 0; i < 1024; i++) {
                    socket.getOutputStream().write(chunk);
                  }
                }
              })
          .as("the worker drops a connection that sends 64 MiB without a line's end")
          .isInstanceOf(IOException.class);
      // Nobody has to call the JVM any more.
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), env.ports().get(0)))
          .isInstanceOf(IOException.class);
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(1);
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    try (GymVectorEnv env = started(counter("").withWorkers(2))) {
      for (int port : env.ports().subList(1, 3)) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout(5000);
          socket
              .getOutputStream()
              .write("c\nt\nregister\ni0\ni1\ne\n".getBytes(StandardCharsets.UTF_8));
          BufferedReader answer =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
          String line;
          try {
            line = answer.readLine();
          } catch (IOException reset) {
            line = null;
          }
          assertThat(line == null || line.startsWith("!x")).as("answer %s", line).isTrue();
        }
        for (InetAddress address : otherAddresses()) {
          try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 1000))
                .isInstanceOf(IOException.class);
          }
        }
      }
      assertThat(env.step(ACTIONS).obs()[0]).isEqualTo(1);
    }
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    List<InetAddress> found = new ArrayList<>();
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          found.add(address);
        }
      }
    }
    return found;
  }

  @Test
  void twoBridgesSideBySide() {
    try (GymVectorEnv one = started(counter(""));
        GymVectorEnv two = started(counter("raise"))) {
      one.step(ACTIONS);
      two.step(ACTIONS);
      assertThat(one.ports()).doesNotContainAnyElementsOf(two.ports());
      assertThat(failure(two, 1).row()).isZero();
      assertThat(one.step(ACTIONS).obs()[0]).isEqualTo(2);
    }
  }

  @Test
  void nothingIsLeftInSharedMemory() throws IOException {
    Path shared = Path.of("/dev/shm");
    String ours = "morl4j-" + ProcessHandle.current().pid() + "-";
    try (GymVectorEnv env = started(counter(""));
        var files =
            Files.list(
                Files.isDirectory(shared)
                    ? shared
                    : Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(ours));
      assertThat(env.size()).isEqualTo(4);
    }
  }

  /** Steps until it fails, at the latest in step {@code within}. */
  private static EnvWorkerException failure(GymVectorEnv env, int within) {
    EnvWorkerException e =
        catchThrowableOfType(
            EnvWorkerException.class,
            () -> {
              for (int t = 0; t < within; t++) {
                env.step(ACTIONS);
              }
            });
    assertThat(e).isNotNull();
    return e;
  }

  private static GymVectorEnv started(GymOptions options) {
    GymVectorEnv env = GymVectorEnv.open(options, 4);
    env.reset(seeds(4));
    return env;
  }

  private static GymOptions counter(String mode) {
    return test("Counter").withKwargs(Map.of("mode", mode));
  }

  private static GymOptions test(String name) {
    return GymOptions.of("python:morl4j_test_envs:" + name)
        .withPythonPath(List.of(folder()))
        .withWorkers(1);
  }

  static String folder() {
    return Path.of("src", "test", "resources", "python").toAbsolutePath().toString();
  }

  private static EpisodeSeeds seeds(int n) {
    return new EpisodeSeeds(new SeedTree(1), n);
  }
}
