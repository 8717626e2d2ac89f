package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Layer;
import org.morl4j.nn.NetworkSpec;

/** What the formats of networks share. */
final class NetworkJson {
  private NetworkJson() {}

  static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  static Activation activation(JsonNode node) {
    return Activation.valueOf(node.path("activation").asText().toUpperCase(Locale.ROOT));
  }

  /** Adds inputs, hidden units and their activation. */
  static void hidden(ObjectNode node, int inputs, List<Integer> hidden, Activation activation) {
    node.put("inputs", inputs);
    hidden.forEach(node.putArray("hidden")::add);
    node.put("activation", name(activation));
  }

  static List<Integer> hidden(JsonNode node) {
    List<Integer> hidden = new ArrayList<>();
    node.path("hidden").forEach(units -> hidden.add(units.asInt()));
    return hidden;
  }

  /** Refuses networks that claim more parameters than their file holds, before they are made. */
  static void requireFits(List<NetworkSpec> parts, long weightBytes) {
    long parameters = 0;
    for (NetworkSpec part : parts) {
      parameters = Math.addExact(parameters, parameters(part));
    }
    if (4 * parameters > weightBytes) {
      throw new StateException(
          "its network has "
              + parameters
              + " parameters, but policy.safetensors only "
              + weightBytes
              + " bytes. Maybe the two files are from different runs.");
    }
  }

  /** Counted in long: what a file claims may exceed every memory. */
  private static long parameters(NetworkSpec spec) {
    long count = 0;
    long inputs = spec.inputs();
    for (Layer layer : spec.layers()) {
      count = Math.addExact(count, inputs * layer.units());
      inputs = layer.units();
    }
    return count;
  }
}
