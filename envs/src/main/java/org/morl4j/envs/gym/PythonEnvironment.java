package org.morl4j.envs.gym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Python that runs environments. {@code MORL4J_PYTHON} names an interpreter of one's own;
 * otherwise the first use creates a virtual environment from pinned requirements ({@code
 * requirements.txt} in this package) under {@code MORL4J_HOME}, or {@code ~/.cache/morl4j}, which
 * takes a minute and is kept.
 */
public final class PythonEnvironment {
  /** Setting: an interpreter that has gymnasium and py4j. */
  public static final String INTERPRETER = "MORL4J_PYTHON";

  /** Setting: the folder that holds the virtual environment. */
  public static final String HOME = "MORL4J_HOME";

  private static final Logger LOG = LoggerFactory.getLogger(PythonEnvironment.class);
  private static final List<String> CANDIDATES = List.of("python3.11", "python3", "python");
  private static final Object ONE_SETUP_AT_A_TIME = new Object();
  private static final String IMPORTS =
      """
      import json, platform, gymnasium, numpy, py4j
      from importlib import metadata
      found = {'python': platform.python_version()}
      for p in ('gymnasium', 'mo-gymnasium', 'gymnasium-robotics', 'safety-gymnasium', 'mujoco',
                'numpy', 'py4j'):
          try:
              found[p] = metadata.version(p)
          except metadata.PackageNotFoundError:
              pass
      print(json.dumps(found))
      """;

  private final Path interpreter;

  private PythonEnvironment(Path interpreter) {
    this.interpreter = interpreter;
  }

  /** That interpreter, as it is. */
  public static PythonEnvironment of(Path interpreter) {
    return new PythonEnvironment(interpreter);
  }

  /**
   * The interpreter that the process environment asks for; sets up the virtual environment if there
   * is none yet.
   *
   * @throws EnvException if no Python is found or the packages can't be installed
   */
  public static PythonEnvironment resolve() {
    return resolve(System.getenv());
  }

  static PythonEnvironment resolve(Map<String, String> environment) {
    String own = environment.getOrDefault(INTERPRETER, "");
    if (!own.isBlank()) {
      return of(Path.of(own));
    }
    return of(interpreterIn(prepared(home(environment), environment)));
  }

  private static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault(HOME, "");
    return home.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "morl4j")
        : Path.of(home);
  }

  /**
   * A virtual environment that an earlier use has set up.
   *
   * @param current whether this version uses it; others are of other versions
   */
  public record Prepared(Path folder, Path interpreter, boolean current) {}

  /** Those that there are, without making one. */
  public static List<Prepared> prepared(Map<String, String> environment) {
    Path home = home(environment);
    Path current = folder(home, requirements());
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .filter(p -> String.valueOf(p.getFileName()).matches("python-[0-9a-f]+"))
          .filter(p -> Files.isExecutable(interpreterIn(p)))
          .sorted()
          .map(p -> new Prepared(p, interpreterIn(p), p.equals(current)))
          .toList();
    } catch (IOException e) {
      return List.of(); // nothing was ever set up
    }
  }

  private static Path folder(Path home, String requirements) {
    return home.resolve("python-" + hash(requirements));
  }

  /** The executable. */
  public Path interpreter() {
    return interpreter;
  }

  /**
   * Imports the packages and tells their versions, {@code python} first.
   *
   * @throws EnvException if it does not run or a package is missing
   */
  public Map<String, String> versions() {
    Command command = Command.run(List.of(interpreter.toString(), "-c", IMPORTS), line -> {});
    if (command.exitCode() != 0) {
      throw new EnvException(
          interpreter
              + " lacks a package that the bridge needs:\n"
              + command.tail()
              + "\n"
              + installHint(interpreter));
    }
    try {
      return Worker.JSON.readValue(command.lastLine(), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new EnvException(interpreter + " answered with " + command.lastLine(), e);
    }
  }

  /** The virtual environment in {@code home}, complete. */
  private static Path prepared(Path home, Map<String, String> environment) {
    String requirements = requirements();
    Path folder = folder(home, requirements);
    if (Files.exists(interpreterIn(folder))) {
      return folder;
    }
    synchronized (ONE_SETUP_AT_A_TIME) {
      try {
        Files.createDirectories(home);
        try (FileChannel channel =
                FileChannel.open(
                    home.resolve(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.exists(interpreterIn(folder))) {
            setUp(folder, requirements, environment);
          }
        }
      } catch (IOException e) {
        throw new EnvException(
            "The Python packages could not be set up in "
                + home
                + ": "
                + e
                + ". Maybe set "
                + HOME
                + " to a folder that can be written, or "
                + INTERPRETER
                + " to an interpreter that has them.",
            e);
      }
    }
    return folder;
  }

  /** Builds beside the final place and renames at the end: what has that name is complete. */
  private static void setUp(Path folder, String requirements, Map<String, String> environment)
      throws IOException {
    String python = find(environment.getOrDefault("PATH", ""));
    Path building = folder.resolveSibling(folder.getFileName() + ".part");
    deleteTree(building);
    LOG.info("Setting up the Python packages in {} (first use only, about a minute)", folder);
    require(
        Command.run(List.of(python, "-m", "venv", building.toString()), line -> {}),
        "no virtual environment could be made with " + python,
        "Maybe the system's package python3-venv is missing");
    Path list = building.resolve("requirements.txt");
    Files.writeString(list, requirements);
    require(
        Command.run(
            List.of(
                interpreterIn(building).toString(),
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-input",
                "-r",
                list.toString()),
            PythonEnvironment::reportProgress),
        "pip failed",
        "Maybe there is no connection to the package index");
    Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    LOG.info("Python packages are ready");
  }

  private static void reportProgress(String line) {
    if (line.startsWith("Collecting") || line.startsWith("Installing")) {
      LOG.info("pip: {}", line);
    } else {
      LOG.debug("pip: {}", line);
    }
  }

  private static void require(Command command, String what, String remedy) {
    if (command.exitCode() != 0) {
      throw new EnvException(
          "The Python packages could not be set up: "
              + what
              + " (exit code "
              + command.exitCode()
              + "):\n"
              + command.tail()
              + "\n"
              + remedy
              + "; or set "
              + INTERPRETER
              + " to an interpreter that has gymnasium, mo-gymnasium, mujoco and py4j.");
    }
  }

  /** The first candidate on the search path that is Python 3.11 or newer. */
  static String find(String searchPath) {
    List<String> tried = new ArrayList<>();
    for (String name : CANDIDATES) {
      Path found = onPath(name, searchPath);
      if (found == null) {
        tried.add(name + ": not found");
        continue;
      }
      Command command =
          Command.run(
              List.of(found.toString(), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"),
              line -> {});
      String version = command.exitCode() == 0 ? command.lastLine() : "does not run";
      if (version.matches("3\\.(1[1-9]|[2-9]\\d)")) {
        return found.toString();
      }
      tried.add(found + ": " + version);
    }
    throw new EnvException(
        "Python 3.11 or newer is needed for Gymnasium environments, but was not found. Tried "
            + String.join("; ", tried)
            + ". Maybe install it, or set "
            + INTERPRETER
            + " to an interpreter that has gymnasium and py4j.");
  }

  private static @Nullable Path onPath(String name, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }

  private static Path interpreterIn(Path folder) {
    return folder.resolve("bin").resolve("python");
  }

  static String requirements() {
    try (InputStream in = PythonEnvironment.class.getResourceAsStream("requirements.txt")) {
      if (in == null) {
        throw new IllegalStateException("requirements.txt is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Says where versions differ from the pinned ones, with which the bridge is tested. */
  static void warnOfUntested(Map<String, String> versions) {
    List<String> untested = new ArrayList<>();
    for (String line : requirements().lines().toList()) {
      String[] pin = line.split("==", 2);
      String found = pin.length == 2 ? versions.get(pin[0]) : null;
      if (found != null && !found.equals(pin[1])) {
        untested.add(pin[0] + " " + found + " (tested: " + pin[1] + ")");
      }
    }
    if (!untested.isEmpty()) {
      LOG.warn(
          "The bridge runs with other versions than it is tested with: {}",
          String.join(", ", untested));
    }
  }

  static EnvException cannotStart(String interpreter, IOException e) {
    return new EnvException(
        "The Python interpreter "
            + interpreter
            + " could not be started ("
            + e.getMessage()
            + "). Maybe "
            + INTERPRETER
            + " names a wrong path; without that setting an interpreter of its own is set up.",
        e);
  }

  /** A worker ended before it registered: mostly a missing package. */
  static EnvException notReady(
      String owner, int worker, Path interpreter, int exitCode, String output) {
    boolean missing = output.contains("ModuleNotFoundError") || output.contains("ImportError");
    String message =
        owner
            + ": the Python process "
            + interpreter
            + " ended with exit code "
            + exitCode
            + " before it was ready:\n"
            + output
            + (missing ? "\n" + installHint(interpreter) : "");
    return new EnvWorkerException(message, worker, -1, exitCode, "", output);
  }

  private static String installHint(Path interpreter) {
    StringBuilder packages = new StringBuilder();
    requirements()
        .lines()
        .takeWhile(line -> !line.startsWith("# needed"))
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> packages.append(' ').append(line));
    return "Maybe run: "
        + interpreter
        + " -m pip install"
        + packages
        + "; or unset "
        + INTERPRETER
        + " to have an environment set up.";
  }
}
