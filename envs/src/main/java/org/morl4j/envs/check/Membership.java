package org.morl4j.envs.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/** Whether observations are members of their space, and what is wrong with the first that isn't. */
final class Membership {
  private static final int SHOWN = 8;

  private final Space space;
  private final List<Leaf> leaves = new ArrayList<>();
  private @Nullable String outside;
  private @Nullable String rounded;

  /** A part of the space without parts, its first element at {@code at}. */
  private record Leaf(String path, Space space, int at) {}

  Membership(Space space) {
    this.space = space;
    collect("obs", space, 0);
  }

  private void collect(String path, Space part, int at) {
    int next = at;
    if (part instanceof DictSpace dict) {
      for (DictSpace.Entry entry : dict.entries()) {
        collect(path + "." + entry.key(), entry.space(), next);
        next += entry.space().size();
      }
    } else if (part instanceof TupleSpace tuple) {
      for (int i = 0; i < tuple.spaces().size(); i++) {
        collect(path + "." + i, tuple.spaces().get(i), next);
        next += tuple.spaces().get(i).size();
      }
    } else {
      leaves.add(new Leaf(path, part, at));
    }
  }

  /** Looks at the observation at {@code obs[offset..]}; {@code where} says whose it is. */
  void look(double[] obs, int offset, String where) {
    if (outside == null && !space.contains(obs, offset)) {
      for (Leaf leaf : leaves) {
        if (outside == null && !leaf.space.contains(obs, offset + leaf.at)) {
          outside = "%s (%s)".formatted(wrong(leaf, obs, offset + leaf.at), where);
        }
      }
    }
    for (Leaf leaf : rounded == null ? leaves : List.<Leaf>of()) {
      if (leaf.space instanceof Box box && box.dtype() == Dtype.FLOAT32) {
        for (int j = 0; j < box.size(); j++) {
          double value = obs[offset + leaf.at + j];
          if (rounded == null && value != (float) value) {
            rounded = "%s[%d] is %s (%s)".formatted(leaf.path, j, value, where);
          }
        }
      }
    }
  }

  private static String wrong(Leaf leaf, double[] obs, int at) {
    if (leaf.space instanceof Box box) {
      for (int j = 0; j < box.size(); j++) {
        double value = obs[at + j];
        double low = box.low().get(j);
        double high = box.high().get(j);
        if (!(value >= low && value <= high)) {
          return "%s[%d] is %s, expected %s to %s".formatted(leaf.path, j, value, low, high);
        }
        boolean whole = box.dtype() != Dtype.FLOAT32 && box.dtype() != Dtype.FLOAT64;
        if (whole && value != Math.rint(value)) {
          return "%s[%d] is %s, expected a whole number: its type is %s"
              .formatted(leaf.path, j, value, box.dtype().numpyName());
        }
      }
    }
    if (leaf.space instanceof Discrete discrete) {
      return "%s is %s, expected a whole number from %d to %d"
          .formatted(
              leaf.path, obs[at], discrete.start(), (long) discrete.start() + discrete.n() - 1);
    }
    double[] head = Arrays.copyOfRange(obs, at, at + Math.min(SHOWN, leaf.space.size()));
    return "%s is %s, expected a member of %s"
        .formatted(leaf.path, Arrays.toString(head), leaf.space);
  }

  Finding bounds() {
    return outside == null
        ? Finding.ok("bounds", "every observation is a member of its space")
        : Finding.fail(
            "bounds", outside, "Maybe widen the observation space, or clip what leaves it.");
  }

  Finding dtype() {
    return rounded == null
        ? Finding.ok("dtype", "observations are of the type that the space names")
        : Finding.remark(
            "dtype",
            rounded + ", which is no float32 though the space says so: networks see it rounded",
            "Maybe name float64, or cast to float.");
  }
}
