package org.morl4j.agents;

import org.morl4j.core.learn.Part;
import org.morl4j.core.state.State;

/** A part made of named parts: it is saved, started and restored as they are. */
public interface Composite extends Part {
  /** Its parts, always the same ones. */
  Parts parts();

  @Override
  default void saveValues(State out) {
    parts().saveValues(out);
  }

  @Override
  default void start(State values) {
    parts().start(values);
  }

  @Override
  default void save(State out) {
    parts().save(out);
  }

  @Override
  default void restore(State in) {
    parts().restore(in);
  }
}
