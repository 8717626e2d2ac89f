package org.morl4j.envs.wrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.State;

/**
 * Sums up each row's episode and hands finished ones to whoever drains them. Put it around the
 * reward wrappers to see what the learner sees, inside them to see the environment's own rewards.
 */
public final class EpisodeStatistics implements VectorEnv {
  /**
   * A finished episode.
   *
   * @param row the row of the vector environment
   * @param length steps
   * @param returns undiscounted return of each objective [m]
   * @param discounted return of each objective under gamma [m]
   * @param costs undiscounted sum of each cost [k]
   */
  public record Episode(int row, int length, Vec returns, Vec discounted, Vec costs) {}

  private final VectorEnv env;
  private final double gamma;
  private final int m;
  private final int k;
  private final int[] length;
  private final double[] discount;
  private final double[] returns;
  private final double[] discounted;
  private final double[] costs;
  private final List<Episode> finished = new ArrayList<>();

  /**
   * @param gamma discount of {@link Episode#discounted}, above 0 and at most 1
   */
  public EpisodeStatistics(VectorEnv env, double gamma) {
    this.env = env;
    this.gamma = Check.positiveUpTo1("gamma", gamma);
    this.m = env.spec().objectives().size();
    this.k = env.spec().costs().size();
    int n = env.size();
    length = new int[n];
    discount = new double[n];
    returns = new double[n * m];
    discounted = new double[n * m];
    costs = new double[n * k];
  }

  /** The episodes finished since the last call, in the order they ended. */
  public List<Episode> drain() {
    List<Episode> drained = List.copyOf(finished);
    finished.clear();
    return drained;
  }

  @Override
  public EnvSpec spec() {
    return env.spec();
  }

  @Override
  public int size() {
    return env.size();
  }

  /** Begins anew in every row; episodes under way are forgotten, finished ones kept. */
  @Override
  public VectorStep reset(EpisodeSeeds seeds) {
    for (int i = 0; i < length.length; i++) {
      begin(i);
    }
    return env.reset(seeds);
  }

  @Override
  public VectorStep step(double[] act) {
    VectorStep step = env.step(act);
    for (int i = 0; i < length.length; i++) {
      length[i]++;
      for (int j = i * m; j < (i + 1) * m; j++) {
        returns[j] += step.reward()[j];
        discounted[j] += discount[i] * step.reward()[j];
      }
      for (int j = i * k; j < (i + 1) * k; j++) {
        costs[j] += step.cost()[j];
      }
      discount[i] *= gamma;
      if (step.ended(i)) {
        finished.add(
            new Episode(
                i,
                length[i],
                slice(returns, i * m, m),
                slice(discounted, i * m, m),
                slice(costs, i * k, k)));
        begin(i);
      }
    }
    return step;
  }

  private void begin(int i) {
    length[i] = 0;
    discount[i] = 1;
    Arrays.fill(returns, i * m, (i + 1) * m, 0);
    Arrays.fill(discounted, i * m, (i + 1) * m, 0);
    Arrays.fill(costs, i * k, (i + 1) * k, 0);
  }

  @Override
  public boolean exact() {
    return env.exact();
  }

  @Override
  public Map<String, String> versions() {
    return env.versions();
  }

  @Override
  public void save(State out) {
    out.put("env", env);
    out.put("length", length);
    out.put("discount", discount);
    out.put("returns", returns);
    out.put("discounted", discounted);
    out.put("costs", costs);
    int width = 2 + 2 * m + k;
    double[] rows = new double[finished.size() * width];
    for (int e = 0; e < finished.size(); e++) {
      Episode episode = finished.get(e);
      int at = e * width;
      rows[at] = episode.row();
      rows[at + 1] = episode.length();
      System.arraycopy(episode.returns().toArray(), 0, rows, at + 2, m);
      System.arraycopy(episode.discounted().toArray(), 0, rows, at + 2 + m, m);
      System.arraycopy(episode.costs().toArray(), 0, rows, at + 2 + 2 * m, k);
    }
    out.put("finished", rows);
  }

  @Override
  public void restore(State in) {
    in.restore("env", env);
    System.arraycopy(in.ints("length", length.length), 0, length, 0, length.length);
    copy(in, "discount", discount);
    copy(in, "returns", returns);
    copy(in, "discounted", discounted);
    copy(in, "costs", costs);
    double[] rows = in.doubles("finished");
    int width = 2 + 2 * m + k;
    finished.clear();
    for (int at = 0; at < rows.length; at += width) {
      finished.add(
          new Episode(
              (int) rows[at],
              (int) rows[at + 1],
              slice(rows, at + 2, m),
              slice(rows, at + 2 + m, m),
              slice(rows, at + 2 + 2 * m, k)));
    }
  }

  private static Vec slice(double[] values, int from, int size) {
    return Vec.of(Arrays.copyOfRange(values, from, from + size));
  }

  private static void copy(State in, String name, double[] to) {
    System.arraycopy(in.doubles(name, to.length), 0, to, 0, to.length);
  }

  @Override
  public @Nullable Frame render(int row) {
    return env.render(row);
  }

  @Override
  public void close() {
    env.close();
  }
}
