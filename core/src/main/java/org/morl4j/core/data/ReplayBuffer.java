package org.morl4j.core.data;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * The last transitions of n environment rows, drawn uniformly or by priority. A transition spans up
 * to n steps: rewards and costs are summed, each with its own signal's gamma, and nextObs and flags
 * are those of the last step. No span crosses an episode's end; there every shorter one is kept
 * too, so each environment step begins exactly one transition.
 *
 * <p>It keeps those optional columns that it is asked for and {@link
 * ReplayLayout#columns(ReplayOptions, Set) can give}. {@link Column#NEXT_ACT} is known a step
 * later, so transitions come in a step later; those that a time limit cuts have none and are not
 * kept.
 */
public final class ReplayBuffer implements TransitionSource, Savable {
  private final Space observationSpace;
  private final int rows;
  private final int nStep;
  private final Shape shape;
  private final NStepWindows windows;
  private final TransitionRing ring;
  private final Set<Column> columns;
  private final boolean preferences;
  private final @Nullable EpisodeStarts starts; // where a column needs them
  private final @Nullable NextActions nextActions; // where asked for
  private final float[] nextObs; // [F]
  private final double[] reward; // [m]
  private final double[] cost; // [k]

  /**
   * An empty buffer; its memory is taken here.
   *
   * @param rows of the environment
   * @param asked optional columns the learner needs; others than it can give are left out
   * @param transitions environment steps the run will take, all rows counted: no more are kept
   * @param updates batches the run will draw, over which the priorities' beta grows to 1
   */
  public ReplayBuffer(
      EnvSpec spec,
      Signals signals,
      int rows,
      ReplayOptions options,
      Set<Column> asked,
      long transitions,
      long updates) {
    this.rows = rows;
    observationSpace = spec.observationSpace();
    nStep = options.nStep();
    ReplayLayout layout = new ReplayLayout(spec, options, asked, transitions);
    columns = layout.columns();
    shape = layout.shape();
    preferences = columns.contains(Column.PREFERENCE);
    starts =
        columns.contains(Column.INITIAL_OBS) || columns.contains(Column.EPISODE)
            ? new EpisodeStarts(observationSpace, rows)
            : null;
    nextActions = columns.contains(Column.NEXT_ACT) ? new NextActions(shape, rows) : null;
    ring = new TransitionRing(layout, signals, updates);
    windows = new NStepWindows(shape, signals, rows, nStep);
    nextObs = new float[shape.features()];
    reward = new double[shape.objectives()];
    cost = new double[shape.costs()];
  }

  /**
   * What the policy saw and did, before the environment steps.
   *
   * @param rawObs [n, obsSize]
   * @param rawAct [n, actSize]
   * @param preference [n, m], null where none is kept
   */
  public void acted(double[] rawObs, double[] rawAct, double @Nullable [] preference) {
    int obsSize = observationSpace.size();
    int actSize = shape.actSize();
    int m = shape.objectives();
    if (preferences != (preference != null)) {
      throw new IllegalArgumentException(
          preference == null
              ? "This buffer keeps preferences, but was given none."
              : "This buffer keeps no preferences, but was given some.");
    }
    for (int i = 0; i < rows; i++) {
      if (starts != null) {
        starts.acted(i, rawObs, i * obsSize);
      }
      if (nextActions != null && nextActions.acted(i, rawAct)) {
        store(i, nextActions.obs(i, nextObs), false, false);
      }
      int slot = windows.next(i);
      observationSpace.encode(rawObs, i * obsSize, windows.obs(), slot * shape.features());
      System.arraycopy(rawAct, i * actSize, windows.act(), slot * actSize, actSize);
      for (int j = 0; j < m && preference != null; j++) {
        windows.preference()[slot * m + j] = (float) preference[i * m + j];
      }
    }
  }

  /** What came of it. */
  public void stepped(VectorStep step) {
    int obsSize = observationSpace.size();
    for (int i = 0; i < rows; i++) {
      windows.stepped(i, step);
      boolean ended = step.ended(i);
      if (windows.count(i) < nStep && !ended) {
        continue;
      }
      double[] next = ended ? step.finalObs() : step.obs();
      observationSpace.encode(next, i * obsSize, nextObs, 0);
      if (nextActions != null && !nextActions.known(i, nextObs, step)) {
        if (ended) {
          windows.forget(i);
        }
      } else {
        do {
          store(i, nextObs, step.terminated()[i], step.truncated()[i]);
        } while (ended && windows.count(i) > 0);
      }
      if (starts != null && ended) {
        starts.ended(i);
      }
    }
  }

  private void store(int i, float[] next, boolean terminated, boolean truncated) {
    TransitionRows table = ring.table();
    int at = ring.position();
    int steps = windows.take(i, table, at, reward, cost);
    table.putOutcome(at, reward, cost, next, steps, terminated, truncated);
    if (starts != null && columns.contains(Column.INITIAL_OBS)) {
      table.put(at, Column.INITIAL_OBS, starts.obs(), i * shape.features());
    }
    if (starts != null && columns.contains(Column.EPISODE)) {
      table.put(at, Column.EPISODE, starts.episode(i));
    }
    if (nextActions != null) {
      table.put(at, Column.NEXT_ACT, nextActions.act(), 0);
    }
    ring.added();
  }

  /** Row {@code i} begins anew, without an end of its episode: its unfinished spans are dropped. */
  public void forget(int i) {
    windows.forget(i);
    if (starts != null) {
      starts.ended(i);
    }
    if (nextActions != null) {
      nextActions.forget(i);
    }
  }

  /** Most transitions it keeps. */
  public int capacity() {
    return ring.capacity();
  }

  @Override
  public long size() {
    return ring.size();
  }

  @Override
  public Set<Column> columns() {
    return EnumSet.copyOf(columns);
  }

  @Override
  public String description() {
    return "a replay buffer";
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
    return ring.sample(n, rng);
  }

  @Override
  public double largestWeight() {
    return ring.largestWeight();
  }

  @Override
  public void learned(Batch batch) {
    ring.learned(batch);
  }

  /**
   * Saves the transitions there are and the unfinished spans. Those in a mapped file are not
   * copied: such a state must be written out before this buffer takes in more.
   */
  @Override
  public void save(State out) {
    ring.saveRows(out);
    out.put("windows", windows);
    if (starts != null) {
      out.put("starts", starts);
    }
    if (nextActions != null) {
      out.put("next", nextActions);
    }
    ring.savePriorities(out);
  }

  /**
   * Takes up what {@link #save} wrote.
   *
   * @throws StateException if that was a buffer of another capacity or shape
   */
  @Override
  public void restore(State in) {
    ring.restore(in);
    in.restore("windows", windows);
    if (starts != null) {
      in.restore("starts", starts);
    }
    if (nextActions != null) {
      in.restore("next", nextActions);
    }
  }

  /**
   * Takes over the transitions of another buffer that was saved, the newest that fit, oldest first;
   * its unfinished spans are left.
   *
   * @throws StateException if that was a buffer of another shape
   */
  public void load(State in) {
    ring.load(in);
  }
}
