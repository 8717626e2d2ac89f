package org.morl4j.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.WholeFiles;
import org.slf4j.LoggerFactory;

/** The log of a run, {@code log.txt} in its folder, and what standard error shows of it. */
final class RunLog implements AutoCloseable {
  static final String FILE_NAME = "log.txt";

  private @Nullable Path runFolder;
  private @Nullable FileAppender<ILoggingEvent> appender;

  /** From now on everything logged is appended to the folder's log. */
  void open(Path folder) {
    close();
    WholeFiles.requireOwn(folder.resolve(FILE_NAME)); // before anything is appended
    runFolder = folder;
    Logger root = root();
    LoggerContext context = root.getLoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0} - %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setEncoder(encoder);
    file.setFile(folder.resolve(FILE_NAME).toString());
    file.start();
    root.addAppender(file);
    milestones().addAppender(file);
    appender = file;
  }

  /** The folder of the run that was opened last, or null. */
  @Nullable Path runFolder() {
    return runFolder;
  }

  /** Nothing logged goes to standard error any more. */
  static void silence() {
    Appender<ILoggingEvent> console = root().getAppender("console");
    if (console != null) {
      console.stop();
    }
  }

  /**
   * Writes a stack trace to the run's log, or to a file of its own where there is no run.
   *
   * @return where it can be read
   */
  Path trace(Throwable failure) throws IOException {
    Path file =
        runFolder != null
            ? runFolder.resolve(FILE_NAME)
            : Files.createTempFile("morl4j-", "-" + FILE_NAME);
    try (PrintWriter out =
        new PrintWriter(
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND))) {
      failure.printStackTrace(out);
    }
    return file;
  }

  @Override
  public void close() {
    if (appender != null) {
      root().detachAppender(appender);
      milestones().detachAppender(appender);
      appender.stop();
      appender = null;
    }
  }

  /** Not handed on to the console, see logback.xml. */
  private static Logger milestones() {
    return (Logger) LoggerFactory.getLogger("org.morl4j.run");
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
