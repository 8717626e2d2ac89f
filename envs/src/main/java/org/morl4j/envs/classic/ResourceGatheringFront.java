package org.morl4j.envs.classic;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;

/**
 * The Pareto front of {@link ResourceGathering} by value iteration over sets of return vectors
 * (White 1982): only death is random and it ends the episode, so a policy is a path, and
 *
 * <pre>V(s) = nondominated over actions of { r(s, a) + gamma (1 - death) v : v in V(s') }</pre>
 *
 * for the 100 steps of the registered time limit, until nothing changes any more.
 */
final class ResourceGatheringFront {
  private static final int CELLS = ResourceGathering.SIZE * ResourceGathering.SIZE;
  private static final int STEPS = 100;

  private ResourceGatheringFront() {}

  static List<Vec> points(double gamma) {
    // state: cell + CELLS * (has gold + 2 * has diamond)
    List<List<Vec>> values = new ArrayList<>();
    for (int s = 0; s < 4 * CELLS; s++) {
      values.add(List.of(Vec.of(0, 0, 0)));
    }
    boolean changed = true;
    for (int t = 0; t < STEPS && changed; t++) {
      List<List<Vec>> next = new ArrayList<>();
      for (int s = 0; s < 4 * CELLS; s++) {
        next.add(backup(s, values, gamma));
      }
      changed = !next.equals(values);
      values = next;
    }
    return values.get(ResourceGathering.HOME);
  }

  private static List<Vec> backup(int state, List<List<Vec>> values, double gamma) {
    List<Vec> front = new ArrayList<>();
    for (int action = 0; action < 4; action++) {
      int cell = ResourceGathering.move(state % CELLS, action);
      int load = state / CELLS;
      load |= cell == ResourceGathering.GOLD ? 1 : 0;
      load |= cell == ResourceGathering.DIAMOND ? 2 : 0;
      if (cell == ResourceGathering.HOME) {
        Fronts.offer(front, Vec.of(0, load & 1, load >> 1));
        continue;
      }
      double death = ResourceGathering.isEnemy(cell) ? ResourceGathering.DEATH : 0;
      double keep = gamma * (1 - death);
      for (Vec v : values.get(cell + CELLS * load)) {
        Fronts.offer(front, Vec.of(keep * v.get(0) - death, keep * v.get(1), keep * v.get(2)));
      }
    }
    front.sort(
        (a, b) -> {
          int byGold = Double.compare(a.get(1), b.get(1));
          return byGold != 0 ? byGold : Double.compare(a.get(2), b.get(2));
        });
    return front;
  }
}
