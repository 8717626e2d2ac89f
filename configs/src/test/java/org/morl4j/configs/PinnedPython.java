package org.morl4j.configs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A Python with the packages that a test needs: a virtual environment that the first use makes from
 * pinned requirements, beside that of the bridge and kept like it.
 */
public final class PinnedPython {
  private static final List<String> CANDIDATES = List.of("python3.11", "python3");

  private PinnedPython() {}

  /**
   * Runs a script.
   *
   * @param resources folder of the class path with {@code requirements.txt} and the script
   * @param temp where the script is put
   * @return its output
   * @throws IOException with the output if it fails
   */
  public static String run(String resources, String script, Path temp, List<String> arguments)
      throws IOException {
    Path file = temp.resolve(script);
    Files.writeString(file, resource(resources + "/" + script));
    List<String> command =
        new ArrayList<>(List.of(interpreter(resources).toString(), file.toString()));
    command.addAll(arguments);
    return run(command);
  }

  private static Path interpreter(String resources) throws IOException {
    String home = System.getenv().getOrDefault("MORL4J_HOME", "");
    Path parent =
        home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "morl4j")
            : Path.of(home);
    String requirements = resource(resources + "/requirements.txt");
    String hash = String.format(Locale.ROOT, "%08x", requirements.hashCode());
    Path folder = parent.resolve(resources + "-" + hash);
    Path python = folder.resolve("bin").resolve("python");
    Files.createDirectories(parent);
    Path lockFile = parent.resolve(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(python)) {
        setUp(folder, requirements);
      }
    }
    return python;
  }

  /** Built beside its place: what has that name is complete. */
  private static void setUp(Path folder, String requirements) throws IOException {
    Path building = folder.resolveSibling(folder.getFileName() + ".part");
    venv(building);
    Path list = building.resolve("requirements.txt");
    Files.writeString(list, requirements);
    String python = building.resolve("bin").resolve("python").toString();
    run(List.of(python, "-m", "pip", "install", "--no-input", "-q", "-r", list.toString()));
    Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void venv(Path folder) throws IOException {
    IOException last = new IOException("no candidate");
    for (String candidate : CANDIDATES) {
      try {
        run(List.of(candidate, "-m", "venv", "--clear", folder.toString()));
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + "\n" + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PinnedPython.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
