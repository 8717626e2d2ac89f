package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.core.state.StateException;

/** Networks of action values in {@code policy.json}, each by the format of its kind. */
final class ActionNetworks {
  private static final List<ActionNetworkFormat<?>> FORMATS =
      List.of(new QNetworkFormat(), new ImplicitQuantilesFormat());

  private ActionNetworks() {}

  /** Adds the type and the shape. */
  static void write(ActionNetwork network, ObjectNode node) {
    for (ActionNetworkFormat<?> format : FORMATS) {
      if (format.type().isInstance(network)) {
        if (!format.name().isEmpty()) {
          node.put("type", format.name());
        }
        write(format, network, node);
        return;
      }
    }
    throw new IllegalArgumentException(
        "A %s can't be saved. Maybe its format is missing here."
            .formatted(network.getClass().getName()));
  }

  private static <N extends ActionNetwork> void write(
      ActionNetworkFormat<N> format, ActionNetwork network, ObjectNode node) {
    format.write(format.type().cast(network), node);
  }

  /**
   * A network with parameters yet to be restored.
   *
   * @param weightBytes size of the file that holds them
   * @throws StateException if its type is unknown or it claims more than that
   */
  static ActionNetwork read(JsonNode node, long weightBytes) {
    String name = node.path("type").asText();
    for (ActionNetworkFormat<?> format : FORMATS) {
      if (format.name().equals(name)) {
        return format.read(node, weightBytes);
      }
    }
    throw new StateException(
        "its network's type is %s, which this program does not know. Maybe a newer one wrote it."
            .formatted(name));
  }
}
