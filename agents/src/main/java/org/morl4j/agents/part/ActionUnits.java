package org.morl4j.agents.part;

import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/**
 * Actions in the environment's units as critics see them: each bounded dimension of a Box in [-1,
 * 1], whatever unit a task counts in, as Stable-Baselines3 keeps them, and one column for each
 * choice of a discrete action. Dimensions without distinct bounds that mean something stay as they
 * are.
 */
public sealed interface ActionUnits {
  /** Those of a space's actions. */
  static ActionUnits of(Space space) {
    return space instanceof Box box ? Scaled.of(box) : new Choices(space);
  }

  /** Those of actions that are seen as they are. */
  static ActionUnits raw(int size) {
    return new Scaled(Vec.filled(size, 0), Vec.filled(size, 1));
  }

  /** [-1, 1]^n: the actions of actors that critics see. */
  static Box unit(Box box) {
    return new Box(
        Vec.filled(box.size(), -1), Vec.filled(box.size(), 1), box.shape(), Dtype.FLOAT64);
  }

  /** Values of an action as the environment has it. */
  int size();

  /** A, values of an action as critics see it. */
  int columns();

  /** Value {@code i} of an action, scaled; exactly itself for bounds of +-1 and for choices. */
  double shrink(double act, int i);

  /**
   * An action as critics see it.
   *
   * @param act whose values begin at {@code from}
   * @param out written from {@code to}
   */
  void write(double[] act, int from, float[] out, int to);

  /**
   * Of a Box.
   *
   * @param middle of the bounds; 0 where an action stays
   * @param halfRange of the bounds; 1 where an action stays
   */
  record Scaled(Vec middle, Vec halfRange) implements ActionUnits {
    private static Scaled of(Box box) {
      double[] middle = new double[box.size()];
      double[] halfRange = new double[box.size()];
      for (int i = 0; i < middle.length; i++) {
        double half = box.high().get(i) / 2 - box.low().get(i) / 2;
        boolean bounded = box.hasRange(i);
        middle[i] = bounded ? box.low().get(i) / 2 + box.high().get(i) / 2 : 0;
        halfRange[i] = bounded ? half : 1;
      }
      return new Scaled(Vec.of(middle), Vec.of(halfRange));
    }

    @Override
    public int size() {
      return middle.size();
    }

    @Override
    public int columns() {
      return middle.size();
    }

    @Override
    public double shrink(double act, int i) {
      return (act - middle.get(i)) / halfRange.get(i);
    }

    @Override
    public void write(double[] act, int from, float[] out, int to) {
      for (int i = 0; i < size(); i++) {
        out[to + i] = (float) shrink(act[from + i], i);
      }
    }
  }

  /**
   * Of a space of choices, one-hot.
   *
   * @param space that encodes them
   */
  record Choices(Space space) implements ActionUnits {
    @Override
    public int size() {
      return space.size();
    }

    @Override
    public int columns() {
      return space.features();
    }

    @Override
    public double shrink(double act, int i) {
      return act;
    }

    @Override
    public void write(double[] act, int from, float[] out, int to) {
      space.encode(act, from, out, to);
    }
  }
}
