package org.morl4j.core.env;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link VectorEnv} over Java environments, stepped one after the other by the calling thread. */
final class JavaVectorEnv implements VectorEnv {
  private static final Logger LOG = LoggerFactory.getLogger(JavaVectorEnv.class);

  private final Environment[] envs;
  private final EnvSpec spec;
  private final EpisodeLog log;
  private final VectorStep out;
  private final int obsSize;
  private final int m;
  private final int k;
  private final double[] act;
  private final StepContract contract;
  private final boolean[] drawn; // rows that are looked at
  private boolean looked; // at any of them
  private final @Nullable Frame[] ends; // of episodes that the last step ended in such rows
  private boolean exact = true;

  JavaVectorEnv(Supplier<? extends Environment> supplier, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("A VectorEnv of " + n + " rows must have at least 1.");
    }
    envs = new Environment[n];
    for (int i = 0; i < n; i++) {
      envs[i] = supplier.get();
    }
    spec = envs[0].spec();
    obsSize = spec.observationSpace().size();
    m = spec.objectives().size();
    k = spec.costs().size();
    act = new double[spec.actionSpace().size()];
    log = new EpisodeLog(n, envs[0] instanceof Savable ? 0 : act.length);
    out = VectorStep.allocate(spec, n);
    contract = new StepContract(spec);
    drawn = new boolean[n];
    ends = new Frame[n];
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return envs.length;
  }

  @Override
  public VectorStep reset(EpisodeSeeds seeds) {
    log.use(seeds);
    out.clearOutcome();
    Arrays.fill(ends, null);
    for (int i = 0; i < envs.length; i++) {
      begin(i);
    }
    requireFinite("obs", out.obs(), obsSize);
    return out;
  }

  @Override
  public VectorStep step(double[] actions) {
    boolean ended = false;
    if (looked) {
      Arrays.fill(ends, null);
    }
    for (int i = 0; i < envs.length; i++) {
      copy(actions, i * act.length, act, 0, act.length);
      log.record(i, act);
      Step step = stepRow(i);
      contract.step(i, step);
      copy(step.reward(), 0, out.reward(), i * m, m);
      copy(step.cost(), 0, out.cost(), i * k, k);
      out.terminated()[i] = step.terminated();
      out.truncated()[i] = step.truncated();
      if (step.terminated() || step.truncated()) {
        copy(step.obs(), 0, out.finalObs(), i * obsSize, obsSize);
        ended = true;
        if (drawn[i]) {
          ends[i] = envs[i].render();
        }
        begin(i);
      } else {
        contract.goesOn(i, log.steps(i));
        copy(step.obs(), 0, out.obs(), i * obsSize, obsSize);
      }
    }
    // whole arrays at once: checking row by row took as long as a fast environment's step
    requireFinite("reward", out.reward(), m);
    requireFinite("cost", out.cost(), k);
    requireFinite("obs", out.obs(), obsSize);
    if (ended) {
      requireFinite("obs", out.finalObs(), obsSize);
    }
    return out;
  }

  private Step stepRow(int i) {
    try {
      return envs[i].step(act);
    } catch (RuntimeException e) {
      throw new EnvException(spec.id() + " row " + i + ": " + e.getMessage(), e);
    }
  }

  private double[] resetRow(int i, long seed) {
    double[] obs;
    try {
      obs = envs[i].reset(seed);
    } catch (RuntimeException e) {
      throw new EnvException(spec.id() + " row " + i + ": " + e.getMessage(), e);
    }
    contract.reset(i, obs);
    return obs;
  }

  /** Checks all rows' {@code size} values. */
  private void requireFinite(String what, double[] values, int size) {
    for (int j = 0; j < values.length; j++) {
      if (!Double.isFinite(values[j])) {
        throw new EnvException(
            spec.id()
                + " row "
                + j / size
                + " gave "
                + what
                + "["
                + j % size
                + "] = "
                + values[j]
                + ", but it must be finite. Maybe the simulation diverged under actions out of"
                + " range.");
      }
    }
  }

  /** Most vectors here have 1 to 4 entries; calls and loops took a third of a fast step. */
  private static void copy(double[] from, int at, double[] to, int offset, int n) {
    if (n > 4) {
      System.arraycopy(from, at, to, offset, n);
      return;
    }
    if (n > 0) {
      to[offset] = from[at];
    }
    if (n > 1) {
      to[offset + 1] = from[at + 1];
    }
    if (n > 2) {
      to[offset + 2] = from[at + 2];
    }
    if (n > 3) {
      to[offset + 3] = from[at + 3];
    }
  }

  @Override
  public @Nullable Frame render(int row) {
    drawn[row] = true;
    looked = true;
    Frame end = ends[row];
    return end == null ? envs[row].render() : end;
  }

  private void begin(int i) {
    copy(resetRow(i, log.begin(i)), 0, out.obs(), i * obsSize, obsSize);
  }

  @Override
  public boolean exact() {
    return exact;
  }

  @Override
  public void save(State to) {
    log.save(to);
    to.put("obs", out.obs());
    for (int i = 0; i < envs.length; i++) {
      if (envs[i] instanceof Savable savable) {
        to.put("env." + i, savable);
      }
    }
  }

  @Override
  public void restore(State from) {
    log.restore(from);
    double[] obs = from.doubles("obs", out.obs().length);
    out.clearOutcome();
    for (int i = 0; i < envs.length; i++) {
      if (envs[i] instanceof Savable savable) {
        from.restore("env." + i, savable);
      } else {
        replay(i, obs);
      }
    }
    System.arraycopy(obs, 0, out.obs(), 0, obs.length);
  }

  /** Brings row {@code i} back from its seed and actions; one that comes out otherwise is cut. */
  private void replay(int i, double[] saved) {
    double[] obs = resetRow(i, log.seed(i));
    boolean same = true;
    for (int t = 0; t < log.steps(i) && same; t++) {
      log.action(i, t, act);
      Step step = stepRow(i);
      same = !step.terminated() && !step.truncated();
      obs = step.obs();
    }
    for (int j = 0; j < obsSize && same; j++) {
      same = Double.compare(obs[j], saved[i * obsSize + j]) == 0;
    }
    if (!same) {
      exact = false;
      LOG.warn(
          "{} row {} did not reproduce its episode (seed {}, {} steps) and begins a new one; the"
              + " resumed run is not exact. Maybe it draws from a generator that reset(seed) does"
              + " not seed.",
          spec.id(),
          i,
          log.seed(i),
          log.steps(i));
      System.arraycopy(resetRow(i, log.begin(i)), 0, saved, i * obsSize, obsSize);
      out.truncated()[i] = true;
    }
  }

  @Override
  public void close() {
    for (Environment env : envs) {
      env.close();
    }
  }
}
