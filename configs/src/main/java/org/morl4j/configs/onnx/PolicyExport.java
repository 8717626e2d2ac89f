package org.morl4j.configs.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;

/**
 * A folder to take home: {@code policy.json} and {@code policy.safetensors} as they were saved,
 * {@code policy.onnx}, and {@code golden.json}, observations with the actions that this program
 * chooses.
 */
public final class PolicyExport {
  /** Version of the operators in {@code policy.onnx}. */
  public static final int OPSET = OnnxGraph.OPSET;

  private static final int GOLDEN = 32;
  private static final List<String> AS_SAVED = List.of("policy.json", "policy.safetensors");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private PolicyExport() {}

  /**
   * Writes the folder. Nothing is written if the policy can't be loaded or has no graph.
   *
   * @param policy a saved policy's folder
   * @param out is created; one that exists is refused unless {@code force}, by which the four files
   *     in it are written over
   * @param version of this program
   * @return the policy
   * @throws ConfigException if {@code out} exists or the policy has no graph
   * @throws org.morl4j.core.state.StateException if the policy can't be read
   */
  public static SavedPolicy write(Path policy, Path out, boolean force, String version)
      throws IOException {
    SavedPolicy saved = Policies.load(policy);
    byte[] graph = graph(saved, version);
    byte[] golden = JSON.writeValueAsBytes(golden(saved));
    create(out, force);
    for (String file : AS_SAVED) {
      Path to = out.resolve(file);
      if (!Files.exists(to) || !Files.isSameFile(policy.resolve(file), to)) {
        Files.copy(policy.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.write(out.resolve("policy.onnx"), graph);
    Files.write(out.resolve("golden.json"), golden);
    return saved;
  }

  private static byte[] graph(SavedPolicy saved, String version) {
    try {
      return PolicyGraph.of(saved, version);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Two exports at once can't both create it. */
  private static void create(Path out, boolean force) throws IOException {
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(out);
    } catch (FileAlreadyExistsException e) {
      boolean folder = Files.isDirectory(out);
      if (!folder || !force) {
        throw new ConfigException(
            "--out is %s, which already exists%s. Maybe name a new folder%s."
                .formatted(out, folder ? "" : " as a file", folder ? ", or add --force" : ""));
      }
    }
  }

  /** Rows of observations drawn from the space, preferences where it takes them, and actions. */
  private static ObjectNode golden(SavedPolicy policy) {
    Rng rng = new SeedTree(0).child("export").generator();
    ObjectNode node = JSON.createObjectNode();
    ArrayNode observations = node.putArray(PolicyGraph.OBS);
    int weights = policy.preferences();
    ArrayNode preferences = weights == 0 ? null : node.putArray(PolicyGraph.PREFERENCE);
    ArrayNode actions = node.putArray(PolicyGraph.ACT);
    for (int i = 0; i < GOLDEN; i++) {
      double[] obs = new double[policy.observationSpace().size()];
      policy.observationSpace().sample(rng, obs, 0);
      numbers(observations.addArray(), obs);
      if (preferences == null) {
        numbers(actions.addArray(), policy.act(obs));
      } else {
        double[] preference = preference(rng, weights);
        numbers(preferences.addArray(), preference);
        numbers(actions.addArray(), policy.act(obs, preference));
      }
    }
    return node;
  }

  private static double[] preference(Rng rng, int weights) {
    double[] preference = new double[weights];
    double sum = 0;
    for (int j = 0; j < weights; j++) {
      preference[j] = rng.nextDouble();
      sum += preference[j];
    }
    for (int j = 0; j < weights; j++) {
      preference[j] /= sum;
    }
    return preference;
  }

  private static void numbers(ArrayNode out, double[] values) {
    for (double value : values) {
      out.add(value);
    }
  }
}
