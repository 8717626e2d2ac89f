package org.morl4j.envs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;

/**
 * Whether an environment of any source keeps its contract under random actions: what it gives is as
 * its spec says, the same seed gives the same episode, and a saved state goes on as it would have.
 * After Gymnasium's and Stable-Baselines3's checkers.
 *
 * <pre>
 * List&lt;Finding&gt; findings = EnvironmentCheck.of(n -> EnvironmentSources.open(request, n));
 * </pre>
 */
public final class EnvironmentCheck {
  private static final int ROWS = 2;
  private static final int COMPARED_STEPS = 300;
  private static final int LEAST_STEPS = 1_000;
  private static final int MOST_STEPS = 20_000;
  private static final int ENOUGH_EPISODES = 10;
  private static final long MOST_NANOS = 10_000_000_000L;
  private static final long SPEED_NANOS = 500_000_000L;

  /** Numbers that a trace may hold: big observations are compared over fewer steps. */
  private static final long MOST_NUMBERS = 8_000_000;

  private static final SeedTree SEEDS = new SeedTree(1);
  private static final String UNSEEDED =
      """
      Maybe it draws from a generator that reset(seed) does not seed, or keeps something over \
      from the episode before.""";

  private final IntFunction<VectorEnv> open;
  private final List<Finding> findings = new ArrayList<>();

  private EnvironmentCheck(IntFunction<VectorEnv> open) {
    this.open = open;
  }

  /**
   * Checks it. What can't be looked at because of an earlier failure is left out.
   *
   * @param open gives that many rows of the environment
   * @throws IllegalArgumentException if there is no such environment
   */
  public static List<Finding> of(IntFunction<VectorEnv> open) {
    EnvironmentCheck check = new EnvironmentCheck(open);
    try (VectorEnv env = open.apply(ROWS)) {
      check.look(env);
    }
    return List.copyOf(check.findings);
  }

  private void look(VectorEnv env) {
    EnvSpec spec = env.spec();
    names(spec);
    spaces(spec);
    Trace trace = new Trace(ROWS);
    if (!attempt("steps", () -> run(env, trace))) {
      return;
    }
    attempt("repeat", () -> repeats(env, trace));
    attempt("seeds", () -> differs(env, trace));
    attempt("rows", () -> alone(trace));
    attempt("save", () -> saves(env, trace));
    attempt("speed", () -> speed(env));
  }

  /** A check that throws has failed: the message says what came and what helps. */
  private boolean attempt(String check, Runnable body) {
    try {
      body.run();
      return true;
    } catch (RuntimeException e) {
      String text = e.getMessage() == null ? e.toString() : e.getMessage();
      int maybe = text.lastIndexOf(" Maybe ");
      findings.add(
          maybe < 0
              ? Finding.fail(check, text, "")
              : Finding.fail(check, text.substring(0, maybe), text.substring(maybe + 1)));
      return false;
    }
  }

  /** A spec whose names clash can't be made. */
  private void names(EnvSpec spec) {
    findings.add(
        Finding.ok(
            "names",
            "objectives %s; costs %s"
                .formatted(
                    String.join(", ", spec.objectives()),
                    spec.costs().isEmpty() ? "none" : String.join(", ", spec.costs()))));
  }

  private void spaces(EnvSpec spec) {
    Space act = spec.actionSpace();
    if (act.size() == 0 || spec.observationSpace().size() == 0) {
      findings.add(
          Finding.fail(
              "spaces",
              "an observation has %d numbers and an action %d, expected at least 1 each"
                  .formatted(spec.observationSpace().size(), act.size()),
              "Maybe give one that is always 0."));
    } else if (act instanceof Box box && !box.isBounded()) {
      findings.add(
          Finding.remark(
              "spaces",
              "the action space has infinite bounds, between which agents can't scale",
              "Maybe give the bounds that make sense."));
    } else {
      findings.add(
          Finding.ok(
              "spaces",
              "observations of %d numbers, actions of %d"
                  .formatted(spec.observationSpace().size(), act.size())));
    }
  }

  /** The long run, whose first steps are the trace that the others are compared with. */
  private void run(VectorEnv env, Trace trace) {
    EnvSpec spec = env.spec();
    int obsSize = spec.observationSpace().size();
    long kept = Math.max(10, Math.min(COMPARED_STEPS, MOST_NUMBERS / (2L * ROWS * obsSize + 1)));
    Membership membership = new Membership(spec.observationSpace());
    Episodes episodes = new Episodes(spec, ROWS);
    Actions actions = new Actions(spec.actionSpace(), ROWS);
    VectorStep step = env.reset(new EpisodeSeeds(SEEDS, ROWS));
    trace.add(step);
    look(membership, step.obs(), obsSize, "after reset");
    long start = System.nanoTime();
    for (int t = 1; t <= MOST_STEPS; t++) {
      step = env.step(actions.next());
      if (t <= kept) {
        trace.add(step);
      }
      episodes.add(step);
      look(membership, step.obs(), obsSize, "step " + t);
      for (int i = 0; i < ROWS; i++) {
        if (step.ended(i)) {
          membership.look(
              step.finalObs(), i * obsSize, "row %d, step %d, the last".formatted(i, t));
        }
      }
      boolean enough = episodes.ended() >= ENOUGH_EPISODES && episodes.sawHorizon();
      boolean late = System.nanoTime() - start > MOST_NANOS;
      if (t >= kept && (late || (enough && t >= LEAST_STEPS))) {
        break;
      }
    }
    findings.add(episodes.signals());
    findings.add(membership.bounds());
    findings.add(membership.dtype());
    findings.add(episodes.flags());
    findings.add(episodes.horizon());
  }

  private static void look(Membership membership, double[] obs, int obsSize, String when) {
    for (int i = 0; i < ROWS; i++) {
      membership.look(obs, i * obsSize, "row " + i + ", " + when);
    }
  }

  /** The same seeds and actions again, in the same environment. */
  private void repeats(VectorEnv env, Trace trace) {
    String difference = difference(env, trace, ROWS, SEEDS);
    findings.add(
        difference == null
            ? Finding.ok(
                "repeat",
                "the same seeds and actions give the same %d steps".formatted(trace.length()))
            : Finding.fail(
                "repeat", "the same seeds and actions, begun anew: " + difference, UNSEEDED));
  }

  private void differs(VectorEnv env, Trace trace) {
    String difference = difference(env, trace, ROWS, SEEDS.child("other"));
    findings.add(
        difference == null
            ? Finding.remark(
                "seeds",
                "other seeds give the same %d steps".formatted(trace.length()),
                "Maybe it is deterministic; else reset(seed) ignores its seed.")
            : Finding.ok("seeds", "other seeds give other episodes"));
  }

  /** Row 0 without row 1 beside it, in a new environment, up to its first end. */
  private void alone(Trace trace) {
    String difference;
    try (VectorEnv one = open.apply(1)) {
      difference = difference(one, trace, 1, SEEDS);
    }
    findings.add(
        difference == null
            ? Finding.ok("rows", "a row goes the same alone as beside another")
            : Finding.fail(
                "rows",
                "row 0 in a new environment, without row 1 beside it: " + difference,
                "Maybe rows share something, such as a static field, or a constructor draws."));
  }

  private static @Nullable String difference(VectorEnv env, Trace trace, int n, SeedTree seeds) {
    Actions actions = new Actions(env.spec().actionSpace(), ROWS);
    String difference = trace.difference(0, env.reset(new EpisodeSeeds(seeds, n)), n);
    for (int t = 1; t <= trace.length() && difference == null; t++) {
      boolean ended = n < ROWS && trace.ended(t, 0);
      VectorStep step = env.step(actions.next(n));
      // The next episode's seed depends on the number of rows.
      difference = ended ? null : trace.difference(t, step, n);
      if (ended) {
        break;
      }
    }
    return difference;
  }

  /** Saves in the midst of all rows' episodes and goes on in a new environment. */
  private void saves(VectorEnv env, Trace trace) {
    int half = trace.midst();
    Actions actions = new Actions(env.spec().actionSpace(), ROWS);
    env.reset(new EpisodeSeeds(SEEDS, ROWS));
    for (int t = 1; t <= half; t++) {
      env.step(actions.next());
    }
    State state = new State();
    env.save(state);
    String difference = difference(state, actions, half, trace);
    findings.add(
        difference == null
            ? Finding.ok("save", "restored after %d steps it goes on the same".formatted(half))
            : Finding.fail(
                "save",
                "restored after %d steps: %s".formatted(half, difference),
                "Maybe save and restore leave out a field, or without them reset(seed) does."));
  }

  private @Nullable String difference(State state, Actions actions, int half, Trace trace) {
    try (VectorEnv other = open.apply(ROWS)) {
      other.reset(new EpisodeSeeds(SEEDS, ROWS));
      other.restore(state);
      if (!other.exact()) {
        return "its saved state or its seed and actions did not bring back its observation";
      }
      String difference = null;
      for (int t = half + 1; t <= trace.length() && difference == null; t++) {
        difference = trace.difference(t, other.step(actions.next()), ROWS);
      }
      return difference;
    } catch (EnvException e) {
      return e.getMessage();
    }
  }

  private void speed(VectorEnv env) {
    Actions actions = new Actions(env.spec().actionSpace(), ROWS);
    env.reset(new EpisodeSeeds(SEEDS, ROWS));
    long start = System.nanoTime();
    long steps = 0;
    long nanos = 0;
    while (nanos < SPEED_NANOS) {
      env.step(actions.next());
      steps += ROWS;
      nanos = System.nanoTime() - start;
    }
    double rate = steps / (nanos / 1e9);
    findings.add(Finding.ok("speed", "%,.0f steps/s with %d rows".formatted(rate, ROWS)));
  }

  /** Random actions, the same in every run; those of row 0 don't depend on the rows asked for. */
  private static final class Actions {
    private final Space space;
    private final Rng rng = new Rng(7);
    private final double[] all;
    private final double[] one;

    Actions(Space space, int rows) {
      this.space = space;
      all = new double[rows * space.size()];
      one = new double[space.size()];
    }

    double[] next() {
      for (int at = 0; at < all.length; at += space.size()) {
        space.sample(rng, all, at);
      }
      return all;
    }

    double[] next(int rows) {
      next();
      if (rows * space.size() == all.length) {
        return all;
      }
      System.arraycopy(all, 0, one, 0, one.length);
      return one;
    }
  }
}
