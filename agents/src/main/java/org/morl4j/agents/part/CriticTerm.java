package org.morl4j.agents.part;

import java.util.random.RandomGenerator;
import org.morl4j.core.learn.Part;
import org.morl4j.core.state.State;

/**
 * What a variant adds to the loss of every critic: a function of its mixed values at the batch's
 * own actions and at others that the term chooses.
 *
 * <pre>
 *   L_Q = sum_i (E[loss of critic i's head at y] + value of the term at mix(Q_i(s, a_0..K)))
 * </pre>
 *
 * a_0 is the batch's own action. B rows.
 */
public interface CriticTerm extends Part {
  /** Adds nothing. */
  CriticTerm NONE =
      new CriticTerm() {
        @Override
        public int sets() {
          return 0;
        }

        @Override
        public void choose(BatchRows rows, RandomGenerator rng, ActionSets sets) {}

        @Override
        public double add(BatchRows rows, float[] mixed, float[] dMixed) {
          return 0;
        }

        @Override
        public void after(BatchRows rows, double share) {}

        @Override
        public Record losses() {
          return new PolicyTerm.NoLosses();
        }

        @Override
        public void saveValues(State to) {}

        @Override
        public void start(State values) {}

        @Override
        public void save(State to) {}

        @Override
        public void restore(State from) {}
      };

  /** K: how many further actions each state of the batch gets; 0 for a term of nothing. */
  int sets();

  /** Chooses them, a set for all states at a time: sets 1 to K. */
  void choose(BatchRows rows, RandomGenerator rng, ActionSets sets);

  /**
   * Adds the gradient for one critic; asked for each of them in turn.
   *
   * @param mixed its mixed values [1 + K, B]
   * @param dMixed dL/d(mixed) [1 + K, B], zeros, written
   * @return its value
   */
  double add(BatchRows rows, float[] mixed, float[] dMixed);

  /**
   * Told when all critics took their step, so that it may take its own.
   *
   * @param share of its learning rate that is left
   */
  void after(BatchRows rows, double share);

  /** What the last update came to: a record of numbers, zeros before. */
  Record losses();
}
