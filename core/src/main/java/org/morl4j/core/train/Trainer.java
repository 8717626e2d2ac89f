package org.morl4j.core.train;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Place;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.RolloutBuffer;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The training loop. One {@link #advance} acts for as long as the learner's {@link
 * org.morl4j.core.learn.Appetite} asks, tells the criterion the returns of the episodes that ended,
 * and lets the learner update. Between two advances it can be saved.
 */
public final class Trainer implements Savable {
  private final VectorEnv env;
  private final Learner<?> learner;
  private final Criterion criterion;
  private final RolloutBuffer buffer;
  private final EpisodeTally tally;
  private final SeedTree seeds;
  private final Actor actor;
  private final double[] act;
  private final double[] logProb;
  private final boolean[] starts;
  private EpisodeSeeds episodeSeeds;
  private @Nullable VectorStep current;
  private @Nullable Returns returns;
  private long transitions;

  public Trainer(
      VectorEnv env, Learner<?> learner, Criterion criterion, Signals signals, SeedTree seeds) {
    Set<Place> served = learner.appetite().places();
    if (!served.containsAll(criterion.places())) {
      throw new IllegalArgumentException(
          "The criterion acts at "
              + criterion.places()
              + ", but the learner serves only "
              + served
              + ".");
    }
    this.env = env;
    this.learner = learner;
    this.criterion = criterion;
    this.seeds = seeds;
    int n = env.size();
    buffer = new RolloutBuffer(env.spec(), signals, n, learner.appetite().steps());
    tally = new EpisodeTally(signals, n);
    episodeSeeds = new EpisodeSeeds(seeds.child("episodes"), n);
    Rng[] generators = seeds.child("actions").generators(n);
    actor = learner.policy().actor(n, Mode.EXPLORE, generators);
    act = new double[n * env.spec().actionSpace().size()];
    logProb = new double[n];
    starts = new boolean[n];
    Arrays.fill(starts, true);
  }

  /** One rollout and one update; returns the learner's losses. */
  public Record advance() {
    VectorStep step = current == null ? env.reset(episodeSeeds) : current;
    while (!buffer.isFull()) {
      actor.begin(starts);
      actor.act(step.obs(), null, act, logProb);
      buffer.acted(step.obs(), act, logProb);
      step = env.step(act);
      buffer.stepped(step);
      tally.add(step, null);
      for (int i = 0; i < starts.length; i++) {
        starts[i] = step.ended(i);
      }
    }
    current = step;
    transitions += (long) env.size() * learner.appetite().steps();
    Returns measured = tally.drain();
    if (measured != null) {
      returns = measured;
      criterion.tick(Clock.ROLLOUT, measured);
    }
    return learner.update(buffer.drain(), criterion);
  }

  /** Environment steps taken so far, all rows counted. */
  public long transitions() {
    return transitions;
  }

  /** Returns of the episodes that ended in the last rollout that had any, or null so far. */
  public @Nullable Returns returns() {
    return returns;
  }

  @Override
  public void save(State out) {
    out.put("transitions", transitions);
    out.put("learner", learner);
    out.put("criterion", criterion);
    out.put("actor", actor);
    out.put("tally", tally);
    out.put("starts", starts);
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
    in.restore("learner", learner);
    in.restore("criterion", criterion);
    in.restore("actor", actor);
    in.restore("tally", tally);
    System.arraycopy(in.booleans("starts", starts.length), 0, starts, 0, starts.length);
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
