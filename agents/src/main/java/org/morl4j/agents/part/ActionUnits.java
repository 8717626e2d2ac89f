package org.morl4j.agents.part;

import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/**
 * Actions in the environment's units as critics see them: each bounded dimension of a Box in [-1,
 * 1], whatever unit a task counts in, as Stable-Baselines3 keeps them. Dimensions without distinct
 * bounds that mean something and other spaces' actions stay as they are.
 *
 * @param middle of the bounds; 0 where an action stays
 * @param halfRange of the bounds; 1 where an action stays
 */
public record ActionUnits(Vec middle, Vec halfRange) {
  /** Those of a space's actions. */
  public static ActionUnits of(Space space) {
    return space instanceof Box box ? of(box) : raw(space.size());
  }

  private static ActionUnits of(Box box) {
    double[] middle = new double[box.size()];
    double[] halfRange = new double[box.size()];
    for (int i = 0; i < middle.length; i++) {
      double half = box.high().get(i) / 2 - box.low().get(i) / 2;
      boolean bounded = box.hasRange(i);
      middle[i] = bounded ? box.low().get(i) / 2 + box.high().get(i) / 2 : 0;
      halfRange[i] = bounded ? half : 1;
    }
    return new ActionUnits(Vec.of(middle), Vec.of(halfRange));
  }

  /** Those of actions that are seen as they are. */
  public static ActionUnits raw(int size) {
    return new ActionUnits(Vec.filled(size, 0), Vec.filled(size, 1));
  }

  /** [-1, 1]^n: the actions of actors that critics see. */
  static Box unit(Box box) {
    return new Box(
        Vec.filled(box.size(), -1), Vec.filled(box.size(), 1), box.shape(), Dtype.FLOAT64);
  }

  /** A, values of an action. */
  public int size() {
    return middle.size();
  }

  /** Value {@code i} of an action as critics see it; exactly itself for bounds of +-1. */
  public double shrink(double act, int i) {
    return (act - middle.get(i)) / halfRange.get(i);
  }
}
