package org.morl4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While it is open, an interrupt from the keyboard or a termination of the process lets what runs
 * save its state first; the process ends as soon as this is closed.
 */
final class SaveOnInterrupt implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SaveOnInterrupt.class);
  private static final long SAVING_SECONDS = 60;

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
      if (!ended.await(SAVING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The run did not stop in time; its last checkpoint counts.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
