package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;

/** {@link ImplicitQuantiles}; their risk stands as in a config. */
final class ImplicitQuantilesFormat implements ActionNetworkFormat<ImplicitQuantiles> {
  private static final int MAX_SAMPLES = 1 << 16;

  @Override
  public String name() {
    return "implicit-quantiles";
  }

  @Override
  public Class<ImplicitQuantiles> type() {
    return ImplicitQuantiles.class;
  }

  @Override
  public void write(ImplicitQuantiles network, ObjectNode node) {
    ImplicitQuantiles.Spec spec = network.spec();
    NetworkJson.hidden(node, spec.inputs(), spec.hidden(), spec.activation());
    node.put("actions", spec.actions())
        .put("signals", spec.signals())
        .put("cosines", spec.cosines())
        .put("samples", spec.samples());
    node.set("risk", PartJson.risk(spec.risk()));
  }

  @Override
  public ImplicitQuantiles read(JsonNode node, long weightBytes) {
    int samples = node.path("samples").asInt();
    if (samples > MAX_SAMPLES) {
      throw new StateException(
          "its network has " + samples + " samples, but at most " + MAX_SAMPLES + " are read.");
    }
    ImplicitQuantiles.Spec spec =
        new ImplicitQuantiles.Spec(
            node.path("inputs").asInt(),
            NetworkJson.hidden(node),
            NetworkJson.activation(node),
            node.path("actions").asInt(),
            node.path("signals").asInt(),
            node.path("cosines").asInt(),
            samples,
            PartJson.risk(node.path("risk")));
    NetworkJson.requireFits(spec.parts(), weightBytes);
    return ImplicitQuantiles.create(spec, new SeedTree(0).generator());
  }
}
