package org.morl4j.core.data;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;

/**
 * Keeps the episodes of the highest return: what "10 % BC" clones (Chen et al. 2021, arXiv
 * 2106.01345). Of n episodes the best max(1, floor(share n)) stay, in their order; of equals the
 * earlier.
 *
 * @param share of the episodes
 * @param objective whose return counts; null for the sum of all
 */
public record TopReturns(
    @Allowed(above = 0, max = 1) double share,
    @Allowed(maxLength = 1000) @Nullable String objective)
    implements DataTransform {
  /** The published one. */
  public static final TopReturns DEFAULT = new TopReturns(0.1, null);

  public TopReturns {
    Check.allowed(TopReturns.class, "share", share);
    Check.allowed(TopReturns.class, "objective", objective);
  }

  @Override
  public DataView apply(DataView view, EnvSpec spec, Signals signals) {
    ToDoubleFunction<EpisodeReturns.Part> score = score(spec.objectives());
    List<EpisodeReturns.Part> all = EpisodeReturns.of(view, signals);
    int kept = Math.max(1, (int) Math.floor(share * all.size() + 1e-9));
    List<EpisodeReturns.Part> best =
        all.stream()
            .sorted(Comparator.comparingDouble(score).reversed())
            .limit(kept)
            .sorted(Comparator.comparingLong(EpisodeReturns.Part::from))
            .toList();
    int rows = Math.toIntExact(best.stream().mapToLong(EpisodeReturns.Part::rows).sum());
    String words =
        "the best %d of %d episodes of %s"
            .formatted(best.size(), all.size(), view.source().description());
    return TransitionTable.of(words, rows, batches(view, best));
  }

  private ToDoubleFunction<EpisodeReturns.Part> score(List<String> objectives) {
    if (objective == null) {
      return part -> {
        double sum = 0;
        for (int j = 0; j < objectives.size(); j++) {
          sum += part.returns().get(j);
        }
        return sum;
      };
    }
    int index = objectives.indexOf(objective);
    if (index < 0) {
      throw new IllegalArgumentException(
          "data.transforms keeps episodes by %s, but must name one of %s.%s"
              .formatted(
                  Check.quoted(objective, 100),
                  String.join(", ", objectives),
                  Check.maybe(objective, objectives)));
    }
    return part -> part.returns().get(index);
  }

  private static Iterator<Batch> batches(DataView view, List<EpisodeReturns.Part> parts) {
    return parts.stream().flatMap(part -> view.batches(part.from(), part.rows())).iterator();
  }
}
