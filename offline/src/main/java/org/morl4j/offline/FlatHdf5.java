package org.morl4j.offline;

import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.morl4j.core.check.Heap;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;
import org.morl4j.offline.FlatRows.Block;

/**
 * Flat HDF5 files as D4RL (Fu et al. 2020, arXiv 2004.07219) and DSRL (Liu et al. 2023, arXiv
 * 2306.09303) have them: datasets observations, actions, rewards, terminals and mostly timeouts of
 * N rows each; DSRL's also costs and next_observations, which are taken where there are costs.
 */
final class FlatHdf5 {
  private static final Set<Class<?>> WHOLE = Set.of(byte.class, short.class, int.class, long.class);
  private static final int BLOCK = 1 << 14;
  private static final double SHARE = 0.25; // of the free heap

  private final Path file;
  private final HdfNumbers hdf;
  private final int rows;
  private final Map<String, HdfNumbers.Column> columns = new HashMap<>();

  private FlatHdf5(Path file, HdfNumbers hdf) {
    this.file = file;
    this.hdf = hdf;
    rows = hdf.length(dataset("observations"));
  }

  /**
   * Opens a file: reads where episodes end and how far actions go.
   *
   * @throws DatasetException if it is not as it must be
   * @throws IOException if it can't be read
   */
  static Recording open(Path file) throws IOException {
    try (HdfNumbers hdf = HdfNumbers.open(file)) {
      return HdfNumbers.guarded(file, () -> new FlatHdf5(file, hdf).recording());
    }
  }

  private Recording recording() {
    if (rows < 1) {
      throw new DatasetException("%s: observations has no rows.".formatted(file));
    }
    boolean costs = hdf.child(hdf.root(), "costs").isPresent();
    boolean own = costs && hdf.child(hdf.root(), "next_observations").isPresent();
    boolean[] terminated = flags("terminals");
    boolean timed = hdf.child(hdf.root(), "timeouts").isPresent();
    boolean[] truncated = timed ? flags("timeouts") : new boolean[rows];
    double[] act = room();
    EnvSpec spec =
        FlatSpecs.spec(
            "hdf5:" + file.getFileName(),
            FlatSpecs.observations(width("observations")),
            actions(act),
            FlatSpecs.names("reward", width("rewards")),
            costs ? FlatSpecs.names("cost", width("costs")) : List.of());
    FlatRows flat = new FlatRows(spec, own);
    AtomicReference<double[]> known = new AtomicReference<>(act);
    return FlatSpecs.recording(
        file,
        flat,
        FlatRows.spans(terminated, truncated),
        () -> {
          HdfNumbers opened = HdfNumbers.open(file);
          // Who reads first has the actions at once; nobody holds them longer.
          double[] read = Objects.requireNonNull(known.getAndSet(new double[0]));
          return new Source(new FlatHdf5(file, opened), own, costs, read);
        });
  }

  /** Where all actions may be kept, whose range must be known first: empty if heap is short. */
  private double[] room() {
    double numbers = (double) rows * width("actions");
    double bytes = Double.BYTES * numbers;
    boolean kept = numbers < Integer.MAX_VALUE / 2 && SHARE * Heap.free(bytes / SHARE) > bytes;
    return new double[kept ? (int) numbers : 0];
  }

  /**
   * The space of actions.
   *
   * @param act all of them, written, or empty
   */
  private Space actions(double[] act) {
    Dataset actions = dataset("actions");
    int width = width("actions");
    ActionRange range = new ActionRange(width);
    for (int from = 0; from < rows; from += BLOCK) {
      double[] some = numbers("actions", from, Math.min(BLOCK, rows - from));
      range.add(some);
      if (act.length > 0) {
        System.arraycopy(some, 0, act, from * width, some.length);
      }
    }
    return range.space(WHOLE.contains(actions.getJavaType()));
  }

  private Dataset dataset(String key) {
    return hdf.dataset(hdf.root(), key)
        .orElseThrow(
            () ->
                new DatasetException(
                    "%s: %s is missing. Maybe it is no D4RL or DSRL file.".formatted(file, key)));
  }

  private int width(String key) {
    Dataset dataset = dataset(key);
    int length = hdf.length(dataset);
    if (length != rows) {
      throw new DatasetException(
          "%s: %s has %d rows, but observations has %d.".formatted(file, key, length, rows));
    }
    long width = dataset.getSize() / rows;
    if (width < 1 || width > Integer.MAX_VALUE) {
      throw new DatasetException("%s: %s has %d values a row.".formatted(file, key, width));
    }
    return (int) width;
  }

  private double[] numbers(String key, int from, int n) {
    double[] values = columns.computeIfAbsent(key, name -> hdf.column(dataset(name))).rows(from, n);
    FlatSpecs.requireFinite(file, key, from, values, n);
    return values;
  }

  private boolean[] flags(String key) {
    if (width(key) != 1) {
      throw new DatasetException(
          "%s: %s has %d values a row, but must have 1.".formatted(file, key, width(key)));
    }
    double[] values = hdf.all(dataset(key));
    return FlatSpecs.flags(file, key, values);
  }

  /** The open file, read in blocks. */
  private static final class Source implements FlatSource {
    private final FlatHdf5 of;
    private final boolean own;
    private final boolean costs;
    private final double[] act;

    /**
     * @param act all actions, or empty
     */
    Source(FlatHdf5 of, boolean own, boolean costs, double[] act) {
      this.of = of;
      this.own = own;
      this.costs = costs;
      this.act = act;
    }

    @Override
    public int together() {
      return BLOCK;
    }

    @Override
    public Block read(int from, int n) {
      return new Block(
          of.numbers("observations", from, n),
          own ? of.numbers("next_observations", from, n) : new double[0],
          actions(from, n),
          of.numbers("rewards", from, n),
          costs ? of.numbers("costs", from, n) : new double[0]);
    }

    private double[] actions(int from, int n) {
      if (act.length == 0) {
        return of.numbers("actions", from, n);
      }
      int width = act.length / of.rows;
      return Arrays.copyOfRange(act, from * width, (from + n) * width);
    }

    @Override
    public void close() {
      of.hdf.close();
    }
  }
}
