package org.morl4j.agents.part;

import org.morl4j.core.learn.Part;
import org.morl4j.core.state.State;

/**
 * What a variant of an algorithm adds to the loss of its policy at a batch's states, such as the
 * divergence from an older policy. B rows.
 */
public interface PolicyTerm extends Part {
  /** Losses of no term. */
  record NoLosses() {}

  /** Adds nothing. */
  PolicyTerm NONE =
      new PolicyTerm() {
        @Override
        public double add(BatchRows rows, float[] out, float[] dOut) {
          return 0;
        }

        @Override
        public Record losses() {
          return new NoLosses();
        }

        @Override
        public void after(long updates) {}

        @Override
        public void saveValues(State to) {}

        @Override
        public void start(State values) {}

        @Override
        public void save(State to) {}

        @Override
        public void restore(State from) {}
      };

  /**
   * Adds its gradient.
   *
   * @param out the policy network's outputs at {@code rows.state()} [B, outputs of the head]
   * @param dOut dL/d(out) [B, outputs of the head], added to
   * @return its value
   */
  double add(BatchRows rows, float[] out, float[] dOut);

  /** What the last {@link #add} came to: a public record of numbers, zeros before it. */
  Record losses();

  /** Told after every update, so that it may move. */
  void after(long updates);
}
