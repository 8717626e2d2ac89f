package org.morl4j.core.train;

import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Tells a criterion about a policy while it learns from recorded data, where nobody acts. */
public interface DataClock extends Savable {
  /** Tells nothing. */
  DataClock NONE =
      new DataClock() {
        @Override
        public void before() {}

        @Override
        public void after() {}

        @Override
        public void save(State out) {}

        @Override
        public void restore(State in) {}
      };

  /** The learner is about to update. */
  void before();

  /** The learner has updated. */
  void after();

  /** Makes those of one training. */
  @FunctionalInterface
  interface Factory {
    /** Of trainings whose criterion needs nothing told. */
    Factory NONE = (learner, criterion) -> DataClock.NONE;

    /** That of a training. */
    DataClock of(Learner<?> learner, Criterion criterion);
  }

  /** Makes factories, for trainings that are not known yet. */
  @FunctionalInterface
  interface Maker {
    /** Of runs without limits to keep. */
    Maker NONE = (setup, data) -> Factory.NONE;

    /**
     * Those of trainings from such data.
     *
     * @param setup what their learner is made for; seeds are the clock's own
     */
    Factory on(Setup setup, DataView data);
  }
}
