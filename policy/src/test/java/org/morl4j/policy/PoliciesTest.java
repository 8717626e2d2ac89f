package org.morl4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
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
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

class PoliciesTest {
  private static final Box BOX =
      new Box(
          Vec.of(-1, Double.NEGATIVE_INFINITY, 0),
          Vec.of(1, Double.POSITIVE_INFINITY, 5),
          List.of(3),
          Dtype.FLOAT32);

  private static final Box BOX_ACTIONS = Box.of(2, -1, 1, Dtype.FLOAT32);

  private static final int FLIPS = 300;

  @TempDir Path temp;

  private static NetworkPolicy policy(Space observations, Space actions, boolean normalize) {
    HeadOptions head = HeadOptions.DEFAULT;
    NetworkSpec spec =
        NetworkSpec.mlp(
            observations.features(),
            new int[] {8},
            Activation.TANH,
            ActionHead.of(actions, head).outputs(),
            1);
    return new NetworkPolicy(
        observations, actions, head, Networks.create(spec, new Rng(3)), normalize);
  }

  private static PolicyScore score(@Nullable Vec preference) {
    return new PolicyScore(List.of("speed", "energy"), Vec.of(1.5, -2), preference, Mode.EXPLORE);
  }

  private Path saved(Policy policy) throws IOException {
    Policies.save(temp, policy, score(null));
    return temp;
  }

  private static SavedPolicy unsaved(Policy policy) {
    return new SavedPolicy(FormattedPolicy.of(policy), score(null));
  }

  /** A policy.json as format 1 had it. */
  private static String unsealed(Path file) throws IOException {
    return Files.readString(file)
        .replace("\"format\" : 2", "\"format\" : 1")
        .replaceAll(",\\s*\"(weights_)?sha256\" : \"[0-9a-f]{64}\"", "");
  }

  @Test
  void policiesOfFormat1AreRead() throws IOException {
    NetworkPolicy policy = policy(BOX, BOX_ACTIONS, true);
    Path folder = saved(policy);
    Path file = folder.resolve("policy.json");
    Files.writeString(file, unsealed(file));
    Path weights = folder.resolve("policy.safetensors");
    Safetensors.write(weights, Safetensors.read(weights), Map.of("format", "morl4j"));
    double[] obs = {0.5, 1, 2};
    assertThat(Policies.load(folder).act(obs)).isEqualTo(unsaved(policy).act(obs));
  }

  /** Whatever bit is flipped, in either file: it is told, and never acts otherwise. */
  @ParameterizedTest
  @MethodSource("policies")
  void aFlippedBitIsRefused(Policy policy) throws IOException {
    Path folder = saved(policy);
    Rng rng = new Rng(20261128);
    for (String name : List.of("policy.safetensors", "policy.json")) {
      Path file = folder.resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < FLIPS; i++) {
        byte[] bad = good.clone();
        int bit = rng.nextInt(8 * good.length);
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bad);
        assertThatThrownBy(() -> Policies.load(folder))
            .as("bit %s of %s", bit, name)
            .isInstanceOf(StateException.class)
            .hasMessageContaining(name)
            .hasMessageContaining("morl4j resume");
      }
      Files.write(file, good);
    }
    assertThat(Policies.load(folder).observationSpace()).isEqualTo(BOX);
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    for (String name : List.of("policy.safetensors", "policy.json")) {
      Path folder = saved(policy(BOX, BOX_ACTIONS, true));
      Files.delete(folder.resolve(name));
      assertThatThrownBy(() -> Policies.load(folder))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("holds no " + name + ". Maybe name a folder under");
      Files.createDirectory(folder.resolve(name));
      assertThatThrownBy(() -> Policies.load(folder))
          .isInstanceOf(StateException.class)
          .hasMessageContaining(name)
          .hasMessageContaining(
              "is a folder, but must be a regular file. Maybe move it away. Or write");
      Files.delete(folder.resolve(name));
    }
  }

  static List<Space> spaces() {
    return List.of(
        BOX,
        new Discrete(4, 2),
        new MultiDiscrete(List.of(2, 3)),
        new MultiBinary(3),
        new TupleSpace(List.of(BOX, new Discrete(2))),
        new DictSpace(
            List.of(new DictSpace.Entry("a", BOX), new DictSpace.Entry("b", new MultiBinary(2)))));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void everyObservationSpaceComesBack(Space space) throws IOException {
    NetworkPolicy policy = policy(space, new Discrete(3), true);
    SavedPolicy loaded = Policies.load(saved(policy));
    assertThat(loaded.observationSpace()).isEqualTo(space);
    assertThat(loaded.objectives()).containsExactly("speed", "energy");
    assertThat(loaded.returns()).isEqualTo(Vec.of(1.5, -2));
  }

  @Test
  void itActsAsBefore() throws IOException {
    for (boolean normalize : new boolean[] {true, false}) {
      NetworkPolicy policy = policy(BOX, BOX_ACTIONS, normalize);
      SavedPolicy original = unsaved(policy);
      SavedPolicy loaded = Policies.load(saved(policy));
      Rng rng = new Rng(1);
      for (int i = 0; i < 20; i++) {
        double[] obs = {rng.nextGaussian(), 100 * rng.nextGaussian(), rng.nextDouble()};
        assertThat(loaded.act(obs)).isEqualTo(original.act(obs));
        assertThat(BOX_ACTIONS.contains(loaded.act(obs), 0)).isTrue();
      }
    }
  }

  static List<ValueHeadOptions> valueHeads() {
    return List.of(
        new ScalarHead.Options(1),
        new QuantileHead.Options(4, 1, QuantileHead.Average.TARGETS, false, 0),
        new CategoricalHead.C51(-3, 3, 5),
        new CategoricalHead.TwoHot(-3, 3, 5),
        new CategoricalHead.HlGauss(-3, 3, 5, 0.75));
  }

  /** Two signals, three actions from 2 on. */
  private static QPolicy qPolicy(ValueHeadOptions head, boolean dueling) {
    QNetwork.Spec spec =
        new QNetwork.Spec(
            3, List.of(8, 8), Activation.TANH, 3, 2 * head.head(2, 1).outputs(), dueling);
    QNetwork network = QNetwork.create(spec, new Rng(3));
    return new QPolicy(BOX, new Discrete(3, 2), head, lively(network), new float[] {1, -0.5f}, 0.2);
  }

  @ParameterizedTest
  @MethodSource("valueHeads")
  void policiesOfActionValuesActAsBefore(ValueHeadOptions head) throws IOException {
    for (boolean dueling : new boolean[] {false, true}) {
      QPolicy policy = qPolicy(head, dueling);
      SavedPolicy original = unsaved(policy);
      SavedPolicy loaded = Policies.load(saved(policy));
      assertThat(((QPolicy) loaded.policy()).headOptions()).isEqualTo(head);
      assertThat(loaded.actionSpace()).isEqualTo(new Discrete(3, 2));
      Rng rng = new Rng(1);
      Set<Double> seen = new HashSet<>();
      for (int i = 0; i < 200; i++) {
        double[] obs = {rng.nextGaussian(), 10 * rng.nextGaussian(), 5 * rng.nextDouble()};
        assertThat(loaded.act(obs)).isEqualTo(original.act(obs));
        seen.add(loaded.act(obs)[0]);
      }
      assertThat(seen).as("actions taken").hasSizeGreaterThan(1);
      if (dueling) {
        assertThatThrownBy(loaded::network).hasMessageContaining("has no single network");
      } else {
        assertThat(loaded.network().spec().inputs()).isEqualTo(3);
      }
    }
  }

  /** Parameters lively enough for the best action to change. */
  private static <N extends ActionNetwork> N lively(N network) {
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 4;
    }
    network.setParameters(parameters);
    return network;
  }

  private static ValueHeadOptions quantiles(int n) {
    return new QuantileHead.Options(n, 1, QuantileHead.Average.TARGETS, false, 0);
  }

  static List<QPolicy> policiesOfLaws() {
    ImplicitQuantiles.Spec implicit =
        new ImplicitQuantiles.Spec(
            3, List.of(8, 8), Activation.TANH, 3, 2, 5, 6, new Risk.Cvar(0.25));
    QNetwork.Spec plain = new QNetwork.Spec(3, List.of(8), Activation.TANH, 3, 4, false);
    return List.of(
        new QPolicy(
            BOX,
            new Discrete(3, 2),
            quantiles(6),
            lively(ImplicitQuantiles.create(implicit, new Rng(3))),
            new float[] {1, -0.5f},
            0.2),
        new QPolicy(
            BOX,
            new Discrete(3, 2),
            quantiles(4),
            lively(QNetwork.create(plain, new Rng(3))),
            new float[] {1},
            new Stock(new Utility.Cvar(0.1, -3, 1, 11), 0.9),
            0.2));
  }

  @ParameterizedTest
  @MethodSource("policiesOfLaws")
  void policiesOfLawsActAsBefore(QPolicy policy) throws IOException {
    SavedPolicy original = unsaved(policy);
    SavedPolicy loaded = Policies.load(saved(policy));
    QPolicy q = (QPolicy) loaded.policy();
    assertThat(q.stock()).isEqualTo(policy.stock());
    if (policy.network() instanceof ImplicitQuantiles network) {
      assertThat(((ImplicitQuantiles) q.network()).spec()).isEqualTo(network.spec());
      assertThatThrownBy(loaded::network).hasMessageContaining("has no single network");
    }
    Rng rng = new Rng(1);
    Set<Double> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      double[] obs = {rng.nextGaussian(), 10 * rng.nextGaussian(), 5 * rng.nextGaussian()};
      assertThat(loaded.act(obs)).isEqualTo(original.act(obs));
      seen.add(loaded.act(obs)[0]);
    }
    assertThat(seen).as("actions taken").hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples", "cosines", "signals"})
  void implicitQuantilesLargerThanTheirFileAreNotMade(String key) throws IOException {
    Path folder = saved(policiesOfLaws().get(0));
    Path file = folder.resolve("policy.json");
    String text = unsealed(file);
    String larger = text.replaceAll("\"" + key + "\" : \\d+", "\"" + key + "\" : 1000000000");
    assertThat(larger).isNotEqualTo(text);
    Files.writeString(file, larger);
    assertThatThrownBy(() -> Policies.load(folder)).isInstanceOf(StateException.class);
  }

  @Test
  void policiesOnAPreferenceAskForOne() throws IOException {
    HeadOptions head = HeadOptions.DEFAULT;
    NetworkSpec spec = NetworkSpec.mlp(5, new int[] {8}, Activation.TANH, 2, 1);
    NetworkPolicy policy =
        new NetworkPolicy(BOX, BOX_ACTIONS, 2, head, Networks.create(spec, new Rng(3)), true);
    SavedPolicy loaded = Policies.load(saved(policy));
    assertThat(loaded.preferences()).isEqualTo(2);
    double[] obs = {0.5, 1, 2};
    double[] act = loaded.act(obs, new double[] {1, 0});
    assertThat(act)
        .isEqualTo(unsaved(policy).act(obs, new double[] {1, 0}))
        .isNotEqualTo(loaded.act(obs, new double[] {0, 1}));
    assertThatThrownBy(() -> loaded.act(obs))
        .hasMessage(
            "The policy takes a preference of 2 weights, but was given none. Maybe call act(obs,"
                + " preference).");
    assertThatThrownBy(() -> loaded.act(obs, new double[3]))
        .hasMessage("The preference has 3 weights, but the policy takes 2.");
    Policies.save(temp, policy, score(Vec.of(1, 0)));
    SavedPolicy measured = Policies.load(temp);
    assertThat(measured.preference()).isEqualTo(Vec.of(1, 0));
    assertThat(measured.act(obs)).isEqualTo(act);
    SavedPolicy plain = Policies.load(saved(policy(BOX, BOX_ACTIONS, true)));
    assertThatThrownBy(() -> plain.act(obs, new double[2]))
        .hasMessage("The preference has 2 weights, but the policy takes 0. Maybe call act(obs).");
  }

  @Test
  void otherPoliciesAreRefused() {
    Policy other =
        (n, mode, generators) -> {
          throw new UnsupportedOperationException();
        };
    assertThatThrownBy(() -> Policies.save(temp, other, score(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't be saved. Allowed: NetworkPolicy and QPolicy. Maybe");
  }

  @Test
  void kindsOfLaterVersionsAreRefused() throws IOException {
    Path folder = saved(qPolicy(new ScalarHead.Options(1), false));
    Path file = folder.resolve("policy.json");
    String text = unsealed(file);
    Files.writeString(file, text.replace("\"kind\" : \"q\"", "\"kind\" : \"flow\""));
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(
            "its kind is flow, which this program does not know. Maybe a newer one wrote it.");
    String network = "\"network\" : {";
    assertThat(text).contains(network);
    Files.writeString(file, text.replace(network, network + "\"type\" : \"flow\","));
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("its network's type is flow");
  }

  @Test
  void aHeadLargerThanItsNetworkIsNotMade() throws IOException {
    Path folder = saved(qPolicy(new CategoricalHead.C51(-3, 3, 5), false));
    Path file = folder.resolve("policy.json");
    String text = unsealed(file);
    assertThat(text).contains("\"bins\" : 5");
    Files.writeString(file, text.replace("\"bins\" : 5", "\"bins\" : 2000000000"));
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("its head has 2000000000 bins, but the network 10 outputs");
  }

  @Test
  void anObservationOfAnotherSizeIsRefused() throws IOException {
    SavedPolicy loaded = Policies.load(saved(policy(BOX, new Discrete(3), true)));
    assertThatThrownBy(() -> loaded.act(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The observation has 2 values, but the policy takes 3.");
  }

  @Test
  void changedParametersAreFoundByTheGoldenPairs() throws IOException {
    Path folder = saved(policy(BOX, BOX_ACTIONS, true));
    Path file = folder.resolve("policy.safetensors");
    State state = Safetensors.read(file);
    float[] parameters = state.floats("parameters");
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 2;
    }
    state.put("parameters", parameters);
    Safetensors.writeSealed(file, state, Map.of());
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is not the file that was saved with it: their hashes differ");
    Path description = folder.resolve("policy.json");
    Files.writeString(description, unsealed(description));
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("where it acted")
        .hasMessageContaining("Maybe its two files are from different runs.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"format\": 2}", "{\"format\": 1}", "nonsense"})
  void whatIsNoPolicyIsRefused(String text) throws IOException {
    Path folder = saved(policy(BOX, new Discrete(3), true));
    Files.writeString(folder.resolve("policy.json"), text);
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("policy.json");
  }

  @Test
  void aNetworkLargerThanItsFileIsNotAllocated() throws IOException {
    Path folder = saved(policy(BOX, new Discrete(3), true));
    Path file = folder.resolve("policy.json");
    String text = unsealed(file);
    assertThat(text).contains("\"units\" : 8");
    Files.writeString(file, text.replace("\"units\" : 8", "\"units\" : 100000000"));
    assertThatThrownBy(() -> Policies.load(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("parameters, but policy.safetensors only");
  }

  static List<Policy> policies() {
    return List.of(
        policy(BOX, new MultiDiscrete(List.of(2, 3)), true),
        qPolicy(new CategoricalHead.C51(-3, 3, 5), true));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void mutatedFilesAreRefusedOrStillAPolicy(Policy policy) throws IOException {
    Path folder = saved(policy);
    Path file = folder.resolve("policy.json");
    byte[] good = unsealed(file).getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Files.write(file, mutated(good, new Rng(seed)));
      try {
        assertThat(Policies.load(folder).act(new double[3])).hasSizeBetween(1, 2);
      } catch (StateException | IOException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(100, 499);
  }

  private static byte[] mutated(byte[] good, Rng rng) {
    StringBuilder text = new StringBuilder(new String(good, StandardCharsets.UTF_8));
    String[] pieces = {"", "0", "-1", "1e9", "2147483647", "\"", "{", "]", ",", "null", "[]", "x"};
    int changes = 1 + rng.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int from = rng.nextInt(text.length());
      int to = Math.min(text.length(), from + rng.nextInt(6));
      text.replace(from, to, pieces[rng.nextInt(pieces.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
