package org.morl4j.core.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ObsKey;
import org.morl4j.core.data.Signals;

/**
 * The episodes of recorded data: what they brought, how long they are, where they begin. Rows
 * belong together by {@link Column#EPISODE} or, without it, where one leads to the next, so that
 * rows of several environments may be interleaved. What neither terminated nor was truncated is a
 * piece, and counts only where no episode is whole. F features, S signals.
 */
public final class DataEpisodes {
  /** Most that are told at once, spread evenly over the data. */
  private static final int TOLD = 10_000;

  private final Signals signals;
  private final List<Trace> whole;
  private final List<Trace> begun; // pieces too

  private DataEpisodes(Signals signals, List<Trace> whole, List<Trace> begun) {
    this.signals = signals;
    this.whole = whole.isEmpty() ? begun : whole;
    this.begun = begun;
  }

  /**
   * Reads data through.
   *
   * @throws IllegalArgumentException if it holds no transition
   */
  public static DataEpisodes of(DataView data, Signals signals) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(
          "The data holds no transition, so no episode begins in it. Maybe name other data.");
    }
    Reader reader = new Reader(signals);
    for (Batch batch : data.batches()) {
      reader.read(batch);
    }
    return new DataEpisodes(signals, reader.whole, reader.begun);
  }

  /** Mean steps of an episode: T. */
  public double length() {
    return whole.stream().mapToInt(trace -> trace.length).average().orElseThrow();
  }

  /**
   * What critics count an episode's steps as, on average.
   *
   * <pre>
   *   H_s = E[(1 - gamma_s^T) / (1 - gamma_s)]     an episode that terminated
   *         E[1 / (1 - gamma_s)]                   one that a time limit cut: they look beyond it
   * </pre>
   *
   * Under a discount of 1 both are T.
   *
   * @return H of each signal [S]
   */
  public Vec horizon() {
    double[] horizon = new double[signals.size()];
    for (int s = 0; s < horizon.length; s++) {
      double gamma = signals.get(s).gamma();
      horizon[s] =
          whole.stream()
              .mapToDouble(trace -> horizon(gamma, trace.length, trace.terminated))
              .average()
              .orElseThrow();
    }
    return Vec.of(horizon);
  }

  /** What critics' values are in these episodes. */
  public EpisodeUnits units() {
    return new EpisodeUnits(length(), horizon());
  }

  private static double horizon(double gamma, int length, boolean terminated) {
    if (gamma == 1) {
      return length;
    }
    return (1 - (terminated ? Math.pow(gamma, length) : 0)) / (1 - gamma);
  }

  /** Returns of at most 10,000 of them, as measured. */
  public Returns returns() {
    List<Episode> each = new ArrayList<>();
    int size = signals.size();
    double[] h = new double[size];
    double steps = 0;
    for (Trace trace : spread(whole, TOLD)) {
      each.add(new Episode(Vec.of(trace.discounted), Vec.of(trace.sum), trace.length));
      steps += trace.length;
      for (int s = 0; s < size; s++) {
        h[s] += horizon(signals.get(s).gamma(), trace.length, true);
      }
    }
    double[] horizon = Arrays.stream(h).map(sum -> sum / each.size()).toArray();
    return Returns.of(each, steps / each.size(), Vec.of(horizon));
  }

  /**
   * Where episodes begin, at most {@code most}, spread evenly over the data.
   *
   * @return encoded observations [n, F]
   */
  public float[] starts(int most) {
    List<Trace> some = spread(begun, most);
    int features = some.get(0).start.length;
    float[] obs = new float[some.size() * features];
    for (int i = 0; i < some.size(); i++) {
      System.arraycopy(some.get(i).start, 0, obs, i * features, features);
    }
    return obs;
  }

  private static List<Trace> spread(List<Trace> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<Trace> some = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }

  /** An episode so far. */
  private static final class Trace {
    private final float[] start; // [F]
    private final double[] discounted; // [S]
    private final double[] sum; // [S]
    private final double[] weight; // [S] gamma^t of the next step
    private int length;
    private boolean terminated;

    Trace(float[] start, int signals) {
      this.start = start;
      discounted = new double[signals];
      sum = new double[signals];
      weight = new double[signals];
      Arrays.fill(weight, 1);
    }

    void add(Batch batch, int i, Signals signals) {
      for (int s = 0; s < sum.length; s++) {
        double value = batch.value(i, s);
        sum[s] += value;
        discounted[s] += weight[s] * value;
        weight[s] *= Math.pow(signals.get(s).gamma(), batch.steps()[i]);
      }
      length += batch.steps()[i];
      terminated = batch.terminated()[i];
    }
  }

  /** Puts rows together, in the data's order. */
  private static final class Reader {
    private final Signals signals;
    private final List<Trace> whole = new ArrayList<>();
    private final List<Trace> begun = new ArrayList<>();
    private final Map<Integer, Trace> numbered = new HashMap<>();
    private final Map<ObsKey, Deque<Trace>> leading =
        new HashMap<>(); // by where their last row led to

    Reader(Signals signals) {
      this.signals = signals;
    }

    void read(Batch batch) {
      boolean told = batch.has(Column.EPISODE);
      int width = batch.width(Column.INITIAL_OBS);
      for (int i = 0; i < batch.rows(); i++) {
        int row = i;
        Trace trace =
            told
                ? numbered.computeIfAbsent(
                    batch.ints(Column.EPISODE)[i], any -> begin(ObsKey.of(batch.obs(), row, width)))
                : goingOn(ObsKey.of(batch.obs(), i, width));
        trace.add(batch, i, signals);
        boolean ended = batch.terminated()[i] || batch.truncated()[i];
        if (ended) {
          whole.add(trace);
        } else if (!told) {
          ObsKey next = ObsKey.of(batch.nextObs(), i, width);
          leading.computeIfAbsent(next, any -> new ArrayDeque<>()).add(trace);
        }
      }
    }

    private Trace goingOn(ObsKey at) {
      Deque<Trace> here = leading.get(at);
      if (here == null) {
        return begin(at);
      }
      Trace trace = here.remove();
      if (here.isEmpty()) {
        leading.remove(at);
      }
      return trace;
    }

    private Trace begin(ObsKey at) {
      Trace trace = new Trace(at.values(), signals.size());
      begun.add(trace);
      return trace;
    }
  }
}
