package org.morl4j.envs.classic;

import java.util.List;
import org.morl4j.core.check.Vec;

/** Keeps sets of return vectors free of dominated and repeated ones. */
final class Fronts {
  private Fronts() {}

  /**
   * Adds {@code point} unless one there is at least as good in all entries; drops what it beats.
   */
  static void offer(List<Vec> front, Vec point) {
    for (int i = 0; i < front.size(); i++) {
      if (covers(front.get(i), point)) {
        return;
      }
    }
    front.removeIf(other -> covers(point, other));
    front.add(point);
  }

  private static boolean covers(Vec a, Vec b) {
    for (int j = 0; j < a.size(); j++) {
      if (a.get(j) < b.get(j)) {
        return false;
      }
    }
    return true;
  }
}
