package org.morl4j.core.learn;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * A part of a learner: a network in training, a temperature, a normaliser. {@link #save} writes all
 * of it, to go on as if nothing had happened; {@link #saveValues} what another learner can start
 * from.
 */
public interface Part extends Savable {
  /** Writes what was learned, without the optimiser's moments. */
  void saveValues(State out);

  /** Takes up what {@link #saveValues} wrote and forgets the moments of its own training. */
  void start(State values);

  /** A part without moments: all of it is what was learned. */
  static Part of(Savable savable) {
    return new Part() {
      @Override
      public void saveValues(State out) {
        savable.save(out);
      }

      @Override
      public void start(State values) {
        savable.restore(values);
      }

      @Override
      public void save(State out) {
        savable.save(out);
      }

      @Override
      public void restore(State in) {
        savable.restore(in);
      }
    };
  }
}
