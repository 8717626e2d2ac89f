package org.morl4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * While it is open, an interrupt from the keyboard or a termination of the process lets what runs
 * save its state first; the process ends as soon as this is closed. If that takes long, it says
 * what it waits for, and another interrupt ends the process at once.
 */
final class SaveOnInterrupt implements AutoCloseable {
  /** For log.txt only, see logback.xml. */
  private static final Logger MILESTONES = LoggerFactory.getLogger("org.morl4j.run");

  private static final long SAVING_SECONDS = 60;

  /** Until then a wrapper that hands on one interrupt twice does no harm. */
  private static final long SILENT_MILLIS = 300;

  /** As shells tell it: 128 and the number of SIGINT. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param stop makes what runs save itself and end
   */
  SaveOnInterrupt(Runnable stop) {
    hook = new Thread(() -> stop(stop), "save-on-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop(Runnable stop) {
    stop.run();
    try {
      if (ended.await(SILENT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      say(
          "Waiting %d s at most for what runs to save its state%s.%s"
              .formatted(SAVING_SECONDS, children(), endsAtOnce()));
      if (!ended.await(SAVING_SECONDS, TimeUnit.SECONDS)) {
        say("The run did not stop in time; its last checkpoint counts.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of Python environments: what hangs is most often one of them. */
  private static String children() {
    String ids =
        ProcessHandle.current()
            .children()
            .map(child -> Long.toString(child.pid()))
            .sorted()
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "" : ", its environments in the processes %s".formatted(ids);
  }

  /** Shutdown has begun, so that Java itself would not heed another interrupt. */
  private static String endsAtOnce() {
    try {
      Signal.handle(new Signal("INT"), signal -> Runtime.getRuntime().halt(INTERRUPTED));
      return " Press Ctrl-C again to end at once: the last checkpoint counts then.";
    } catch (IllegalArgumentException e) {
      return ""; // Java was told to leave signals alone (-Xrs)
    }
  }

  /** Also to someone who wants no log: it answers a key that was pressed. */
  private static void say(String text) {
    System.err.println(System.getProperty("morl4j.line-start", "") + text);
    MILESTONES.warn(text);
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: it was the hook that stopped the run.
    }
  }
}
