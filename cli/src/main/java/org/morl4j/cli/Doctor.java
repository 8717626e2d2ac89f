package org.morl4j.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.morl4j.envs.gym.PythonEnvironment;
import org.morl4j.envs.gym.PythonEnvironment.Prepared;

/** Looks at what a run needs from the machine. Changes nothing and needs no network. */
final class Doctor {
  static final String CUDA =
      "the cuda profile's nd4j-cuda-11.6 binaries serve compute capability 3.7 to 8.9, no Hopper;"
          + " untested on hardware";

  private static final long PYTHON_SECONDS = 60;
  private static final String VERSIONS =
      "import platform\n"
          + "from importlib import metadata\n"
          + "found = ['python ' + platform.python_version()]\n"
          + "for p in ('gymnasium', 'mo-gymnasium', 'mujoco', 'numpy', 'py4j'):\n"
          + "    try:\n"
          + "        found.append(p + ' ' + metadata.version(p))\n"
          + "    except metadata.PackageNotFoundError:\n"
          + "        found.append('no ' + p)\n"
          + "print(', '.join(found))\n";

  private final Runs runs;
  private final Map<String, String> environment;

  /**
   * @param environment variables, as {@link System#getenv()}
   */
  Doctor(Runs runs, Map<String, String> environment) {
    this.runs = runs;
    this.environment = Map.copyOf(environment);
  }

  /** One row a thing that was looked at. */
  Table examine() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("morl4j", Version.text()));
    rows.add(List.of("java", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"));
    rows.add(
        List.of("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    rows.add(List.of("cores", Integer.toString(Runtime.getRuntime().availableProcessors())));
    rows.add(List.of("memory", memory()));
    rows.add(List.of("kernel", kernel()));
    rows.add(List.of("python", python()));
    for (Prepared one : PythonEnvironment.prepared(environment)) {
      if (!one.current()) {
        rows.add(
            List.of(
                "python",
                one.folder() + ": set up by another version of MORL4J; it may be deleted"));
      }
    }
    rows.add(List.of("cuda", CUDA));
    return new Table(List.of("what", "found"), rows);
  }

  private static String memory() {
    double heap = Runtime.getRuntime().maxMemory() / (double) (1 << 30);
    double all =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize() / (double) (1 << 30)
            : Double.NaN;
    return String.format(
        Locale.ROOT,
        "heap of up to %.1f GiB, machine %.1f GiB; JAVA_TOOL_OPTIONS=-Xmx8g sets another limit",
        heap,
        all);
  }

  private String kernel() {
    try {
      return runs.kernel();
    } catch (IllegalStateException | LinkageError e) {
      return "not found: " + e.getMessage();
    }
  }

  private String python() {
    String own = environment.getOrDefault("MORL4J_PYTHON", "");
    if (!own.isBlank()) {
      return own + " (MORL4J_PYTHON): " + versions(own);
    }
    for (Prepared one : PythonEnvironment.prepared(environment)) {
      if (one.current()) {
        return one.interpreter() + ": " + versions(one.interpreter().toString());
      }
    }
    for (String name : List.of("python3.11", "python3", "python")) {
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        Path file = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isExecutable(file)) {
          return file + ": " + versions(file.toString()) + "; packages come with the first use";
        }
      }
    }
    return "none found; only environments of the provider gymnasium need it. Maybe install Python"
        + " 3.11, or set MORL4J_PYTHON to an interpreter.";
  }

  private static String versions(String interpreter) {
    try {
      Process process =
          new ProcessBuilder(interpreter, "-c", VERSIONS).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(PYTHON_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer within " + PYTHON_SECONDS + " seconds";
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0
          ? answer
          : "fails with exit code "
              + process.exitValue()
              + answer.lines().reduce((a, b) -> b).map(line -> " (" + line + ")").orElse("");
    } catch (IOException e) {
      return "can't be started";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "not asked";
    }
  }
}
