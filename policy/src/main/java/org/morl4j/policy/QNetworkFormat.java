package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.core.rng.SeedTree;

/** A {@link QNetwork}. */
final class QNetworkFormat implements ActionNetworkFormat<QNetwork> {
  @Override
  public String name() {
    return "";
  }

  @Override
  public Class<QNetwork> type() {
    return QNetwork.class;
  }

  @Override
  public void write(QNetwork network, ObjectNode node) {
    QNetwork.Spec spec = network.spec();
    NetworkJson.hidden(node, spec.inputs(), spec.hidden(), spec.activation());
    node.put("actions", spec.actions())
        .put("outputs", spec.outputs())
        .put("dueling", spec.dueling());
  }

  @Override
  public QNetwork read(JsonNode node, long weightBytes) {
    QNetwork.Spec spec =
        new QNetwork.Spec(
            node.path("inputs").asInt(),
            NetworkJson.hidden(node),
            NetworkJson.activation(node),
            node.path("actions").asInt(),
            node.path("outputs").asInt(),
            node.path("dueling").asBoolean());
    NetworkJson.requireFits(spec.parts(), weightBytes);
    return QNetwork.create(spec, new SeedTree(0).generator());
  }
}
