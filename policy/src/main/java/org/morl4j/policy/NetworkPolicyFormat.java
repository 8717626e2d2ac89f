package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Init;
import org.morl4j.nn.Layer;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;

/** What {@code policy.json} says of a {@link NetworkPolicy}. */
final class NetworkPolicyFormat implements PolicyFormat<NetworkPolicy> {
  @Override
  public String kind() {
    return "";
  }

  @Override
  public Class<NetworkPolicy> type() {
    return NetworkPolicy.class;
  }

  @Override
  public PolicyShape shape(NetworkPolicy policy) {
    return new PolicyShape(
        policy.observationSpace(), policy.actionSpace(), policy.preferences(), policy.network());
  }

  @Override
  public void write(NetworkPolicy policy, ObjectNode node) {
    node.set("observation_space", SpaceJson.write(policy.observationSpace()));
    node.set("action_space", SpaceJson.write(policy.actionSpace()));
    if (policy.preferences() > 0) {
      node.put("preferences", policy.preferences());
    }
    node.put("normalize_obs", policy.obsMoments() != null);
    HeadOptions head = policy.headOptions();
    node.putObject("head")
        .put("gaussian", head.gaussian().name().toLowerCase(Locale.ROOT))
        .put("initial_log_std", head.initialLogStd())
        .put("min_log_std", head.minLogStd())
        .put("max_log_std", head.maxLogStd());
    ObjectNode network = node.putObject("network");
    NetworkSpec spec = policy.network().spec();
    network.put("inputs", spec.inputs());
    ArrayNode layers = network.putArray("layers");
    for (Layer layer : spec.layers()) {
      layers
          .addObject()
          .put("units", layer.units())
          .put("activation", NetworkJson.name(layer.activation()))
          .put("layer_norm", layer.layerNorm());
    }
  }

  private static HeadOptions.Gaussian gaussian(String name) {
    for (HeadOptions.Gaussian gaussian : HeadOptions.Gaussian.values()) {
      if (gaussian.name().toLowerCase(Locale.ROOT).equals(name)) {
        return gaussian;
      }
    }
    throw new StateException(
        "its head.gaussian is \"%s\", but must be one of %s."
            .formatted(
                name, Arrays.toString(HeadOptions.Gaussian.values()).toLowerCase(Locale.ROOT)));
  }

  @Override
  public NetworkPolicy read(JsonNode node, long weightBytes) {
    JsonNode head = node.path("head");
    HeadOptions options =
        new HeadOptions(
            gaussian(head.path("gaussian").asText()),
            head.path("initial_log_std").asDouble(),
            head.path("min_log_std").asDouble(),
            head.path("max_log_std").asDouble());
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : node.path("network").path("layers")) {
      layers.add(
          new Layer(
              layer.path("units").asInt(),
              NetworkJson.activation(layer),
              layer.path("layer_norm").asBoolean(),
              new Init.Orthogonal(1)));
    }
    NetworkSpec spec = new NetworkSpec(node.path("network").path("inputs").asInt(), layers);
    NetworkJson.requireFits(List.of(spec), weightBytes);
    return new NetworkPolicy(
        SpaceJson.read(node.path("observation_space")),
        SpaceJson.read(node.path("action_space")),
        node.path("preferences").asInt(0),
        options,
        Networks.create(spec, new SeedTree(0).generator()),
        node.path("normalize_obs").asBoolean());
  }
}
