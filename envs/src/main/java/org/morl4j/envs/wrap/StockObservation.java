package org.morl4j.envs.wrap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.core.state.State;

/**
 * Appends the stock c to each observation (stock augmentation, Pires et al. 2025, arXiv
 * 2501.13028).
 *
 * <pre>
 *   c_0 ~ U[low, high] in each episode,   c' = (c + r) / gamma
 * </pre>
 *
 * <p>gamma^t c_t is c_0 and the discounted rewards before t: what a policy must know to steer the
 * law of the whole return. c_0 depends on the episode's seed alone. Under a gamma below 1 stocks
 * grow by 1 / gamma a step.
 */
public final class StockObservation implements VectorEnv {
  /**
   * Appends the stock c to observations: c' = (c + reward) / gamma, for one objective.
   *
   * @param gamma the agent's discount
   * @param low of the stock an episode starts with, drawn evenly
   * @param high of the same
   */
  public record Options(
      @Allowed(above = 0, max = 1) double gamma,
      @Allowed(min = -1e30, max = 1e30) double low,
      @Allowed(min = -1e30, max = 1e30) double high)
      implements WrapperOptions {
    public Options {
      Check.allowed(Options.class, "gamma", gamma);
      Check.allowed(Options.class, "low", low);
      Check.allowed(Options.class, "high", high);
    }

    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env, gamma, low, high);
    }
  }

  private final VectorEnv env;
  private final EnvSpec spec;
  private final double gamma;
  private final double low;
  private final double high;
  private final int size; // of the environment's observation
  private final double[] obs;
  private final double[] finalObs;
  private final double[] stock;
  private final long[] next; // seeds of each row's next episode
  private @Nullable EpisodeSeeds seeds;
  private @Nullable VectorStep inner;

  private StockObservation(VectorEnv env, double gamma, double low, double high) {
    this.env = env;
    this.gamma = gamma;
    this.low = low;
    this.high = high;
    EnvSpec plain = env.spec();
    size = plain.observationSpace().size();
    spec =
        new EnvSpec(
            plain.id(),
            appended(plain.observationSpace()),
            plain.actionSpace(),
            plain.objectives(),
            plain.costs(),
            plain.horizon(),
            plain.reference(),
            plain.knownFront(),
            plain.simulator());
    int n = env.size();
    obs = new double[n * (size + 1)];
    finalObs = new double[n * (size + 1)];
    stock = new double[n];
    next = new long[n];
  }

  /**
   * The environment with the stock as its observation's last entry.
   *
   * @param gamma the agent's discount, above 0 and at most 1
   * @param low of c_0
   * @param high of c_0, at least {@code low}
   * @throws IllegalArgumentException if a value is out of range or there are several objectives
   */
  public static VectorEnv of(VectorEnv env, double gamma, double low, double high) {
    Check.positiveUpTo1("StockObservation gamma", gamma);
    if (!(low <= high && Double.isFinite(high - low))) {
      throw new IllegalArgumentException(
          "StockObservation low is "
              + low
              + " and high "
              + high
              + ", but low must not exceed high and both must be finite.");
    }
    List<String> objectives = env.spec().objectives();
    if (objectives.size() != 1) {
      throw new IllegalArgumentException(
          "StockObservation keeps one objective, but "
              + env.spec().id()
              + " has "
              + objectives
              + ". Maybe put the wrapper linear-reward before it.");
    }
    return new StockObservation(env, gamma, low, high);
  }

  /** A vector of real numbers stays one; another space becomes a pair. */
  private static Space appended(Space space) {
    double bound = Double.POSITIVE_INFINITY;
    if (!(space instanceof Box box
        && box.shape().size() == 1
        && (box.dtype() == Dtype.FLOAT32 || box.dtype() == Dtype.FLOAT64))) {
      return new TupleSpace(List.of(space, Box.of(1, -bound, bound, Dtype.FLOAT64)));
    }
    int n = box.size();
    double[] lows = Arrays.copyOf(box.low().toArray(), n + 1);
    double[] highs = Arrays.copyOf(box.high().toArray(), n + 1);
    lows[n] = -bound;
    highs[n] = bound;
    return Box.of(Vec.of(lows), Vec.of(highs), box.dtype());
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return env.size();
  }

  @Override
  public VectorStep reset(EpisodeSeeds newSeeds) {
    seeds = newSeeds;
    peek();
    for (int i = 0; i < stock.length; i++) {
      stock[i] = start(next[i]);
    }
    inner = env.reset(newSeeds);
    peek();
    return observed(inner);
  }

  /** Only a look ahead: the environment draws them. */
  private void peek() {
    for (int i = 0; seeds != null && i < next.length; i++) {
      next[i] = seeds.peek(i);
    }
  }

  /** c_0 of the episode of a seed. */
  private double start(long seed) {
    Rng rng = new SeedTree(seed).child("stock").generator();
    return low + (high - low) * rng.nextDouble();
  }

  @Override
  public VectorStep step(double[] act) {
    VectorStep s = env.step(act);
    inner = s;
    boolean ended = false;
    for (int i = 0; i < stock.length; i++) {
      stock[i] = (stock[i] + s.reward()[i]) / gamma;
      if (s.ended(i)) {
        System.arraycopy(s.finalObs(), i * size, finalObs, i * (size + 1), size);
        finalObs[i * (size + 1) + size] = stock[i];
        stock[i] = start(next[i]);
        ended = true;
      }
    }
    if (ended) {
      peek();
    }
    return observed(s);
  }

  private VectorStep observed(VectorStep s) {
    for (int i = 0; i < stock.length; i++) {
      System.arraycopy(s.obs(), i * size, obs, i * (size + 1), size);
      obs[i * (size + 1) + size] = stock[i];
    }
    return new VectorStep(obs, s.reward(), s.cost(), s.terminated(), s.truncated(), finalObs);
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
    env.save(out);
    out.put("stock", stock);
    out.put("next", next);
  }

  /** A row that did not come out the same has begun the episode that was to be its next. */
  @Override
  public void restore(State in) {
    if (inner == null) {
      throw new IllegalStateException("reset(seeds) must come before restore.");
    }
    env.restore(in);
    System.arraycopy(in.doubles("stock", stock.length), 0, stock, 0, stock.length);
    System.arraycopy(in.longs("next", next.length), 0, next, 0, next.length);
    for (int i = 0; i < stock.length; i++) {
      if (inner.truncated()[i]) {
        stock[i] = start(next[i]);
      }
    }
    peek();
    observed(inner);
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
