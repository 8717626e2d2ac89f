package org.morl4j.offline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;

/**
 * Some episodes of a recording, in their order.
 *
 * @param from the first episode's number, from 0
 * @param to the last one's, inclusive
 * @param low least return
 * @param high greatest return
 * @param top share of those left that have the highest returns; of equals the earlier
 * @param objective whose returns count; none for the sum of all
 */
public record Slice(
    int from, int to, double low, double high, double top, Optional<String> objective) {
  /** All episodes. */
  public static final Slice ALL =
      new Slice(
          0,
          Integer.MAX_VALUE,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          1,
          Optional.empty());

  public Slice {
    Check.atLeast("the first episode", from, 0);
    Check.atLeast("the last episode", to, from);
    Check.positiveUpTo1("the share", top);
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "The returns go from %s to %s, but the first must not exceed the second."
              .formatted(low, high));
    }
  }

  /** The same of other numbers. */
  public Slice withEpisodes(int first, int last) {
    return new Slice(first, last, low, high, top, objective);
  }

  /** The same of returns within other bounds. */
  public Slice withReturns(double least, double greatest) {
    return new Slice(from, to, least, greatest, top, objective);
  }

  /** The same of the best ones only. */
  public Slice withTop(double share) {
    return new Slice(from, to, low, high, share, objective);
  }

  /** The same by the returns of one objective. */
  public Slice withObjective(String name) {
    return new Slice(from, to, low, high, top, Optional.of(name));
  }

  /** An episode's number, return and steps. */
  private record Scored(int number, double score, int steps) {}

  /**
   * The episodes of it.
   *
   * @throws IllegalArgumentException if there are none, or no such objective
   * @throws IOException if the file can't be opened
   */
  public Recording of(Recording recording) throws IOException {
    EnvSpec spec = recording.spec();
    int index = objective.map(name -> index(spec, name)).orElse(-1);
    List<Scored> left = new ArrayList<>();
    int number = 0;
    try (EpisodeCursor cursor = recording.open()) {
      for (; cursor.hasNext() && number <= to; number++) {
        Episode episode = cursor.next();
        double score = score(episode.returns(spec), index);
        if (number >= from && score >= low && score <= high) {
          left.add(new Scored(number, score, episode.steps(spec)));
        }
      }
    }
    int kept = Math.max(1, (int) Math.floor(top * left.size() + 1e-9));
    left.sort(Comparator.comparingDouble(Scored::score).reversed());
    List<Scored> best = left.subList(0, Math.min(kept, left.size()));
    if (best.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the %d episodes looked at is left. Maybe widen the slice.".formatted(number));
    }
    BitSet numbers = new BitSet();
    best.forEach(episode -> numbers.set(episode.number));
    long steps = best.stream().mapToLong(Scored::steps).sum();
    return new Part(recording, numbers, steps);
  }

  private static int index(EnvSpec spec, String name) {
    int index = spec.objectives().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "There is no objective %s, only %s.%s"
              .formatted(
                  Check.quoted(name, 100),
                  String.join(", ", spec.objectives()),
                  Check.maybe(name, spec.objectives())));
    }
    return index;
  }

  private static double score(double[] returns, int index) {
    if (index >= 0) {
      return returns[index];
    }
    double sum = 0;
    for (double value : returns) {
      sum += value;
    }
    return sum;
  }

  private record Part(Recording of, BitSet numbers, long steps) implements Recording {
    @Override
    public EnvSpec spec() {
      return of.spec();
    }

    @Override
    public Metadata metadata() {
      return of.metadata();
    }

    @Override
    public EpisodeCursor open() throws IOException {
      EpisodeCursor all = of.open();
      return new EpisodeCursor() {
        private int next;

        @Override
        public boolean hasNext() {
          return numbers.nextSetBit(next) >= 0;
        }

        @Override
        public Episode next() {
          int wanted = numbers.nextSetBit(next);
          if (wanted < 0) {
            throw new NoSuchElementException();
          }
          while (next < wanted) {
            all.next();
            next++;
          }
          next++;
          return all.next();
        }

        @Override
        public void close() {
          all.close();
        }
      };
    }
  }
}
