package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.morl4j.core.metrics.TensorBoardMetrics;

/**
 * A run for TensorBoard: its jobs, and what belongs to none of them: the front's indicators over
 * training under {@code front}, and the config as a text.
 */
final class FrontBoard implements ObjIntConsumer<ObjectNode>, AutoCloseable {
  private static final String FRONT = "front";
  private static final List<String> INDICATORS =
      List.of("hypervolume", "expected_utility", "sparsity", "cardinality");

  private final TensorBoardMetrics metrics;
  private final int earlier;

  FrontBoard(RunFolder folder) throws IOException {
    boolean begins = !Files.exists(folder.file("tb"));
    metrics = TensorBoardMetrics.open(folder.file("tb"));
    earlier = folder.earlierFronts();
    if (begins) {
      metrics.text("config", "```\n" + Files.readString(folder.file("config.json")) + "\n```");
    }
  }

  TensorBoardMetrics metrics() {
    return metrics;
  }

  /** Takes a line of fronts.jsonl that no earlier process has told of. */
  @Override
  public void accept(ObjectNode line, int place) {
    if (place < earlier) {
      return;
    }
    long transitions = line.path("training_transitions").asLong();
    long step = transitions > 0 ? transitions : line.path("training_updates").asLong();
    for (String indicator : INDICATORS) {
      if (line.path(indicator).isNumber()) {
        metrics.scalar(FRONT, step, indicator, line.path(indicator).asDouble());
      }
    }
  }

  @Override
  public void close() {
    metrics.close();
  }
}
