package org.morl4j.core.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.morl4j.core.check.Vec;

/**
 * Recorded data in named sets. Read through, it is the rows of all sets, one set after the other.
 *
 * <p>Batches for a learner that names the sets it learns from have as many rows of each of these,
 * whatever their sizes, and {@link Column#SOURCE} is the set's place in the learner's list. Batches
 * for others are drawn uniformly from all rows, as if all lay in one set.
 */
public final class DataSets implements DataView {
  private final Map<String, DataView> sets;
  private final DataView all;
  private final List<String> drawn;

  /**
   * @param sets at least one, of the same shapes and signals, in order
   * @param drawn names of those that batches are drawn from, in the order of {@link Column#SOURCE};
   *     empty for all as one
   * @throws IllegalArgumentException if one that is to be drawn from isn't there
   */
  public DataSets(Map<String, DataView> sets, List<String> drawn) {
    this.sets = new LinkedHashMap<>(sets);
    this.drawn = List.copyOf(drawn);
    all = JoinedView.of(List.copyOf(sets.values()));
    for (String name : drawn) {
      set(name);
    }
  }

  /**
   * The sets of several places: those of one name are one, in the order of their rows.
   *
   * @param names of the views
   * @param views as many
   */
  public static Map<String, DataView> named(List<String> names, List<DataView> views) {
    Map<String, List<DataView>> parts = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      parts.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(views.get(i));
    }
    Map<String, DataView> sets = new LinkedHashMap<>();
    parts.forEach((name, list) -> sets.put(name, JoinedView.of(list)));
    return sets;
  }

  @Override
  public long size() {
    return all.size();
  }

  @Override
  public Set<Column> columns() {
    return all.columns();
  }

  @Override
  public Batch read(long from, int n) {
    return all.read(from, n);
  }

  @Override
  public TransitionSource source() {
    if (drawn.isEmpty()) {
      return all.source();
    }
    List<TransitionSource> sources = drawn.stream().map(name -> set(name).source()).toList();
    double[] shares = new double[sources.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    return new MixedSource(sources, Vec.of(shares));
  }

  @Override
  public DataView set(String name) {
    DataView set = sets.get(name);
    if (set == null) {
      throw new IllegalArgumentException(
          "The data has the sets %s, but the agent learns from one that is named %s. Maybe name a set of data so."
              .formatted(String.join(", ", sets.keySet()), name));
    }
    return set;
  }
}
