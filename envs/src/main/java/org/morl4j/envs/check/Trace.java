package org.morl4j.envs.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.VectorStep;

/** What an environment gave, step by step; entry 0 is the reset. */
final class Trace {
  private final int rows;
  private final List<VectorStep> steps = new ArrayList<>();

  Trace(int rows) {
    this.rows = rows;
  }

  void add(VectorStep step) {
    steps.add(
        new VectorStep(
            step.obs().clone(),
            step.reward().clone(),
            step.cost().clone(),
            step.terminated().clone(),
            step.truncated().clone(),
            step.finalObs().clone()));
  }

  /** Steps without the reset. */
  int length() {
    return steps.size() - 1;
  }

  /**
   * The first place where what came now differs from entry {@code t}, in words, or null.
   *
   * @param n rows to compare, from row 0 on
   */
  @Nullable String difference(int t, VectorStep now, int n) {
    VectorStep then = steps.get(t);
    for (int i = 0; i < n; i++) {
      String what = values("obs", then.obs(), now.obs(), i);
      if (what == null && t > 0) {
        what = values("reward", then.reward(), now.reward(), i);
      }
      if (what == null && t > 0) {
        what = values("cost", then.cost(), now.cost(), i);
      }
      if (what == null && then.ended(i) && now.ended(i)) {
        what = values("the episode's last obs", then.finalObs(), now.finalObs(), i);
      }
      if (then.terminated()[i] != now.terminated()[i]) {
        what = "terminated was %s and is %s".formatted(then.terminated()[i], now.terminated()[i]);
      } else if (then.truncated()[i] != now.truncated()[i]) {
        what = "truncated was %s and is %s".formatted(then.truncated()[i], now.truncated()[i]);
      }
      if (what != null) {
        return "%s (row %d, %s)".formatted(what, i, t == 0 ? "reset" : "step " + t);
      }
    }
    return null;
  }

  private @Nullable String values(String name, double[] then, double[] now, int row) {
    int width = then.length / rows;
    for (int j = 0; j < width; j++) {
      double before = then[row * width + j];
      double after = now[row * width + j];
      if (Double.compare(before, after) != 0) {
        return "%s[%d] was %s and is %s".formatted(name, j, before, after);
      }
    }
    return null;
  }

  /** The entry of the first half that lies furthest behind the latest start of an episode. */
  int midst() {
    int best = 0;
    int start = 0;
    int midst = length() / 2;
    for (int t = 1; t <= length() / 2; t++) {
      for (int i = 0; i < rows; i++) {
        start = ended(t, i) ? t : start;
      }
      if (t - start > best) {
        best = t - start;
        midst = t;
      }
    }
    return midst;
  }

  /** Whether row {@code i} ended at entry {@code t}. */
  boolean ended(int t, int i) {
    return steps.get(t).ended(i);
  }
}
