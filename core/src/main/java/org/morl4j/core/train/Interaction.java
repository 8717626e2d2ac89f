package org.morl4j.core.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The rows of an environment and the exploring policy that acts in them: knows where episodes
 * begin, under which preferences they run, and what they returned.
 */
final class Interaction implements Savable {
  private final VectorEnv env;
  private final EpisodeTally tally;
  private final SeedTree seeds;
  private final Actor actor;
  private final @Nullable Preferences preferences;
  private final double[] act;
  private final boolean[] starts;
  private EpisodeSeeds episodeSeeds;
  private @Nullable VectorStep current;
  private @Nullable Returns returns;
  private long transitions;

  Interaction(VectorEnv env, Learner<?> learner, Signals signals, SeedTree seeds) {
    this.env = env;
    this.seeds = seeds;
    int n = env.size();
    tally = new EpisodeTally(signals, n);
    episodeSeeds = new EpisodeSeeds(seeds.child("episodes"), n);
    actor = learner.policy().actor(n, Mode.EXPLORE, seeds.child("actions").generators(n));
    preferences =
        learner.requirements().preference()
            ? new Preferences(env.spec().objectives().size(), seeds.child("preferences"), n)
            : null;
    act = new double[n * env.spec().actionSpace().size()];
    starts = new boolean[n];
    Arrays.fill(starts, true);
  }

  /** What the rows see now; the first time, their first episodes begin. */
  VectorStep current() {
    if (current == null) {
      current = checked(env.reset(episodeSeeds));
    }
    return current;
  }

  /**
   * Makes ready for an action: episodes that begin get their preferences and the actor is told.
   *
   * @return the rows' preferences [n, m], or null where the policy takes none
   */
  double @Nullable [] begin() {
    actor.begin(starts);
    return preferences == null ? null : preferences.begin(starts);
  }

  /** Raw actions [n, actSize], for whoever chooses them to write. */
  double[] act() {
    return act;
  }

  /** Lets the policy choose. */
  void choose(double @Nullable [] preference, double @Nullable [] logProb) {
    actor.act(current().obs(), preference, act, logProb);
  }

  /** Steps every row by what was chosen. */
  VectorStep step() {
    VectorStep step = checked(env.step(act));
    current = step;
    tally.add(step, null);
    for (int i = 0; i < starts.length; i++) {
      starts[i] = step.ended(i);
    }
    transitions += starts.length;
    return step;
  }

  /** Networks read 32-bit floats: what they can't hold must not be taken for a diverged learner. */
  private VectorStep checked(VectorStep step) {
    double[] obs = step.obs();
    for (int i = 0; i < obs.length; i++) {
      if (!(Math.abs(obs[i]) <= Float.MAX_VALUE)) {
        int size = obs.length / starts.length;
        throw new EnvException(
            "%s row %d: observation[%d] is %s, but must be a number within +-3.4e38, as networks read it. Maybe scale or clip the observation in the environment."
                .formatted(env.spec().id(), i / size, i % size, obs[i]));
      }
    }
    return step;
  }

  /** Tells the returns of the episodes that ended since the last time, if any. */
  void tick(Criterion criterion) {
    Returns measured = measure();
    if (measured != null) {
      criterion.tick(Clock.ROLLOUT, measured);
    }
  }

  /** The returns of the episodes that ended since the last time, or null if none did. */
  @Nullable Returns measure() {
    Returns measured = tally.drain();
    if (measured != null) {
      returns = measured;
    }
    return measured;
  }

  /** Environment steps taken so far, all rows counted. */
  long transitions() {
    return transitions;
  }

  /** What {@link #measure} last gave, or null so far. */
  @Nullable Returns returns() {
    return returns;
  }

  /** Whether row {@code i} begins an episode. */
  boolean starts(int i) {
    return starts[i];
  }

  @Override
  public void save(State out) {
    out.put("transitions", transitions);
    out.put("actor", actor);
    out.put("tally", tally);
    out.put("starts", starts);
    if (preferences != null) {
      out.put("preferences", preferences);
    }
    if (returns != null) {
      returns.save(out.child("returns"));
    }
    if (current != null) {
      out.put("env", env);
    }
  }

  @Override
  public void restore(State in) {
    transitions = in.scalarLong("transitions");
    in.restore("actor", actor);
    in.restore("tally", tally);
    System.arraycopy(in.booleans("starts", starts.length), 0, starts, 0, starts.length);
    if (preferences != null) {
      in.restore("preferences", preferences);
    }
    returns = in.hasChild("returns") ? Returns.restore(in.child("returns")) : null;
    episodeSeeds = new EpisodeSeeds(seeds.child("episodes"), env.size());
    current = null;
    if (in.hasChild("env")) {
      VectorStep step = env.reset(episodeSeeds);
      in.restore("env", env);
      for (int i = 0; i < starts.length; i++) {
        if (step.ended(i)) {
          starts[i] = true;
          tally.forget(i);
        }
      }
      current = step;
    }
  }
}
