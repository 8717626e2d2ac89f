package org.morl4j.configs.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.configs.PinnedPython;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.HeadOptions.Gaussian;
import org.morl4j.policy.Policies;
import org.morl4j.policy.PolicyScore;
import org.morl4j.policy.SavedPolicy;

/** Exported policies act in onnxruntime and in NumPy as in Java. */
class PolicyExportTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int DRAWN = 100;

  /** Of the range of an action. */
  private static final double TOLERANCE = 1e-6;

  private static final Box BOX =
      new Box(
          Vec.of(-1, Double.NEGATIVE_INFINITY, 0),
          Vec.of(1, Double.POSITIVE_INFINITY, 5),
          List.of(3),
          Dtype.FLOAT32);

  private static final Box UNEVEN = Box.of(Vec.of(-2, 0), Vec.of(3, 0.5), Dtype.FLOAT32);
  private static final Box DOUBLES = Box.of(Vec.of(-2, 0), Vec.of(3, 0.5), Dtype.FLOAT64);
  private static final Box HALF_OPEN =
      Box.of(Vec.of(-0.1, 0), Vec.of(Double.POSITIVE_INFINITY, 0.5), Dtype.FLOAT64);

  private static final Map<String, Policy> CASES = cases();
  private static final Map<String, SavedPolicy> LOADED = new LinkedHashMap<>();
  private static final Map<String, JsonNode> ACTIONS = new LinkedHashMap<>();

  @TempDir private Path temp;

  private static Map<String, Policy> cases() {
    Map<String, Policy> cases = new LinkedHashMap<>();
    observations().forEach((name, space) -> cases.put(name, policy(space, new Discrete(3, 2))));
    cases.put("multi-categorical", policy(BOX, new MultiDiscrete(List.of(2, 4, 3))));
    cases.put("bernoulli", policy(BOX, new MultiBinary(3)));
    for (Activation activation : List.of(Activation.TANH, Activation.RELU, Activation.GELU)) {
      for (Gaussian gaussian : Gaussian.values()) {
        for (boolean layerNorm : new boolean[] {false, true}) {
          cases.put(
              "%s %s norm %s".formatted(gaussian, activation, layerNorm),
              policy(BOX, UNEVEN, 0, gaussian, List.of(32, 32), activation, layerNorm));
        }
      }
    }
    cases.put("doubles", policy(BOX, DOUBLES));
    cases.put("half open", policy(BOX, HALF_OPEN));
    cases.put(
        "wide",
        policy(BOX, UNEVEN, 0, Gaussian.SQUASHED, List.of(256, 256), Activation.RELU, false));
    cases.put(
        "preference",
        policy(BOX, UNEVEN, 2, Gaussian.SQUASHED, List.of(32), Activation.TANH, false));
    valueHeads().forEach((name, head) -> actionValues(name, head, cases));
    implicit(cases);
    return cases;
  }

  private static Map<String, Space> observations() {
    Map<String, Space> spaces = new LinkedHashMap<>();
    spaces.put("box", BOX);
    spaces.put("discrete", new Discrete(4, 2));
    spaces.put("multi-discrete", new MultiDiscrete(List.of(2, 3)));
    spaces.put("multi-binary", new MultiBinary(3));
    Space tuple = new TupleSpace(List.of(BOX, new Discrete(2, -1)));
    spaces.put("tuple", tuple);
    spaces.put(
        "dict",
        new DictSpace(
            List.of(
                new DictSpace.Entry("a", new MultiDiscrete(List.of(3, 2))),
                new DictSpace.Entry("b", tuple),
                new DictSpace.Entry("c", new MultiBinary(2)))));
    return spaces;
  }

  private static NetworkPolicy policy(Space observations, Space actions) {
    return policy(
        observations,
        actions,
        0,
        Gaussian.STATE_INDEPENDENT,
        List.of(16, 16),
        Activation.TANH,
        false);
  }

  /** Normalised by moments that it has seen. */
  private static NetworkPolicy policy(
      Space observations,
      Space actions,
      int preferences,
      Gaussian gaussian,
      List<Integer> hidden,
      Activation activation,
      boolean layerNorm) {
    HeadOptions head = new HeadOptions(gaussian, 0, -20, 2);
    int outputs = ActionHead.of(actions, head).outputs();
    int inputs = observations.features() + preferences;
    NetworkSpec spec = NetworkSpec.mlp(inputs, hidden, activation, layerNorm, outputs);
    Network network = Networks.create(spec, new Rng(3));
    NetworkPolicy policy =
        new NetworkPolicy(observations, actions, preferences, head, network, true);
    Rng rng = new Rng(5);
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters, 0);
    double size = actions instanceof Box ? 0.05 : 0.5; // choices must change, too
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (size * rng.nextGaussian()); // LayerNorm's would all be 0 and 1
    }
    network.setParameters(parameters, 0);
    float[] seen = new float[50 * observations.features()];
    double[] obs = new double[observations.size()];
    for (int i = 0; i < 50; i++) {
      observations.sample(rng, obs, 0);
      observations.encode(obs, 0, seen, i * observations.features());
    }
    policy.obsMoments().add(seen, 50);
    return policy;
  }

  private static Map<String, ValueHeadOptions> valueHeads() {
    return Map.of(
        "scalar",
        new ScalarHead.Options(1),
        "gaussian",
        GaussianHead.Options.DEFAULT,
        "quantiles",
        quantiles(5),
        "c51",
        new CategoricalHead.C51(-3, 3, 7),
        "hl-gauss",
        new CategoricalHead.HlGauss(-3, 3, 7, 0.75));
  }

  private static ValueHeadOptions quantiles(int n) {
    return new QuantileHead.Options(n, 1, QuantileHead.Average.TARGETS, false, 0);
  }

  private static void actionValues(String name, ValueHeadOptions head, Map<String, Policy> cases) {
    int outputs = 2 * head.head(2, 1).outputs();
    cases.put(
        "q " + name,
        q(new QNetwork.Spec(3, List.of(16, 16), Activation.TANH, 3, outputs, false), head));
    cases.put(
        "dueling " + name,
        q(new QNetwork.Spec(3, List.of(16, 16), Activation.RELU, 3, outputs, true), head));
    cases.put(
        "dueling without trunk " + name,
        q(new QNetwork.Spec(3, List.of(16), Activation.GELU, 3, outputs, true), head));
  }

  private static QPolicy q(QNetwork.Spec spec, ValueHeadOptions head) {
    return new QPolicy(
        BOX,
        new Discrete(3, 2),
        head,
        lively(QNetwork.create(spec, new Rng(3))),
        new float[] {1, -0.5f},
        0.2);
  }

  private static void implicit(Map<String, Policy> cases) {
    for (List<Integer> hidden : List.of(List.of(16), List.of(16, 8))) {
      ImplicitQuantiles.Spec spec =
          new ImplicitQuantiles.Spec(3, hidden, Activation.TANH, 3, 2, 5, 6, new Risk.Cvar(0.25));
      ImplicitQuantiles network = lively(ImplicitQuantiles.create(spec, new Rng(3)));
      float[] weights = {1, -0.5f};
      cases.put(
          "implicit quantiles " + hidden,
          new QPolicy(BOX, new Discrete(3, 2), quantiles(6), network, weights, 0.2));
    }
    Map<String, Utility> utilities =
        Map.of(
            "expected", new Utility.Expected(),
            "cvar", new Utility.Cvar(0.1, -3, 1, 11),
            "homeostasis", new Utility.Homeostasis(1));
    QNetwork.Spec spec = new QNetwork.Spec(3, List.of(16), Activation.TANH, 3, 4, false);
    utilities.forEach(
        (name, utility) ->
            cases.put(
                "stock " + name,
                new QPolicy(
                    BOX,
                    new Discrete(3, 2),
                    quantiles(4),
                    lively(QNetwork.create(spec, new Rng(3))),
                    new float[] {1},
                    new Stock(utility, 0.9),
                    0.2)));
  }

  /** Parameters lively enough for the best action to change. */
  private static <N extends ActionNetwork> N lively(N network) {
    float[] parameters = new float[network.parameterCount()];
    Rng rng = new Rng(11);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.7 * rng.nextGaussian());
    }
    network.setParameters(parameters);
    return network;
  }

  private static PolicyScore score() {
    return new PolicyScore(List.of("speed", "energy"), Vec.of(1.5, -2), null, Mode.EXPLOIT);
  }

  /** One process for all policies: it takes seconds to start. */
  @BeforeAll
  static void actInPython(@TempDir Path shared) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Map.Entry<String, Policy> one : CASES.entrySet()) {
      Path saved = shared.resolve("saved-" + folders.size());
      Path out = shared.resolve("out-" + folders.size());
      Policies.save(saved, one.getValue(), score());
      SavedPolicy policy = PolicyExport.write(saved, out, false, "test");
      Files.writeString(out.resolve("inputs.json"), JSON.writeValueAsString(inputs(policy, out)));
      folders.add(out);
      LOADED.put(one.getKey(), policy);
    }
    PinnedPython.run("onnx", "act.py", shared, folders.stream().map(Path::toString).toList());
    int i = 0;
    for (String name : CASES.keySet()) {
      Path out = folders.get(i++);
      ObjectNode result = (ObjectNode) JSON.readTree(out.resolve("actions.json").toFile());
      result.set("given", JSON.readTree(out.resolve("inputs.json").toFile()));
      result.set("golden", JSON.readTree(out.resolve("golden.json").toFile()));
      ACTIONS.put(name, result);
    }
  }

  /** The golden pairs' observations, then drawn ones that reach beyond. */
  private static ObjectNode inputs(SavedPolicy policy, Path out) throws IOException {
    ObjectNode node = (ObjectNode) JSON.readTree(out.resolve("golden.json").toFile());
    node.remove("act");
    ArrayNode observations = (ArrayNode) node.get("obs");
    Rng rng = new Rng(17);
    for (int i = 0; i < DRAWN; i++) {
      double[] obs = new double[policy.observationSpace().size()];
      policy.observationSpace().sample(rng, obs, 0);
      ArrayNode row = observations.addArray();
      for (double value : obs) {
        row.add((double) (float) (policy.observationSpace() instanceof Box ? 2 * value : value));
      }
    }
    for (int i = 0; i < DRAWN && policy.preferences() > 0; i++) {
      float w = rng.nextFloat();
      ((ArrayNode) node.get("preference")).addArray().add((double) w).add((double) (1 - w));
    }
    return node;
  }

  private static List<String> names() {
    return List.copyOf(CASES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void actsAsInJava(String name) {
    SavedPolicy policy = LOADED.get(name);
    JsonNode result = ACTIONS.get(name);
    JsonNode given = result.get("given");
    int rows = given.get("obs").size();
    assertThat(rows).isEqualTo(result.get("golden").get("act").size() + DRAWN);
    for (int i = 0; i < rows; i++) {
      double[] obs = numbers(given.get("obs").get(i));
      double[] act =
          policy.preferences() == 0
              ? policy.act(obs)
              : policy.act(obs, numbers(given.get("preference").get(i)));
      check(policy.actionSpace(), act, numbers(result.get("onnxruntime").get(i)));
      check(policy.actionSpace(), act, numbers(result.get("numpy").get(i)));
      if (i < result.get("alone").size()) {
        check(policy.actionSpace(), act, numbers(result.get("alone").get(i)));
      }
      if (i < result.get("golden").get("act").size()) {
        assertThat(numbers(result.get("golden").get("act").get(i))).isEqualTo(act);
      }
    }
    assertThat(distinct(result.get("onnxruntime"))).as("actions taken").isGreaterThan(1);
  }

  private static void check(Space actions, double[] act, double[] other) {
    assertThat(other).hasSameSizeAs(act);
    for (int k = 0; k < act.length; k++) {
      if (actions instanceof Box box) {
        double range = box.high().get(k) - box.low().get(k);
        double unit = Double.isFinite(range) ? range : Math.max(1, Math.abs(act[k]));
        assertThat(other[k]).isCloseTo(act[k], within(TOLERANCE * unit));
      } else {
        assertThat(other[k]).isEqualTo(act[k]);
      }
    }
  }

  private static long distinct(JsonNode rows) {
    List<JsonNode> all = new ArrayList<>();
    rows.forEach(all::add);
    return all.stream().distinct().count();
  }

  private static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }

  @Test
  void theGraphSaysWhatGoesIn() {
    JsonNode result = ACTIONS.get("preference");
    assertThat(result.get("opset").asInt()).isEqualTo(PolicyExport.OPSET).isEqualTo(17);
    assertThat(result.get("inputs")).hasToString("{\"obs\":[\"N\",3],\"preference\":[\"N\",2]}");
    assertThat(result.get("dtype").asText()).isEqualTo("float32");
    assertThat(ACTIONS.get("doubles").get("dtype").asText()).isEqualTo("float64");
    assertThat(ACTIONS.get("box").get("dtype").asText()).isEqualTo("int64");
  }

  @Test
  void theFolderHoldsThePolicyAsSaved() throws IOException {
    Path saved = temp.resolve("saved");
    Path out = temp.resolve("a/b");
    Policies.save(saved, policy(BOX, UNEVEN), score());
    PolicyExport.write(saved, out, false, "test");
    for (String file : List.of("policy.json", "policy.safetensors")) {
      assertThat(out.resolve(file)).hasSameBinaryContentAs(saved.resolve(file));
    }
    byte[] graph = Files.readAllBytes(out.resolve("policy.onnx"));
    assertThatThrownBy(() -> PolicyExport.write(saved, out, false, "test"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--out is %s, which already exists. Maybe name a new folder, or add --force."
                .formatted(out));
    Files.delete(out.resolve("policy.onnx"));
    PolicyExport.write(saved, out, true, "test");
    assertThat(out.resolve("policy.onnx")).hasBinaryContent(graph);
    PolicyExport.write(saved, saved, true, "test");
    assertThat(Policies.load(saved).objectives()).containsExactly("speed", "energy");
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> PolicyExport.write(saved, file, true, "test"))
        .hasMessage(
            "--out is %s, which already exists as a file. Maybe name a new folder."
                .formatted(file));
  }
}
