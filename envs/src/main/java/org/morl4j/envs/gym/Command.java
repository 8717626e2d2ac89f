package org.morl4j.envs.gym;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.morl4j.core.env.EnvException;

/**
 * A command that has ended.
 *
 * @param exitCode its exit code
 * @param tail the last lines it wrote
 */
record Command(int exitCode, String tail) {
  private static final int LINES = 20;

  /** Runs it, handing each line of its standard output and error to {@code progress}. */
  static Command run(List<String> words, Consumer<String> progress) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Deque<String> last = new ArrayDeque<>();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw PythonEnvironment.cannotStart(words.get(0), e);
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().close();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (last.size() == LINES) {
          last.removeFirst();
        }
        last.addLast(line);
        progress.accept(line);
      }
      return new Command(process.waitFor(), String.join("\n", last));
    } catch (IOException e) {
      throw new EnvException("The output of " + words.get(0) + " could not be read.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvException("Interrupted while " + words.get(0) + " ran.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  String lastLine() {
    return tail.substring(tail.lastIndexOf('\n') + 1).strip();
  }
}
