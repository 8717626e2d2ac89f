package org.morl4j.configs.policy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Init;
import org.morl4j.nn.Layer;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;

/**
 * Policies on disk: a folder with {@code policy.json} (spaces, network, head, objectives, golden
 * input and output pairs) and {@code policy.safetensors} (parameters and normalisation).
 *
 * <pre>
 * SavedPolicy policy = Policies.load(Path.of("out/run/policies/s1r0j02e004"));
 * double[] act = policy.act(obs);
 * </pre>
 */
public final class Policies {
  private static final int FORMAT = 1;
  private static final long MAX_JSON = 16 << 20;
  private static final int GOLDEN = 5;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Policies() {}

  /**
   * Writes a policy into {@code folder}, with golden pairs of observations drawn from the space.
   *
   * @param objectives names of the objectives
   * @param returns what the policy was measured to return [m]
   */
  public static void save(Path folder, NetworkPolicy policy, List<String> objectives, Vec returns)
      throws IOException {
    Files.createDirectories(folder);
    State state = new State();
    policy.save(state);
    Safetensors.write(folder.resolve("policy.safetensors"), state, Map.of("format", "morl4j"));
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    objectives.forEach(node.putArray("objectives")::add);
    numbers(node.putArray("returns"), returns.toArray());
    node.set("observation_space", SpaceJson.write(policy.observationSpace()));
    node.set("action_space", SpaceJson.write(policy.actionSpace()));
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
          .put("activation", layer.activation().name().toLowerCase(Locale.ROOT))
          .put("layer_norm", layer.layerNorm());
    }
    SavedPolicy saved = new SavedPolicy(policy, objectives, returns);
    ArrayNode golden = node.putArray("golden");
    var rng = new SeedTree(0).child("golden").generator();
    for (int i = 0; i < GOLDEN; i++) {
      double[] obs = new double[policy.observationSpace().size()];
      policy.observationSpace().sample(rng, obs, 0);
      ObjectNode pair = golden.addObject();
      numbers(pair.putArray("obs"), obs);
      numbers(pair.putArray("act"), saved.act(obs));
    }
    Files.writeString(folder.resolve("policy.json"), JSON.writeValueAsString(node) + "\n");
  }

  /**
   * Loads a policy and checks its golden pairs.
   *
   * @param folder with policy.json and policy.safetensors
   * @throws StateException if a file is malformed, or the policy no longer acts as when it was
   *     saved
   * @throws IOException if a file can't be read
   */
  public static SavedPolicy load(Path folder) throws IOException {
    Path file = folder.resolve("policy.json");
    if (!Files.isRegularFile(file)) {
      throw new StateException(
          folder + " holds no policy.json. Maybe name a folder under the run's policies.");
    }
    if (Files.size(file) > MAX_JSON) {
      throw new StateException(file + " has more than " + MAX_JSON + " bytes.");
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      if (node.path("format").asInt(-1) != FORMAT) {
        throw new StateException(
            "its format is " + node.path("format") + ", this program reads " + FORMAT);
      }
      Path weights = folder.resolve("policy.safetensors");
      NetworkPolicy policy = policy(node, Files.size(weights));
      policy.restore(Safetensors.read(weights));
      List<String> objectives = new ArrayList<>();
      node.path("objectives").forEach(name -> objectives.add(name.asText()));
      SavedPolicy saved = new SavedPolicy(policy, objectives, Vec.of(doubles(node, "returns")));
      checkGolden(node, saved);
      return saved;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new StateException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (StateException | IllegalArgumentException | ArithmeticException e) {
      throw new StateException(file + ": " + e.getMessage(), e);
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

  private static NetworkPolicy policy(JsonNode node, long weightBytes) {
    Space observationSpace = SpaceJson.read(node.path("observation_space"));
    Space actionSpace = SpaceJson.read(node.path("action_space"));
    JsonNode head = node.path("head");
    HeadOptions options =
        new HeadOptions(
            HeadOptions.Gaussian.valueOf(head.path("gaussian").asText().toUpperCase(Locale.ROOT)),
            head.path("initial_log_std").asDouble(),
            head.path("min_log_std").asDouble(),
            head.path("max_log_std").asDouble());
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : node.path("network").path("layers")) {
      layers.add(
          new Layer(
              layer.path("units").asInt(),
              Activation.valueOf(layer.path("activation").asText().toUpperCase(Locale.ROOT)),
              layer.path("layer_norm").asBoolean(),
              new Init.Orthogonal(1)));
    }
    NetworkSpec spec = new NetworkSpec(node.path("network").path("inputs").asInt(), layers);
    long parameters = parameters(spec);
    if (4 * parameters > weightBytes) {
      throw new StateException(
          "its network has "
              + parameters
              + " parameters, but policy.safetensors only "
              + weightBytes
              + " bytes. Maybe the two files are from different runs.");
    }
    Network network = Networks.create(spec, new SeedTree(0).generator());
    return new NetworkPolicy(
        observationSpace, actionSpace, options, network, node.path("normalize_obs").asBoolean());
  }

  private static void checkGolden(JsonNode node, SavedPolicy policy) {
    for (JsonNode pair : node.path("golden")) {
      double[] expected = doubles(pair, "act");
      double[] act = policy.act(doubles(pair, "obs"));
      if (act.length != expected.length) {
        throw new StateException(
            "a golden pair has "
                + expected.length
                + " values for an action of "
                + act.length
                + ".");
      }
      for (int i = 0; i < act.length; i++) {
        if (!(Math.abs(act[i] - expected[i]) <= 1e-4 * (1 + Math.abs(expected[i])))) {
          throw new StateException(
              "the policy acts "
                  + Vec.of(act)
                  + " where it acted "
                  + Vec.of(expected)
                  + " when it was saved. Maybe its two files are from different runs.");
        }
      }
    }
  }

  private static void numbers(ArrayNode out, double[] values) {
    for (double value : values) {
      out.add(value);
    }
  }

  private static double[] doubles(JsonNode node, String key) {
    JsonNode list = node.path(key);
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }
}
