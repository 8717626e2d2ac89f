package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class SaveOnInterruptTest {
  /** Where the tests themselves run in the background, an interrupt is ignored from birth. */
  private static final String HEEDING =
      "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
          + " os.execv(sys.argv[1], sys.argv[1:])";

  /** A run that never heeds its stop. */
  static final class Hanging {
    private Hanging() {}

    public static void main(String[] args) throws InterruptedException {
      try (SaveOnInterrupt hook = new SaveOnInterrupt(() -> {})) {
        System.err.println("runs");
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void saysWhatItWaitsForAndEndsAtTheSecondInterrupt() throws Exception {
    Process process =
        new ProcessBuilder(
                "python3",
                "-c",
                HEEDING,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hanging.class.getName())
            .start();
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines().anyMatch("runs"::equals)).isTrue(); // behind what Java itself says
      interrupt(process);
      assertThat(err.readLine())
          .startsWith("Waiting 60 s at most for what runs to save its state")
          .endsWith("Press Ctrl-C again to end at once: the last checkpoint counts then.");
      interrupt(process);
      assertThat(process.waitFor()).isEqualTo(130);
      assertThat(err.readLine()).isNull(); // it did not wait for the 60 s
    } finally {
      process.destroyForcibly();
    }
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    String id = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-INT", id).start().waitFor()).isZero();
  }
}
