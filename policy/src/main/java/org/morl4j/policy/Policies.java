package org.morl4j.policy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.Seal;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies on disk: a folder with {@code policy.json} (spaces, network, head, objectives, golden
 * input and output pairs) and {@code policy.safetensors} (parameters and normalisation). What else
 * stands there is up to the {@link PolicyFormat} of its {@code kind}.
 *
 * <pre>
 * SavedPolicy policy = Policies.load(Path.of("out/run/policies/s1r0j02e004"));
 * double[] act = policy.act(obs);
 * </pre>
 */
public final class Policies {
  private static final int FORMAT = 2;

  /** The one before, without hashes. */
  private static final int UNSEALED = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
  private static final long MAX_JSON = 16 << 20;
  private static final int GOLDEN = 5;
  private static final String GREEDY = "greedy";
  private static final String SAMPLED = "sampled";
  private static final String WEIGHTS = "policy.safetensors";
  private static final String DESCRIPTION = "policy.json";

  /** Hash of the weights, in policy.json. */
  private static final String WEIGHTS_SEAL = "weights_sha256";

  /** Hash of policy.json itself. */
  private static final String SEAL = "sha256";

  /** What every policy.json has, but those of older programs. */
  private static final List<String> REQUIRED =
      List.of("objectives", "returns", "mode", "golden", WEIGHTS_SEAL, SEAL);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final String AGAIN = " Or write the policy again with morl4j resume and its run.";

  private Policies() {}

  /**
   * Writes a policy into {@code folder}, with golden pairs of observations drawn from the space.
   *
   * @param score what it was measured to return, and how
   * @throws IllegalArgumentException if the policy is none that can be saved
   */
  public static void save(Path folder, Policy policy, PolicyScore score) throws IOException {
    FormattedPolicy<?> formatted = FormattedPolicy.of(policy);
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    score.objectives().forEach(node.putArray("objectives")::add);
    numbers(node.putArray("returns"), score.returns().toArray());
    node.put("mode", score.mode() == Mode.EXPLORE ? SAMPLED : GREEDY);
    formatted.write(node);
    State state = new State();
    formatted.policy().save(state);
    SavedPolicy saved = new SavedPolicy(formatted, score);
    if (saved.preference() != null) {
      numbers(node.putArray("preference"), saved.preference().toArray());
    }
    golden(node.putArray("golden"), saved);
    WholeFiles.folder(folder);
    Path weights = folder.resolve(WEIGHTS);
    WholeFiles.requireOwn(weights);
    node.put(WEIGHTS_SEAL, Safetensors.writeSealed(weights, state, Map.of("format", "morl4j")));
    node.put(SEAL, Seal.BLANK); // last: sealed as text
    WholeFiles.write(
        folder.resolve(DESCRIPTION), Seal.sealed(JSON.writeValueAsString(node) + "\n"));
  }

  private static void golden(ArrayNode pairs, SavedPolicy policy) {
    Rng rng = new SeedTree(0).child("golden").generator();
    for (int i = 0; i < GOLDEN; i++) {
      double[] obs = new double[policy.observationSpace().size()];
      policy.observationSpace().sample(rng, obs, 0);
      ObjectNode pair = pairs.addObject();
      numbers(pair.putArray("obs"), obs);
      if (policy.preferences() == 0) {
        numbers(pair.putArray("act"), policy.act(obs));
        continue;
      }
      double[] preference = new double[policy.preferences()];
      double sum = 0;
      for (int j = 0; j < preference.length; j++) {
        preference[j] = rng.nextDouble();
        sum += preference[j];
      }
      for (int j = 0; j < preference.length; j++) {
        preference[j] /= sum;
      }
      numbers(pair.putArray("preference"), preference);
      numbers(pair.putArray("act"), policy.act(obs, preference));
    }
  }

  /**
   * Loads a policy and checks its golden pairs.
   *
   * @param folder with policy.json and policy.safetensors
   * @throws StateException if a file is malformed or damaged, or the policy no longer acts as when
   *     it was saved
   * @throws IOException if a file can't be read
   */
  public static SavedPolicy load(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    Path weights = folder.resolve(WEIGHTS);
    for (Path part : List.of(file, weights)) {
      if (!Files.exists(part)) {
        throw new StateException(
            "%s holds no %s. Maybe name a folder under the run's policies, or write it again with morl4j resume and its run."
                .formatted(folder, part.getFileName()));
      }
    }
    String text = text(file);
    try {
      JsonNode node = JSON.readTree(text);
      boolean sealed = isSealed(file, text, node);
      long bytes = Files.size(weights);
      Map<String, String> metadata = new LinkedHashMap<>();
      State state = Safetensors.read(weights, metadata);
      if (sealed && !node.path(WEIGHTS_SEAL).asText().equals(metadata.get(Safetensors.SEAL))) {
        throw new StateException(
            "%s is not the file that was saved with it: their hashes differ. Maybe its two files are from different runs."
                .formatted(WEIGHTS));
      }
      List<String> objectives = new ArrayList<>();
      node.path("objectives").forEach(name -> objectives.add(name.asText()));
      Vec returns = Vec.of(doubles(node, "returns"));
      FormattedPolicy<?> formatted = FormattedPolicy.read(node, bytes);
      formatted.policy().restore(state);
      Vec preference = node.has("preference") ? Vec.of(doubles(node, "preference")) : null;
      PolicyScore score = new PolicyScore(objectives, returns, preference, mode(node));
      SavedPolicy saved = new SavedPolicy(formatted, score);
      checkGolden(node, saved);
      return saved;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new StateException(
          "%s is not JSON: %s%s".formatted(file, e.getOriginalMessage(), AGAIN), e);
    } catch (StateException | IllegalArgumentException | ArithmeticException e) {
      throw new StateException("%s: %s%s".formatted(file, e.getMessage(), AGAIN), e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return WholeFiles.text(file, MAX_JSON);
    } catch (StateException e) {
      throw new StateException(e.getMessage() + AGAIN, e);
    }
  }

  /**
   * Whether the file carries hashes, which its text fits then.
   *
   * @throws StateException if it is damaged or of a format this program does not know
   */
  private static boolean isSealed(Path file, String text, JsonNode node) {
    JsonNode seal = node.path(SEAL);
    if (seal.isTextual()) {
      Seal.check(DESCRIPTION, text, seal.textValue());
    }
    JsonNode format = node.path("format");
    if (format.isInt() && format.intValue() == UNSEALED && !node.has(SEAL)) {
      LOG.warn(
          "{} is of format {}, which has no hashes: damage to it may go unseen. Maybe write it again with morl4j resume and its run.",
          file,
          UNSEALED);
      return false;
    }
    if (!format.isInt() || format.intValue() != FORMAT) {
      throw new StateException(
          "its format is %s, but this program reads %d and %d."
              .formatted(format.isMissingNode() ? "missing" : format, UNSEALED, FORMAT));
    }
    for (String key : REQUIRED) {
      if (!node.has(key)) {
        throw new StateException("it is damaged: it has no %s.".formatted(key));
      }
    }
    return true;
  }

  /** Greedy where the file says nothing: an older program wrote it. */
  private static Mode mode(JsonNode node) {
    String name = node.path("mode").asText(GREEDY);
    if (!name.equals(GREEDY) && !name.equals(SAMPLED)) {
      throw new StateException(
          "its mode is %s, but must be greedy or sampled. Maybe a newer program wrote it."
              .formatted(name));
    }
    return name.equals(SAMPLED) ? Mode.EXPLORE : Mode.EXPLOIT;
  }

  private static void checkGolden(JsonNode node, SavedPolicy policy) {
    for (JsonNode pair : node.path("golden")) {
      double[] expected = doubles(pair, "act");
      double[] obs = doubles(pair, "obs");
      double[] act =
          policy.preferences() == 0
              ? policy.act(obs)
              : policy.act(obs, doubles(pair, "preference"));
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
