package org.morl4j.offline;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.offline.FlatRows.Block;
import org.morl4j.offline.FlatRows.Span;

/**
 * Episodes of flat rows, read in blocks of whole episodes.
 *
 * @param rows how they are cut
 * @param metadata what else the data says
 * @param spans the episodes' rows
 * @param opener opens the numbers
 */
record FlatRecording(FlatRows rows, Metadata metadata, List<Span> spans, Opener opener)
    implements Recording {
  /** Opens the numbers. */
  interface Opener {
    FlatSource open() throws IOException;
  }

  FlatRecording {
    spans = List.copyOf(spans);
  }

  @Override
  public EnvSpec spec() {
    return rows.spec();
  }

  @Override
  public long steps() {
    return rows.steps(spans);
  }

  @Override
  public EpisodeCursor open() throws IOException {
    return new Cursor(opener.open());
  }

  private final class Cursor implements EpisodeCursor {
    private final FlatSource source;
    private final Deque<Episode> ready = new ArrayDeque<>();
    private int next;

    Cursor(FlatSource source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && next < spans.size()) {
        fill();
      }
      return !ready.isEmpty();
    }

    private void fill() {
      int from = spans.get(next).from();
      int n = 0;
      int end = next;
      while (end < spans.size() && (n == 0 || n + spans.get(end).rows() <= source.together())) {
        n += spans.get(end++).rows();
      }
      Block block = source.read(from, n);
      for (; next < end; next++) {
        Span span = spans.get(next);
        rows.episodes(span, block, span.from() - from, ready::add);
      }
    }

    @Override
    public Episode next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
