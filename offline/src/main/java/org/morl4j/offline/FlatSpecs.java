package org.morl4j.offline;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.offline.FlatRows.Span;

/** What all readers of flat rows check and name alike. */
final class FlatSpecs {
  private FlatSpecs() {}

  /** {@code base}, or base_0, base_1, .. of several. */
  static List<String> names(String base, int count) {
    return count == 1
        ? List.of(base)
        : IntStream.range(0, count).mapToObj(i -> base + "_" + i).toList();
  }

  /** Observations without bounds. */
  static Space observations(int width) {
    Vec low = Vec.filled(width, Double.NEGATIVE_INFINITY);
    return new Box(low, Vec.filled(width, Double.POSITIVE_INFINITY), List.of(width), Dtype.FLOAT32);
  }

  /** An environment of which the data says no more than this. */
  static EnvSpec spec(
      String id, Space observations, Space actions, List<String> objectives, List<String> costs) {
    return new EnvSpec(id, observations, actions, objectives, costs, 0, null, null, "data");
  }

  static void requireFinite(Path file, String key, int from, double[] values, int rows) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DatasetException(
            "%s: %s is %s in row %d."
                .formatted(file, key, values[i], from + i / (values.length / rows)));
      }
    }
  }

  static boolean[] flags(Path file, String key, double[] values) {
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < flags.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new DatasetException(
            "%s: %s is %s in row %d, but must be 0 or 1.".formatted(file, key, values[i], i));
      }
      flags[i] = values[i] == 1;
    }
    return flags;
  }

  /** The recording of some rows, which must give a step. */
  static Recording recording(
      Path file, FlatRows rows, List<Span> spans, FlatRecording.Opener opener) {
    if (rows.steps(spans) < 1) {
      throw new DatasetException(
          "%s gives no step: of an episode that did not terminate, the last row is only its last observation."
              .formatted(file));
    }
    return new FlatRecording(rows, Metadata.EMPTY, spans, opener);
  }
}
