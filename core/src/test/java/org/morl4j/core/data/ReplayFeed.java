package org.morl4j.core.data;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;

/** An environment of two objectives and a cost, made up as it goes, that feeds replay buffers. */
final class ReplayFeed {
  static final EnvSpec SPEC =
      new EnvSpec(
          "test:feed",
          Box.of(3, -100, 100, Dtype.FLOAT64),
          Box.of(2, -1, 1, Dtype.FLOAT64),
          List.of("x", "y"),
          List.of("c"),
          0,
          null,
          null,
          "test");
  static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("x", Kind.OBJECTIVE, 0.5, 1),
              new Signal("y", Kind.OBJECTIVE, 0.1, 1),
              new Signal("c", Kind.COST, 1, 1)));

  private final int rows;
  private final Rng rng;
  private final VectorStep step;
  private final double[] act;
  private final double[] preference;
  private boolean begun;

  ReplayFeed(int rows, long seed) {
    this.rows = rows;
    rng = new Rng(seed);
    step = VectorStep.allocate(SPEC, rows);
    act = new double[2 * rows];
    preference = new double[2 * rows];
  }

  static ReplayOptions options(int capacity, int nStep, ReplayOptions.Storage storage) {
    return new ReplayOptions(capacity, 4, 0, 1, 1, nStep, null, storage);
  }

  static Set<Column> asked(boolean preference) {
    return preference ? Set.of(Column.PREFERENCE) : Set.of();
  }

  static ReplayOptions prioritised(int capacity, ReplayOptions.Storage storage) {
    return new ReplayOptions(capacity, 4, 0, 1, 1, 1, ReplayOptions.Priority.DEFAULT, storage);
  }

  /** Everything a row holds, as text that is equal where the bits are. */
  static String row(Batch batch, int i) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < 3; j++) {
      text.append(batch.obs()[3 * i + j])
          .append(' ')
          .append(batch.nextObs()[3 * i + j])
          .append(' ');
    }
    text.append(batch.act()[2 * i]).append(' ').append(batch.act()[2 * i + 1]).append(" r ");
    text.append(batch.reward()[2 * i]).append(' ').append(batch.reward()[2 * i + 1]);
    text.append(" c ").append(batch.cost()[i]).append(' ').append(batch.steps()[i]);
    text.append(batch.terminated()[i] ? " terminated" : batch.truncated()[i] ? " truncated" : "");
    if (batch.has(Column.PREFERENCE)) {
      text.append(" w ").append(batch.column(Column.PREFERENCE)[2 * i]);
      text.append(' ').append(batch.column(Column.PREFERENCE)[2 * i + 1]);
    }
    return text.toString();
  }

  static State state(ReplayBuffer buffer) {
    State state = new State();
    buffer.save(state);
    return state;
  }

  /** What the rows see, for those who want to know what is fed. */
  double[] obs() {
    return step.obs();
  }

  double[] act() {
    return act;
  }

  double[] preference() {
    return preference;
  }

  /** Acts at random. */
  void act(@Nullable ReplayBuffer buffer, boolean preferences) {
    if (!begun) {
      random(step.obs());
      begun = true;
    }
    random(act);
    random(preference);
    if (buffer != null) {
      buffer.acted(step.obs(), act, preferences ? preference : null);
    }
  }

  /** Steps at random: an episode ends every fifth step or so, two thirds of them terminate. */
  VectorStep step(@Nullable ReplayBuffer buffer) {
    random(step.reward());
    random(step.cost());
    random(step.obs());
    random(step.finalObs());
    for (int i = 0; i < rows; i++) {
      boolean ended = rng.nextInt(5) == 0;
      step.terminated()[i] = ended && rng.nextInt(3) > 0;
      step.truncated()[i] = ended && !step.terminated()[i];
    }
    if (buffer != null) {
      buffer.stepped(step);
    }
    return step;
  }

  void run(ReplayBuffer buffer, int steps, boolean preferences) {
    for (int t = 0; t < steps; t++) {
      act(buffer, preferences);
      step(buffer);
    }
  }

  private void random(double[] values) {
    for (int j = 0; j < values.length; j++) {
      values[j] = rng.nextInt(-1000, 1000) / 1024.0;
    }
  }
}
