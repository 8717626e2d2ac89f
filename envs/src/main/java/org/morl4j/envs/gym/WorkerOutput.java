package org.morl4j.envs.gym;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines a process wrote to its standard output and error. A line equal to one of them is
 * only counted, since models warn once an environment.
 */
final class WorkerOutput {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerOutput.class);
  private static final int LINES = 60;
  private static final int LINE_LENGTH = 2000;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Thread reader;

  WorkerOutput(String name, InputStream stream) {
    reader = new Thread(() -> read(name, stream), name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * The lines kept, oldest first.
   *
   * @param ended whether the process has: then those still on their way are waited for
   */
  String tail(boolean ended) {
    try {
      reader.join(ended ? 200 : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      StringJoiner text = new StringJoiner("\n");
      for (Line line : lines) {
        text.add(line.count == 1 ? line.text : line.text + "  (" + line.count + " times)");
      }
      return text.toString();
    }
  }

  private void read(String name, InputStream stream) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          keep(name, line.toString());
          line.setLength(0);
        } else if (line.length() < LINE_LENGTH) {
          line.append((char) c);
        }
      }
      keep(name, line.toString());
    } catch (IOException e) {
      LOG.debug("{}: output closed", name, e);
    }
  }

  private void keep(String name, String text) {
    if (text.isBlank()) {
      return;
    }
    LOG.debug("{}: {}", name, text);
    synchronized (lines) {
      for (Line line : lines) {
        if (line.text.equals(text)) {
          line.count++;
          return;
        }
      }
      if (lines.size() == LINES) {
        lines.removeFirst();
      }
      lines.addLast(new Line(text));
    }
  }

  private static final class Line {
    final String text;
    int count = 1;

    Line(String text) {
      this.text = text;
    }
  }
}
