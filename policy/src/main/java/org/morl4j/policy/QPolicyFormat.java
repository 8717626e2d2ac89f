package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.StateException;

/** What {@code policy.json} says of a {@link QPolicy}; its value head stands as in a config. */
final class QPolicyFormat implements PolicyFormat<QPolicy> {
  private static final List<String> OUTPUTS = List.of("bins", "quantiles");

  @Override
  public String kind() {
    return "q";
  }

  @Override
  public Class<QPolicy> type() {
    return QPolicy.class;
  }

  @Override
  public PolicyShape shape(QPolicy policy) {
    return new PolicyShape(
        policy.observationSpace(), policy.actionSpace(), 0, policy.network().plain());
  }

  @Override
  public void write(QPolicy policy, ObjectNode node) {
    node.set("observation_space", SpaceJson.write(policy.observationSpace()));
    node.set("action_space", SpaceJson.write(policy.actionSpace()));
    node.put("signals", policy.signals());
    node.set("head", PartJson.head(policy.headOptions()));
    if (policy.stock() != null) {
      node.set("stock", PartJson.stock(policy.stock()));
    }
    ActionNetworks.write(policy.network(), node.putObject("network"));
  }

  @Override
  public QPolicy read(JsonNode node, long weightBytes) {
    ActionNetwork values = ActionNetworks.read(node.path("network"), weightBytes);
    int signals = node.path("signals").asInt();
    if (signals < 1 || signals > values.outputs()) {
      throw new StateException(
          "it has " + signals + " signals, but " + values.outputs() + " outputs for each action.");
    }
    if (!(SpaceJson.read(node.path("action_space")) instanceof Discrete actions)) {
      throw new StateException("its action space is not Discrete.");
    }
    return new QPolicy(
        SpaceJson.read(node.path("observation_space")),
        actions,
        head(node.path("head"), values.outputs()),
        values,
        new float[signals],
        node.has("stock") ? PartJson.stock(node.path("stock")) : null,
        0);
  }

  /** A head claims no more than the network has: it would be made before that is compared. */
  private static ValueHeadOptions head(JsonNode node, int outputs) {
    for (String key : OUTPUTS) {
      if (node.path(key).asLong() > outputs) {
        throw new StateException(
            "its head has "
                + node.path(key)
                + " "
                + key
                + ", but the network "
                + outputs
                + " outputs for each action.");
      }
    }
    return PartJson.head(node);
  }
}
