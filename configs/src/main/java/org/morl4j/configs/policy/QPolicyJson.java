package org.morl4j.configs.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.json.ConfigReader;
import org.morl4j.configs.json.ConfigWriter;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.StateException;

/** What {@code policy.json} says of a {@link QPolicy}; its value head stands as in a config. */
final class QPolicyJson {
  static final String KIND = "q";

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final List<String> OUTPUTS = List.of("bins", "quantiles");

  private QPolicyJson() {}

  /** A value head as a config's component. */
  record Holder(ValueHeadOptions head) {}

  static void write(QPolicy policy, ObjectNode node) {
    node.put("kind", KIND);
    node.set("observation_space", SpaceJson.write(policy.observationSpace()));
    node.set("action_space", SpaceJson.write(policy.actionSpace()));
    node.put("signals", policy.signals());
    node.set("head", head(policy.headOptions()));
    QNetwork.Spec spec = policy.network().spec();
    ObjectNode network = node.putObject("network");
    network.put("inputs", spec.inputs());
    spec.hidden().forEach(network.putArray("hidden")::add);
    network
        .put("activation", spec.activation().name().toLowerCase(Locale.ROOT))
        .put("actions", spec.actions())
        .put("outputs", spec.outputs())
        .put("dueling", spec.dueling());
  }

  private static JsonNode head(ValueHeadOptions options) {
    try {
      return JSON.readTree(new ConfigWriter(Catalogue.types()).write(new Holder(options)))
          .path("head");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A written config is JSON.", e);
    }
  }

  /**
   * A policy with parameters yet to be restored.
   *
   * @param weightBytes size of the file that holds them
   */
  static QPolicy read(JsonNode node, long weightBytes) {
    JsonNode network = node.path("network");
    List<Integer> hidden = new ArrayList<>();
    network.path("hidden").forEach(units -> hidden.add(units.asInt()));
    QNetwork.Spec spec =
        new QNetwork.Spec(
            network.path("inputs").asInt(),
            hidden,
            NetworkPolicyJson.activation(network),
            network.path("actions").asInt(),
            network.path("outputs").asInt(),
            network.path("dueling").asBoolean());
    long parameters = 0;
    for (var part : spec.parts()) {
      parameters = Math.addExact(parameters, NetworkPolicyJson.parameters(part));
    }
    NetworkPolicyJson.requireFits(parameters, weightBytes);
    int signals = node.path("signals").asInt();
    if (signals < 1 || signals > spec.outputs()) {
      throw new StateException(
          "it has " + signals + " signals, but " + spec.outputs() + " outputs for each action.");
    }
    if (!(SpaceJson.read(node.path("action_space")) instanceof Discrete actions)) {
      throw new StateException("its action space is not Discrete.");
    }
    return new QPolicy(
        SpaceJson.read(node.path("observation_space")),
        actions,
        head(node.path("head"), spec.outputs()),
        QNetwork.create(spec, new SeedTree(0).generator()),
        new float[signals],
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
    ObjectNode holder = JSON.createObjectNode();
    holder.set("head", node);
    return new ConfigReader<>(Holder.class, Catalogue.types())
        .parse(holder.toString(), "policy.json", List.of())
        .head();
  }
}
