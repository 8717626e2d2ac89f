package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.core.state.State;

class GymVectorEnvTest {
  private static final GymOptions HOPPER =
      GymOptions.of("gymnasium:mo-hopper-2d-v4").withMaxEpisodeSteps(500).withWorkers(2);

  @Test
  void describesCartPole() {
    try (GymVectorEnv env = open(GymOptions.of("gymnasium:CartPole-v1").withWorkers(2), 3)) {
      assertThat(env.spec().observationSpace()).isInstanceOf(Box.class);
      assertThat(env.spec().actionSpace()).isEqualTo(new Discrete(2));
      assertThat(env.spec().objectives()).containsExactly("reward");
      assertThat(env.spec().costs()).isEmpty();
      assertThat(env.spec().horizon()).isEqualTo(500);
      assertThat(env.spec().simulator()).isEqualTo("gymnasium 1.4.0");
      assertThat(env.size()).isEqualTo(3);
      assertThat(env.workers()).isEqualTo(2);
      assertThat(env.versions()).containsKeys("python", "gymnasium", "mo-gymnasium", "numpy");
    }
  }

  @Test
  void describesHopper() {
    try (GymVectorEnv env = open(HOPPER, 2)) {
      assertThat(env.spec().objectives()).containsExactly("forward", "height");
      assertThat(env.spec().horizon()).isEqualTo(500);
      assertThat(env.spec().simulator()).isEqualTo("mujoco 4.0.0");
    }
  }

  /** Against plain Python runs of gymnasium 1.4.0, mo-gymnasium 1.3.2, mujoco 4.0.0: every bit. */
  @Test
  void rowsEqualPlainPythonRuns() throws IOException {
    for (GymOptions options :
        List.of(
            GymOptions.of("gymnasium:CartPole-v1").withWorkers(2),
            GymOptions.of("gymnasium:Pendulum-v1").withWorkers(1).withMaxEpisodeSteps(60),
            GymOptions.of("gymnasium:deep-sea-treasure-v0").withWorkers(2),
            GymOptions.of("gymnasium:mo-mountaincar-3d-v0").withWorkers(2),
            HOPPER)) {
      int n = 3;
      int steps = 200;
      double[][] actions = new double[steps][];
      double[][] rows;
      try (GymVectorEnv env = open(options, n)) {
        Rng rng = new Rng(9);
        for (int t = 0; t < steps; t++) {
          actions[t] = sample(env, rng);
        }
        rows = rows(env, actions);
      }
      double[][] plain = plainRun(options, n, actions);
      for (int i = 0; i < n; i++) {
        assertThat(rows[i]).as(options.id()).containsExactly(plain[i]);
      }
    }
  }

  /** What each row gives: first observation, then reward, flags, last and next observation. */
  private static double[][] rows(VectorEnv env, double[][] actions) {
    int n = env.size();
    int obsSize = env.spec().observationSpace().size();
    int m = env.spec().objectives().size();
    List<DoubleStream.Builder> rows = Stream.generate(DoubleStream::builder).limit(n).toList();
    VectorStep step = env.reset(seeds(n));
    for (int t = 0; t <= actions.length; t++) {
      for (int i = 0; i < n; i++) {
        DoubleStream.Builder row = rows.get(i);
        for (int j = 0; t > 0 && j < m; j++) {
          row.add(step.reward()[i * m + j]);
        }
        if (t > 0) {
          row.add(step.terminated()[i] ? 1 : 0).add(step.truncated()[i] ? 1 : 0);
        }
        for (int j = 0; step.ended(i) && j < obsSize; j++) {
          row.add(step.finalObs()[i * obsSize + j]);
        }
        for (int j = 0; j < obsSize; j++) {
          row.add(step.obs()[i * obsSize + j]);
        }
      }
      if (t < actions.length) {
        step = env.step(actions[t]);
      }
    }
    return rows.stream().map(row -> row.build().toArray()).toArray(double[][]::new);
  }

  private static double[][] plainRun(GymOptions options, int n, double[][] actions)
      throws IOException {
    EpisodeSeeds seeds = seeds(n);
    int size = actions[0].length / n;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int row = i;
      long[] rowSeeds =
          LongStream.generate(() -> seeds.next(row)).limit(actions.length + 1).toArray();
      List<double[]> rowActions =
          Stream.of(actions)
              .map(act -> Arrays.copyOfRange(act, row * size, (row + 1) * size))
              .toList();
      rows.add(Map.of("seeds", rowSeeds, "actions", rowActions));
    }
    Process python =
        new ProcessBuilder(
                PythonEnvironment.resolve().interpreter().toString(),
                GymBridgeFailureTest.folder() + "/plain_rollout.py")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = python.getOutputStream()) {
      Worker.JSON.writeValue(
          in, Map.of("id", options.name(), "limit", options.maxEpisodeSteps(), "rows", rows));
    }
    return Worker.JSON.readValue(python.getInputStream(), double[][].class);
  }

  @Test
  void timeLimitTruncatesAndFinalObsIsTheOldEpisodes() {
    GymOptions options = test("gymnasium:morl4j_test_envs:Morl4jCounter-v0", Map.of());
    try (GymVectorEnv env = open(options, 2)) {
      assertThat(env.spec().horizon()).isEqualTo(20);
      EpisodeSeeds expected = seeds(2);
      double first = env.reset(seeds(2)).obs()[3];
      assertThat(first).isEqualTo((double) expected.next(1));
      for (int t = 1; t < 20; t++) {
        assertThat(env.step(new double[] {0, 2}).ended(1)).isFalse();
      }
      VectorStep step = env.step(new double[] {0, 2});
      assertThat(step.truncated()).containsExactly(true, true);
      assertThat(step.terminated()).containsExactly(false, false);
      assertThat(step.reward()).containsExactly(0, 2);
      assertThat(step.finalObs()).endsWith(20, first);
      assertThat(step.obs()).endsWith(0, (double) expected.next(1));
    }
    GymOptions limited = test("python:morl4j_test_envs:Counter", Map.of()).withMaxEpisodeSteps(3);
    try (GymVectorEnv env = open(limited, 1)) {
      assertThat(env.spec().horizon()).isEqualTo(3);
      env.reset(seeds(1));
      env.step(new double[] {0});
      assertThat(env.step(new double[] {0}).truncated()[0]).isFalse();
      assertThat(env.step(new double[] {0}).truncated()[0]).isTrue();
    }
  }

  @Test
  void costsOfSixValueStepsAndOfInfo() {
    GymOptions six = test("python:morl4j_test_envs:Safe", Map.of()).withCosts(List.of("cost"));
    try (GymVectorEnv env = open(six, 2)) {
      env.reset(seeds(2));
      assertThat(env.spec().costs()).containsExactly("cost");
      env.step(new double[] {0, 0});
      assertThat(env.step(new double[] {1, 2}).cost()).containsExactly(0.5, 0.5);
    }
    GymOptions info =
        test("python:morl4j_test_envs:InfoCost", Map.of()).withCosts(List.of("heat", "wear"));
    try (GymVectorEnv env = open(info, 2)) {
      env.reset(seeds(2));
      assertThat(env.step(new double[] {1, 2}).cost()).containsExactly(0.5, 0.5, 0.5, 0.5);
    }
    GymOptions fewer = info.withKwargs(Map.of("costs", 1));
    try (GymVectorEnv env = open(fewer, 2)) {
      env.reset(seeds(2));
      assertThatThrownBy(() -> env.step(new double[] {1, 2}))
          .hasMessageContaining("info['cost'] has 1 costs, but 2 are declared");
    }
    GymOptions none = info.withKwargs(Map.of("costs", 0));
    try (GymVectorEnv env = open(none, 2)) {
      env.reset(seeds(2));
      assertThatThrownBy(() -> env.step(new double[] {1, 2}))
          .hasMessageContaining("no info['cost']");
    }
    try (GymVectorEnv env = open(six.withCosts(List.of()), 2)) {
      env.reset(seeds(2));
      assertThatThrownBy(() -> env.step(new double[] {1, 2})).hasMessageContaining("Maybe name it");
    }
    assertThat(GymOptions.of("safety-gymnasium:SafetyPointGoal1-v0").costs())
        .containsExactly("cost");
  }

  @Test
  void vectorRewardsGetNumberedNames() {
    try (GymVectorEnv env = open(test("python:morl4j_test_envs:Vector", Map.of()), 2)) {
      assertThat(env.spec().objectives()).containsExactly("reward_0", "reward_1", "reward_2");
      env.reset(seeds(2));
      assertThat(env.step(new double[] {1, 2}).reward())
          .containsExactly(0, 0.125, 0.25, 0, 0.125, 0.25);
    }
  }

  /** The environment asserts types and membership of what it gets and gives it back. */
  @Test
  void everySpaceGoesBothWays() {
    try (GymVectorEnv env = open(test("python:morl4j_test_envs:Echo", Map.of()), 3)) {
      Space space = env.spec().actionSpace();
      assertThat(env.spec().observationSpace()).isEqualTo(space);
      assertThat(space)
          .isEqualTo(
              new DictSpace(
                  List.of(
                      new DictSpace.Entry("bits", new MultiBinary(4)),
                      new DictSpace.Entry(
                          "box",
                          new Box(
                              Vec.filled(4, -1), Vec.filled(4, 1), List.of(2, 2), Dtype.FLOAT32)),
                      new DictSpace.Entry("choice", new Discrete(3, 5)),
                      new DictSpace.Entry("choices", new MultiDiscrete(List.of(3, 4))),
                      new DictSpace.Entry(
                          "pair",
                          new TupleSpace(
                              List.of(new Discrete(2), Box.of(1, 0, 255, Dtype.UINT8)))))));
      VectorStep first = env.reset(seeds(3));
      for (int i = 0; i < 3; i++) {
        assertThat(space.contains(first.obs(), i * space.size())).isTrue();
      }
      Rng rng = new Rng(2);
      for (int t = 0; t < 50; t++) {
        double[] act = sample(env, rng);
        assertThat(env.step(act).obs()).containsExactly(act);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Graph, a Graph",
    "Sequence, a Sequence",
    "Text, a Text",
    "OneOf, a OneOf",
    "image, 'shape [4, 4, 3]: images need convolutions'",
    "int64, beyond 2^53",
    "large, 'a Box of shape [100001], but at most 100000 are taken'",
    "many, 'a Discrete of 1000000000 values, but at most 100000 are taken'",
    "complex, 'observation space[''a''][0] is a Text'"
  })
  void spacesWithoutFixedSizeAreRefusedByName(String kind, String message) {
    GymOptions options = test("python:morl4j_test_envs:Spaces", Map.of("kind", kind));
    assertThatThrownBy(() -> open(options, 1))
        .isInstanceOf(EnvException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Maybe");
  }

  /** Rows that draw from NumPy's global generator don't disturb one another. */
  @Test
  void globalNumpyGeneratorIsEachRowsOwn() {
    GymOptions options =
        test("python:morl4j_test_envs:GlobalRandom", Map.of()).withMaxEpisodeSteps(7);
    State saved = new State();
    double[] expected;
    try (GymVectorEnv env = open(options.withWorkers(1), 4)) {
      env.reset(seeds(4));
      double[] first = run(env, new Rng(1), 30);
      try (GymVectorEnv other = open(options.withWorkers(2), 4)) {
        other.reset(seeds(4));
        assertThat(run(other, new Rng(1), 30)).containsExactly(first);
      }
      env.save(saved);
      expected = run(env, new Rng(2), 30);
    }
    try (GymVectorEnv env = open(options.withWorkers(1), 4)) {
      env.reset(seeds(4));
      env.restore(saved);
      assertThat(env.exact()).isTrue();
      assertThat(run(env, new Rng(2), 30)).containsExactly(expected);
    }
  }

  @Test
  void rowThatDoesNotReproduceBeginsANewEpisode() {
    GymOptions options = test("python:morl4j_test_envs:Unreproducible", Map.of());
    State saved = new State();
    try (GymVectorEnv env = open(options, 2)) {
      env.reset(seeds(2));
      run(env, new Rng(1), 3);
      env.save(saved);
    }
    try (GymVectorEnv env = open(options, 2)) {
      env.reset(seeds(2));
      env.restore(saved);
      assertThat(env.exact()).isFalse();
      State again = new State();
      env.save(again);
      EpisodeSeeds expected = seeds(2);
      expected.next(1);
      assertThat(again.doubles("obs")).endsWith(0, (double) expected.next(1));
      assertThat(again.ints("steps")).containsExactly(0, 0);
      assertThat(env.step(new double[] {0, 0}).reward()).containsExactly(0, 0);
    }
  }

  @Test
  void rendersBetweenSteps() {
    GymOptions options = GymOptions.of("gymnasium:CartPole-v1").withWorkers(2);
    try (GymVectorEnv env = open(options.withKwargs(Map.of("render_mode", "rgb_array")), 2)) {
      env.reset(seeds(2));
      Frame frame = env.render(1);
      assertThat(frame.width()).isEqualTo(600);
      assertThat(frame.height()).isEqualTo(400);
      assertThat(frame.rgb()).hasSize(600 * 400 * 3).contains((byte) 255, (byte) 0);
      assertThat(env.step(new double[] {0, 1}).reward()).containsExactly(1, 1);
    }
    try (GymVectorEnv env = open(options, 2)) {
      env.reset(seeds(2));
      assertThatThrownBy(() -> env.render(0)).hasMessageContaining("render");
      assertThat(env.step(new double[] {0, 1}).reward()).containsExactly(1, 1);
    }
  }

  @Test
  void rendersAnEpisodesEnd() {
    GymOptions options = GymOptions.of("gymnasium:CartPole-v1").withWorkers(1);
    try (GymVectorEnv env = open(options.withKwargs(Map.of("render_mode", "rgb_array")), 1)) {
      env.reset(seeds(1));
      byte[] before = env.render(0).rgb();
      VectorStep step = env.step(new double[] {0});
      while (!step.terminated()[0]) {
        before = env.render(0).rgb();
        step = env.step(new double[] {0});
      }
      byte[] end = env.render(0).rgb();
      env.step(new double[] {0});
      byte[] next = env.render(0).rgb();
      assertThat(end).isNotEqualTo(before);
      assertThat(differing(end, before)).as("the next frame").isLessThan(differing(end, next));
    }
  }

  private static long differing(byte[] a, byte[] b) {
    return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
  }

  private static GymOptions test(String id, Map<String, Object> kwargs) {
    return GymOptions.of(id)
        .withKwargs(kwargs)
        .withPythonPath(List.of(GymBridgeFailureTest.folder()))
        .withWorkers(2);
  }

  @Test
  void sameSeedSameTrajectoriesWhateverTheWorkers() {
    for (String id : List.of("CartPole-v1", "deep-sea-treasure-v0", "minecart-v0")) {
      GymOptions options = GymOptions.of("gymnasium:" + id).withMaxEpisodeSteps(40);
      double[] first = trajectory(options.withWorkers(1), 4, 120);
      double[] second = trajectory(options.withWorkers(2), 4, 120);
      assertThat(second).as(id).containsExactly(first);
    }
  }

  @Test
  void restoredEnvironmentContinuesBitForBit() {
    for (GymOptions options :
        List.of(
            HOPPER,
            GymOptions.of("gymnasium:deep-sea-treasure-v0").withWorkers(2),
            GymOptions.of("gymnasium:minecart-v0").withWorkers(2).withMaxEpisodeSteps(70))) {
      int n = 5;
      State saved = new State();
      double[] expected;
      try (GymVectorEnv env = open(options, n)) {
        env.reset(seeds(n));
        Rng actions = new Rng(3);
        run(env, actions, 97);
        env.save(saved);
        expected = run(env, actions, 60);
      }
      try (GymVectorEnv env = open(options, n)) {
        env.reset(seeds(n));
        env.restore(saved);
        assertThat(env.exact()).isTrue();
        Rng actions = new Rng(3);
        for (int t = 0; t < 97; t++) {
          sample(env, actions);
        }
        assertThat(run(env, actions, 60)).as(options.id()).containsExactly(expected);
      }
    }
  }

  private static double[] trajectory(GymOptions options, int n, int steps) {
    try (GymVectorEnv env = open(options, n)) {
      double[] first = env.reset(seeds(n)).obs().clone();
      double[] rest = run(env, new Rng(5), steps);
      double[] all = Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, all, first.length, rest.length);
      return all;
    }
  }

  /** Everything that {@code steps} random steps give, in one array. */
  private static double[] run(VectorEnv env, Rng rng, int steps) {
    DoubleStream.Builder all = DoubleStream.builder();
    for (int t = 0; t < steps; t++) {
      VectorStep step = env.step(sample(env, rng));
      for (double x : step.obs()) {
        all.add(x);
      }
      for (double x : step.reward()) {
        all.add(x);
      }
      for (int i = 0; i < env.size(); i++) {
        all.add(step.terminated()[i] ? 1 : 0).add(step.truncated()[i] ? 1 : 0);
        for (int j = 0; step.ended(i) && j < env.spec().observationSpace().size(); j++) {
          all.add(step.finalObs()[i * env.spec().observationSpace().size() + j]);
        }
      }
    }
    return all.build().toArray();
  }

  private static double[] sample(VectorEnv env, Rng rng) {
    int size = env.spec().actionSpace().size();
    double[] act = new double[env.size() * size];
    for (int i = 0; i < env.size(); i++) {
      env.spec().actionSpace().sample(rng, act, i * size);
    }
    return act;
  }

  private static EpisodeSeeds seeds(int n) {
    return new EpisodeSeeds(new SeedTree(11), n);
  }

  private static GymVectorEnv open(GymOptions options, int n) {
    return GymVectorEnv.open(options, n);
  }

  @Test
  void kwargsReachTheConstructor() {
    GymOptions options =
        GymOptions.of("gymnasium:mo-hopper-v5").withKwargs(Map.of("cost_objective", false));
    try (GymVectorEnv env = open(options, 1)) {
      assertThat(env.spec().objectives()).hasSize(2);
    }
  }
}
