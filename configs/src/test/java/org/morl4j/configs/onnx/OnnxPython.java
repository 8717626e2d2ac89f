package org.morl4j.configs.onnx;

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
 * A Python with onnxruntime: a virtual environment that the first use makes from pinned
 * requirements, beside that of the bridge and kept like it.
 */
final class OnnxPython {
  private static final List<String> CANDIDATES = List.of("python3.11", "python3");

  private OnnxPython() {}

  /** Runs {@code act.py}. */
  static void act(List<Path> folders, Path temp) throws IOException {
    Path script = temp.resolve("act.py");
    Files.writeString(script, resource("act.py"));
    List<String> command = new ArrayList<>(List.of(interpreter().toString(), script.toString()));
    folders.forEach(folder -> command.add(folder.toString()));
    run(command);
  }

  private static Path interpreter() throws IOException {
    String home = System.getenv().getOrDefault("MORL4J_HOME", "");
    Path parent =
        home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "morl4j")
            : Path.of(home);
    String requirements = resource("requirements.txt");
    String hash = String.format(Locale.ROOT, "%08x", requirements.hashCode());
    Path folder = parent.resolve("onnx-" + hash);
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

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + "\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = OnnxPython.class.getResourceAsStream("/onnx/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
