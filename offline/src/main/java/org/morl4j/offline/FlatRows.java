package org.morl4j.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.morl4j.core.env.EnvSpec;

/**
 * Rows that lie one below the other, one a step, cut into episodes by the field's rule (D4RL's
 * {@code qlearning_dataset}, Fu et al. 2020, arXiv 2004.07219). Where rows have no next observation
 * of their own it is the next row's, so the last row of an episode that did not terminate is its
 * last observation and no step: a 1000-step episode that timed out gives 999. Time-outs bootstrap.
 *
 * @param spec of the environment
 * @param own whether rows have a next observation of their own
 */
record FlatRows(EnvSpec spec, boolean own) {
  private static final double SAME = 1e-6;

  /**
   * Rows of one episode.
   *
   * @param from the first
   * @param rows how many
   */
  record Span(int from, int rows, boolean terminated, boolean truncated) {
    /** Steps it gives. */
    int steps(boolean own) {
      return own || terminated ? rows : rows - 1;
    }
  }

  /**
   * Numbers of some rows, flat.
   *
   * @param nextObs empty where rows have none
   */
  @SuppressWarnings("ArrayRecordComponent") // data by the million; equality is never asked for
  record Block(double[] obs, double[] nextObs, double[] act, double[] reward, double[] cost) {}

  /**
   * Where rows end episodes. A row that both terminated and timed out terminated.
   *
   * @param terminated [N]
   * @param truncated [N]
   */
  static List<Span> spans(boolean[] terminated, boolean[] truncated) {
    List<Span> spans = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < terminated.length; i++) {
      if (terminated[i] || truncated[i] || i == terminated.length - 1) {
        spans.add(new Span(from, i + 1 - from, terminated[i], truncated[i] && !terminated[i]));
        from = i + 1;
      }
    }
    return spans;
  }

  long steps(List<Span> spans) {
    return spans.stream().mapToLong(span -> span.steps(own)).sum();
  }

  /**
   * Gives the episodes of a span: none of a single row without an end, several where rows gape.
   *
   * @param block holds the span's rows, from row {@code first} of it on
   */
  void episodes(Span span, Block block, int first, Consumer<Episode> to) {
    int steps = span.steps(own);
    if (steps == 0) {
      return;
    }
    int size = spec.observationSpace().size();
    int from = first;
    int end = first + steps;
    for (int t = first + 1; own && t < end; t++) {
      if (gapes(block, t, size)) {
        to.accept(episode(block, from, t, false, false));
        from = t;
      }
    }
    to.accept(episode(block, from, end, span.terminated, span.truncated));
  }

  /** Whether row t begins elsewhere than row t - 1 led to. */
  private static boolean gapes(Block block, int t, int size) {
    double square = 0;
    for (int i = 0; i < size; i++) {
      double difference = block.obs[t * size + i] - block.nextObs[(t - 1) * size + i];
      square += difference * difference;
    }
    return Math.sqrt(square) > SAME;
  }

  private Episode episode(Block block, int from, int to, boolean terminated, boolean truncated) {
    int size = spec.observationSpace().size();
    double[] obs = Arrays.copyOfRange(block.obs, from * size, (to + 1) * size);
    if (own) {
      System.arraycopy(block.nextObs, (to - 1) * size, obs, (to - from) * size, size);
    } else if (terminated) {
      // Nothing is known of where it led, and nothing follows from it.
      System.arraycopy(block.obs, (to - 1) * size, obs, (to - from) * size, size);
    }
    return new Episode(
        obs,
        part(block.act, from, to, spec.actionSpace().size()),
        part(block.reward, from, to, spec.objectives().size()),
        part(block.cost, from, to, spec.costs().size()),
        terminated,
        truncated);
  }

  private static double[] part(double[] values, int from, int to, int width) {
    return Arrays.copyOfRange(values, from * width, to * width);
  }
}
