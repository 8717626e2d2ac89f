package org.morl4j.configs.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.json.ConfigReader;
import org.morl4j.configs.json.ConfigWriter;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;

/** What {@code policy.json} says of a {@link QPolicy}; its value head stands as in a config. */
final class QPolicyJson {
  static final String KIND = "q";

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final List<String> OUTPUTS = List.of("bins", "quantiles");
  private static final String IMPLICIT = "implicit-quantiles";
  private static final int MAX_SAMPLES = 1 << 16;

  private QPolicyJson() {}

  /** A value head as a config's component. */
  record Holder(ValueHeadOptions head) {}

  /** A risk as a config's component. */
  record Distortion(Risk risk) {}

  /** A stock as a config's component. */
  record Stocked(Stock stock) {}

  static void write(QPolicy policy, ObjectNode node) {
    node.put("kind", KIND);
    node.set("observation_space", SpaceJson.write(policy.observationSpace()));
    node.set("action_space", SpaceJson.write(policy.actionSpace()));
    node.put("signals", policy.signals());
    node.set("head", component(new Holder(policy.headOptions()), "head"));
    if (policy.stock() != null) {
      node.set("stock", component(new Stocked(policy.stock()), "stock"));
    }
    ObjectNode network = node.putObject("network");
    if (policy.network() instanceof ImplicitQuantiles implicit) {
      ImplicitQuantiles.Spec spec = implicit.spec();
      network.put("type", IMPLICIT);
      layers(network, spec.inputs(), spec.hidden(), spec.activation());
      network
          .put("actions", spec.actions())
          .put("signals", spec.signals())
          .put("cosines", spec.cosines())
          .put("samples", spec.samples());
      network.set("risk", component(new Distortion(spec.risk()), "risk"));
    } else if (policy.network() instanceof QNetwork plain) {
      QNetwork.Spec spec = plain.spec();
      layers(network, spec.inputs(), spec.hidden(), spec.activation());
      network
          .put("actions", spec.actions())
          .put("outputs", spec.outputs())
          .put("dueling", spec.dueling());
    }
  }

  private static void layers(
      ObjectNode network, int inputs, List<Integer> hidden, Activation activation) {
    network.put("inputs", inputs);
    hidden.forEach(network.putArray("hidden")::add);
    network.put("activation", activation.name().toLowerCase(Locale.ROOT));
  }

  private static JsonNode component(Record holder, String name) {
    try {
      return JSON.readTree(new ConfigWriter(Catalogue.types()).write(holder)).path(name);
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
    ActionNetwork values =
        network.path("type").asText().equals(IMPLICIT)
            ? implicit(network, weightBytes)
            : plain(network, weightBytes);
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
        node.has("stock") ? read(Stocked.class, "stock", node.path("stock")).stock() : null,
        0);
  }

  private static QNetwork plain(JsonNode network, long weightBytes) {
    QNetwork.Spec spec =
        new QNetwork.Spec(
            network.path("inputs").asInt(),
            hidden(network),
            NetworkPolicyJson.activation(network),
            network.path("actions").asInt(),
            network.path("outputs").asInt(),
            network.path("dueling").asBoolean());
    requireFits(spec.parts(), weightBytes);
    return QNetwork.create(spec, new SeedTree(0).generator());
  }

  private static ImplicitQuantiles implicit(JsonNode network, long weightBytes) {
    int samples = network.path("samples").asInt();
    if (samples > MAX_SAMPLES) {
      throw new StateException(
          "its network has " + samples + " samples, but at most " + MAX_SAMPLES + " are read.");
    }
    ImplicitQuantiles.Spec spec =
        new ImplicitQuantiles.Spec(
            network.path("inputs").asInt(),
            hidden(network),
            NetworkPolicyJson.activation(network),
            network.path("actions").asInt(),
            network.path("signals").asInt(),
            network.path("cosines").asInt(),
            samples,
            read(Distortion.class, "risk", network.path("risk")).risk());
    requireFits(spec.parts(), weightBytes);
    return ImplicitQuantiles.create(spec, new SeedTree(0).generator());
  }

  private static List<Integer> hidden(JsonNode network) {
    List<Integer> hidden = new ArrayList<>();
    network.path("hidden").forEach(units -> hidden.add(units.asInt()));
    return hidden;
  }

  private static void requireFits(List<NetworkSpec> parts, long weightBytes) {
    long parameters = 0;
    for (NetworkSpec part : parts) {
      parameters = Math.addExact(parameters, NetworkPolicyJson.parameters(part));
    }
    NetworkPolicyJson.requireFits(parameters, weightBytes);
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
    return read(Holder.class, "head", node).head();
  }

  private static <T extends Record> T read(Class<T> type, String name, JsonNode component) {
    ObjectNode holder = JSON.createObjectNode();
    holder.set(name, component);
    return new ConfigReader<>(type, Catalogue.types())
        .parse(holder.toString(), "policy.json", List.of());
  }
}
