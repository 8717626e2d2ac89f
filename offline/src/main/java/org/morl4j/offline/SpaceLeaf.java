package org.morl4j.offline;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/**
 * A part of a space that Minari keeps as one dataset: the space itself, or a Dict's entry in a
 * group by its key, or a Tuple's in a group by {@code _index_i}.
 *
 * @param path names of the groups and, last, the dataset below {@code observations} or {@code
 *     actions}; empty where the space has no parts
 * @param space which has no parts
 * @param offset of its first number in a raw value of the whole space
 */
record SpaceLeaf(List<String> path, Space space, int offset) {
  SpaceLeaf {
    path = List.copyOf(path);
  }

  /** All parts of a space, in the order of its raw values. */
  static List<SpaceLeaf> of(Space space) {
    List<SpaceLeaf> leaves = new ArrayList<>();
    add(List.of(), space, 0, leaves);
    return leaves;
  }

  private static void add(List<String> path, Space space, int offset, List<SpaceLeaf> leaves) {
    int at = offset;
    if (space instanceof DictSpace dict) {
      for (DictSpace.Entry entry : dict.entries()) {
        add(child(path, entry.key()), entry.space(), at, leaves);
        at += entry.space().size();
      }
    } else if (space instanceof TupleSpace tuple) {
      for (int i = 0; i < tuple.spaces().size(); i++) {
        add(child(path, "_index_" + i), tuple.spaces().get(i), at, leaves);
        at += tuple.spaces().get(i).size();
      }
    } else {
      leaves.add(new SpaceLeaf(path, space, offset));
    }
  }

  private static List<String> child(List<String> path, String name) {
    List<String> all = new ArrayList<>(path);
    all.add(name);
    return all;
  }

  /** Lengths of NumPy's array of one value. */
  int[] shape() {
    if (space instanceof Box box) {
      return box.shape().stream().mapToInt(Integer::intValue).toArray();
    }
    return space instanceof Discrete ? new int[0] : new int[] {space.size()};
  }

  /** Elements of that array. */
  Dtype dtype() {
    return space instanceof Box box ? box.dtype() : Dtype.INT64;
  }

  /** As it is called in messages, below {@code key}. */
  String name(String key) {
    return path.isEmpty() ? key : key + "/" + String.join("/", path);
  }
}
