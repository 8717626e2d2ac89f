package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;

/**
 * Compares what a critic predicts in visited states and actions with the discounted return that
 * came from there, as Fujimoto et al. 2018 (arXiv:1802.09477, figure 1) do for overestimation.
 *
 * <pre>
 *   bias_s = mean_t [Q_s(o_t, a_t) - G_s,t]
 *   G_s,t  = sum_{u=t}^{T-1} gamma_s^(u-t) r_s,u + sum_{u=t+1}^{T-1} gamma_s^(u-t) b_s,u
 * </pre>
 *
 * b is what the critic counts besides the signals ({@link ValueFunction#bonus}): the entropy that a
 * soft one is to be compared with, else 0.
 *
 * <p>An episode that terminates is known to its end, and all its steps count. Of one that a time
 * limit cuts at T, the part that was not seen weighs gamma^(T-t): only steps where that is at most
 * 0.05 count, so none does under gamma 1.
 */
public final class BiasProbe {
  /** Largest weight of what lies beyond a time limit. */
  static final double UNSEEN = 0.05;

  private static final int CHUNK = 256;

  private final EnvSpec spec;
  private final int rows;
  private final Signals signals;
  private final int measured; // signals that an environment gives
  private final WholeEpisodes loop;

  /**
   * @param env at most {@code episodes} rows, else the surplus is stepped for nothing
   * @param signals with the discounts that the critic was trained under; auxiliary ones, which no
   *     environment gives, are left out
   */
  public BiasProbe(VectorEnv env, Signals signals, int episodes) {
    spec = env.spec();
    rows = env.size();
    this.signals = signals;
    measured = signals.count(Signal.Kind.OBJECTIVE) + signals.count(Signal.Kind.COST);
    loop = new WholeEpisodes(env, episodes);
  }

  /**
   * Runs the episodes and compares.
   *
   * @param preference weights of the objectives [m] in every row, or null for a policy that takes
   *     none
   * @param mode how to act; see {@link ValueFunction#mode}
   */
  public Bias measure(
      Policy policy, ValueFunction values, @Nullable Vec preference, Mode mode, SeedTree seeds) {
    Comparison comparison = new Comparison(values, preference);
    loop.run(policy, preference, mode, seeds, comparison);
    return comparison.bias();
  }

  /** Environment steps taken so far. */
  public long transitions() {
    return loop.transitions();
  }

  /** One row's running episode: grows, is compared at its end, and begins anew. */
  private final class Trace {
    private float[] obs = new float[0]; // [T, F]
    private double[] act = new double[0]; // [T, A]
    private double[] given = new double[0]; // [T, measured] rewards and costs
    private int steps;
  }

  private final class Comparison implements WholeEpisodes.Watcher {
    private final ValueFunction values;
    private final float[] preferences; // [CHUNK, m], empty for none
    private final Trace[] traces = new Trace[rows];
    private final int features = spec.observationSpace().features();
    private final int obsSize = spec.observationSpace().size();
    private final int actSize = spec.actionSpace().size();
    private final float[] obsChunk = new float[CHUNK * features];
    private final double[] actChunk = new double[CHUNK * actSize];
    private final float[] out = new float[CHUNK * signals.size()];
    private final long[] samples = new long[measured];
    private final double[] predictedSum = new double[measured];
    private final double[] returnSum = new double[measured];
    private final double[] mean = new double[measured]; // of the difference, by Welford
    private final double[] squares = new double[measured];

    Comparison(ValueFunction values, @Nullable Vec preference) {
      this.values = values;
      int m = preference == null ? 0 : preference.size();
      preferences = new float[CHUNK * m];
      for (int j = 0; j < preferences.length && preference != null; j++) {
        preferences[j] = (float) preference.get(j % m);
      }
      for (int i = 0; i < rows; i++) {
        traces[i] = new Trace();
      }
    }

    @Override
    public void acted(double[] obs, double[] act) {
      for (int i = 0; i < rows; i++) {
        Trace trace = traces[i];
        int t = trace.steps;
        trace.obs = grown(trace.obs, (t + 1) * features);
        trace.act = grown(trace.act, (t + 1) * actSize);
        trace.given = grown(trace.given, (t + 1) * measured);
        spec.observationSpace().encode(obs, i * obsSize, trace.obs, t * features);
        System.arraycopy(act, i * actSize, trace.act, t * actSize, actSize);
      }
    }

    @Override
    public void stepped(VectorStep step, boolean[] counts) {
      int m = spec.objectives().size();
      int k = measured - m;
      for (int i = 0; i < rows; i++) {
        Trace trace = traces[i];
        int at = trace.steps * measured;
        System.arraycopy(step.reward(), i * m, trace.given, at, m);
        System.arraycopy(step.cost(), i * k, trace.given, at + m, k);
        trace.steps++;
        if (step.ended(i)) {
          if (counts[i]) {
            compare(trace, step.terminated()[i]);
          }
          trace.steps = 0;
        }
      }
    }

    private void compare(Trace trace, boolean terminated) {
      double[] returns = trace.given; // [T, measured], turned into returns in place
      float[] bonus = bonus(trace);
      int size = signals.size();
      int[] until = new int[measured]; // steps before this one count
      for (int s = 0; s < measured; s++) {
        double gamma = signals.get(s).gamma();
        for (int t = trace.steps - 2; t >= 0; t--) {
          double after = returns[(t + 1) * measured + s] + bonus[(t + 1) * size + s];
          returns[t * measured + s] += gamma * after;
        }
        double unseen = gamma;
        until[s] = trace.steps;
        // The weight at step until - 1 is gamma^(T - until + 1).
        while (!terminated && until[s] > 0 && unseen > UNSEEN) {
          unseen *= gamma;
          until[s]--;
        }
      }
      for (int from = 0; from < trace.steps; from += CHUNK) {
        predict(trace, from, returns, until);
      }
    }

    /** What the critic counts besides the signals at every step [T, S]. */
    private float[] bonus(Trace trace) {
      int size = signals.size();
      float[] bonus = new float[trace.steps * size];
      for (int from = 0; from < trace.steps; from += CHUNK) {
        int n = chunk(trace, from);
        values.bonus(obsChunk, actChunk, preferences(), n, out);
        System.arraycopy(out, 0, bonus, from * size, n * size);
      }
      return bonus;
    }

    /** Takes the next steps from {@code from} on; gives how many. */
    private int chunk(Trace trace, int from) {
      int n = Math.min(CHUNK, trace.steps - from);
      System.arraycopy(trace.obs, from * features, obsChunk, 0, n * features);
      System.arraycopy(trace.act, from * actSize, actChunk, 0, n * actSize);
      return n;
    }

    private float @Nullable [] preferences() {
      return preferences.length == 0 ? null : preferences;
    }

    private void predict(Trace trace, int from, double[] returns, int[] until) {
      int n = chunk(trace, from);
      values.values(obsChunk, actChunk, preferences(), n, out);
      int size = signals.size();
      for (int s = 0; s < measured; s++) {
        for (int b = 0; b < n && from + b < until[s]; b++) {
          double predicted = out[b * size + s];
          double came = returns[(from + b) * measured + s];
          predictedSum[s] += predicted;
          returnSum[s] += came;
          samples[s]++;
          double before = predicted - came - mean[s];
          mean[s] += before / samples[s];
          squares[s] += before * (predicted - came - mean[s]);
        }
      }
    }

    Bias bias() {
      List<Bias.OfSignal> all = new ArrayList<>();
      for (int s = 0; s < measured; s++) {
        long n = samples[s];
        double deviation = n < 2 ? 0 : Math.sqrt(squares[s] / (n - 1));
        all.add(
            new Bias.OfSignal(
                signals.get(s).name(),
                predictedSum[s] / n,
                returnSum[s] / n,
                n == 0 ? Double.NaN : mean[s],
                n == 0 ? Double.NaN : deviation,
                n));
      }
      return new Bias(all);
    }
  }

  private static float[] grown(float[] values, int length) {
    return length <= values.length
        ? values
        : Arrays.copyOf(values, Math.max(length, 2 * values.length));
  }

  private static double[] grown(double[] values, int length) {
    return length <= values.length
        ? values
        : Arrays.copyOf(values, Math.max(length, 2 * values.length));
  }
}
