package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;

/**
 * Progress on standard error: one line that is written over ten times a second on a terminal; else
 * plain lines, one a phase and one every 15 seconds.
 */
final class ProgressLine implements Progress, AutoCloseable {
  /** Clears the terminal's current line and goes to its start. */
  static final String WIPE = "\u001B[2K\u001B[G";

  private static final long LIVE_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 15_000_000_000L;

  private final PrintWriter err;
  private final int columns;
  private final LongSupplier nanoTime;
  private final RunLog log;
  private boolean counting;
  private long startNanos;
  private long shownNanos;
  private String shownPhase = "";
  private @Nullable Snapshot last;
  private @Nullable Snapshot shown;
  private long lastNanos;

  /**
   * @param columns width of the terminal, 0 if {@code err} is none
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  ProgressLine(PrintWriter err, int columns, LongSupplier nanoTime, RunLog log) {
    this.err = err;
    this.columns = columns;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  @Override
  public synchronized void started(Path runFolder) {
    counting = false; // each of several has its own rate
    shownPhase = "";
    log.open(runFolder);
    err.println("run folder " + runFolder);
  }

  @Override
  public synchronized void at(Snapshot snapshot) {
    long now = nanoTime.getAsLong();
    if (!counting) {
      counting = true;
      startNanos = now;
    }
    last = snapshot; // put into words only when shown: off-policy this is called every few steps
    lastNanos = now;
    boolean newPhase = !snapshot.phase().equals(shownPhase);
    if (newPhase || now - shownNanos >= (columns > 0 ? LIVE_NANOS : PLAIN_NANOS)) {
      show();
      shownNanos = now;
      shownPhase = snapshot.phase();
    }
  }

  /** Shows the last state and leaves the line. */
  @Override
  public synchronized void close() {
    if (last != null) {
      if (columns > 0 || !last.equals(shown)) { // another plain line would say the same
        show();
      }
      if (columns > 0) {
        err.println();
      }
      last = null;
    }
  }

  private void show() {
    if (last == null) {
      return;
    }
    shown = last;
    String line = text(last, lastNanos);
    if (columns > 0) {
      // A line as wide as the terminal would wrap, and the next wipe would leave its first half.
      err.print(WIPE + line.substring(0, Math.min(line.length(), columns - 1)));
      err.flush();
    } else {
      err.println(line);
    }
  }

  private String text(Snapshot snapshot, long now) {
    double seconds = (now - startNanos) * 1e-9;
    double rate = seconds > 0 ? (snapshot.transitions() - snapshot.resumed()) / seconds : 0;
    long left = Math.max(0, snapshot.budget() - snapshot.transitions());
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s  %d %%  %,d/%,d",
            snapshot.phase(),
            snapshot.budget() > 0 ? 100 * snapshot.transitions() / snapshot.budget() : 100,
            snapshot.transitions(),
            snapshot.budget()));
    text.append(snapshot.unit().isEmpty() ? "" : " " + snapshot.unit());
    if (rate > 0) {
      text.append(String.format(Locale.ROOT, "  %,d/s", Math.round(rate)));
      text.append("  ETA ").append(duration(Math.round(left / rate)));
    }
    Vec latest = snapshot.latest();
    if (latest != null) {
      text.append("  return");
      for (int s = 0; s < latest.size(); s++) {
        text.append(' ').append(Table.number(latest.get(s)));
      }
    }
    if (snapshot.frontSize() > 0) {
      text.append("  front ").append(snapshot.frontSize());
    }
    if (!Double.isNaN(snapshot.hypervolume())) {
      text.append("  HV ").append(Table.number(snapshot.hypervolume()));
    }
    return text.toString();
  }

  /** 4:05 or 1:04:05. */
  static String duration(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
