package org.morl4j.core.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.WholeFiles;

/**
 * TensorBoard event files, a folder a job: TensorBoard takes each for a run of its own and draws
 * what jobs have in common into one chart.
 */
public final class TensorBoardMetrics implements MetricsSink {
  /** A search may have hundreds of jobs; one that goes on after others gets another file. */
  private static final int MOST_OPEN = 16;

  private final Path folder;
  private final Map<String, EventFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private TensorBoardMetrics(Path folder) {
    this.folder = folder;
  }

  /** Events in {@code folder}, beside those of earlier processes. */
  public static TensorBoardMetrics open(Path folder) throws IOException {
    return new TensorBoardMetrics(WholeFiles.folder(folder));
  }

  /** The step of an event is the transition, or for a job that never acts the update. */
  @Override
  public void scalar(String job, Effort effort, String metric, double value) {
    scalar(job, effort.transitions() > 0 ? effort.transitions() : effort.updates(), metric, value);
  }

  /**
   * A value of something that is no job.
   *
   * @param run the folder under this one
   */
  public synchronized void scalar(String run, long step, String metric, double value) {
    events(run).scalar(step, metric, value);
  }

  /**
   * A text of the run as a whole.
   *
   * @param markdown the text
   */
  public synchronized void text(String tag, String markdown) {
    events(".").text(tag, markdown);
  }

  private EventFile events(String run) {
    EventFile known = open.get(run);
    if (known != null) {
      return known;
    }
    if (open.size() == MOST_OPEN) {
      String oldest = open.keySet().iterator().next();
      EventFile closed = open.remove(oldest);
      if (closed != null) {
        closed.close();
      }
    }
    try {
      EventFile events = EventFile.open(folder.resolve(run).normalize());
      open.put(run, events);
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException("TensorBoard events can't be written: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(EventFile::close);
    open.clear();
  }
}
