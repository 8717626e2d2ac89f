package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.SignalNames;

/** Steps and resets that are none: what came, what was expected and what to do, not a traceback. */
class StepContractTest {
  private static final GymOptions WRONG =
      GymOptions.of("python:morl4j_wrong_envs:Wrong")
          .withPythonPath(List.of(GymBridgeFailureTest.folder()))
          .withWorkers(1);

  private static VectorStep step(GymOptions options) {
    try (GymVectorEnv env = GymVectorEnv.open(options, 2)) {
      env.reset(new EpisodeSeeds(new SeedTree(1), 2));
      env.step(new double[] {0, 1});
      return env.step(new double[] {0, 1});
    }
  }

  private static void refuses(GymOptions options, String... told) {
    assertThatThrownBy(() -> step(options))
        .isInstanceOf(EnvWorkerException.class)
        .message()
        .startsWith(options.id() + ": row 0 (worker 0, environment 0) ")
        .contains(told)
        .contains("Maybe ")
        .doesNotContain("Traceback");
  }

  private static GymOptions wrong(String what, String by) {
    return WRONG.withKwargs(Map.of("what", what, "by", by));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(self.obs, 1.0, False, {})      | step gave 4 values (ndarray, float, bool, dict), but must give 5: obs, reward, terminated, truncated, info.",
        "(self.obs, 1.0, .5, False, False, {}) | step gave 6 values (ndarray, float, float, bool, bool, dict), a cost as the third, but none is declared.",
        "(self.obs, 1.0, 2, 3, 4, 5, 6)  | step gave 7 values",
        "None                            | step gave None, but must give 5",
        "self.obs                        | step gave an array of float32 of shape (2,), but must give 5",
        "[self.obs, 1.0, False, False, {}] | step gave 5 values",
      })
  void steps(String by, String told) {
    refuses(wrong("step", by), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "np.array([1.0, 2.0])  | The reward has shape (2,), but without reward_space and environment.objectives it must be one number. Maybe name its components, environment.objectives: [\"reward_0\", \"reward_1\"]",
        "np.array([1.0])       | The reward has shape (1,), but without reward_space and environment.objectives it must be one number. Maybe return float(reward[0]).",
        "np.zeros((2, 2))      | The reward has shape (2, 2),",
        "1 + 2j                | The reward is (1+2j) (of type complex), but must be one real number.",
        "'1'                   | The reward is '1' (of type str), but must be one real number.",
        "None                  | The reward is None, but must be one real number.",
        "{'a': 1}              | The reward is {'a': 1} (of type dict), but must be one real number.",
        "[[1], [1, 2]]         | The reward is [[1], [1, 2]] (of type list), but must be one real number.",
        "NAN                   | gave reward[0] = NaN, but it must be finite",
        "1e300                 | gave reward[0] = 1.0E300, but it must be finite, also as a float32",
      })
  void rewards(String by, String told) {
    refuses(wrong("reward", by), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "np.array([1, 2])     | The reward has shape (2,), but the reward space (3,).",
        "1.0                  | The reward has shape (), but the reward space (3,).",
        "[1, 2, None]         | The reward is [1, 2, None] (of type list), but must be one real number an objective.",
        "np.array([1, 2, 3j]) | an array of complex128 of shape (3,)",
        "[0.5, 2, NAN]        | gave reward[2] = NaN",
      })
  void vectorsOfRewards(String by, String told) {
    refuses(WRONG.withKwargs(Map.of("what", "reward", "by", by, "rewards", 3)), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "None                    | None as",
        "NAN                     | nan (of type float) as",
        "'yes'                   | 'yes' (of type str) as",
        "2                       | 2 (of type int) as",
        "np.array([True, False]) | an array of bool of shape (2,) as",
      })
  void flags(String by, String told) {
    refuses(
        wrong("terminated", by), "step gave " + told + " terminated, but it must be True or False");
    refuses(
        wrong("truncated", by), "step gave " + told + " truncated, but it must be True or False");
  }

  @ParameterizedTest
  @ValueSource(strings = {"np.bool_(True)", "1", "np.array(True)", "np.int64(1)"})
  void whatStandsForTrueIsTaken(String by) {
    assertThat(step(wrong("terminated", by)).terminated()).containsExactly(true, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"np.float32(3)", "3", "np.int64(3)", "np.array(3.0)", "np.float64(3)"})
  void anyRealNumberIsAReward(String by) {
    assertThat(step(wrong("reward", by)).reward()).containsExactly(3, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "np.zeros(3)                | The observation has shape (3,), but the observation space says (2,).",
        "np.zeros((2, 1))           | The observation has shape (2, 1), but the observation space says (2,).",
        "0.5                        | The observation has shape (), but the observation space says (2,).",
        "np.array(['a', 'b'])       | The observation is an array of <U1 of shape (2,), but must be an array of float32 of shape (2,).",
        "np.array([1j, 2])          | The observation is an array of complex128",
        "np.array([{}, None])       | The observation is an array of object",
        "None                       | The observation is None, but must be an array of float32",
        "np.array([0, NAN])         | gave observation[1] = NaN, but it must be finite",
        "np.array([0, 1e300])       | gave observation[1] = 1.0E300, but it must be finite, also as a float32",
      })
  void observations(String by, String told) {
    refuses(wrong("obs", by), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spaces.Discrete(5)         | 5        | The observation is 5 (of type int), but the observation space says a whole number from 0 to 4.",
        "spaces.Discrete(5, start=3) | 2       | a whole number from 3 to 7.",
        "spaces.Discrete(5)         | 1.5      | The observation is 1.5 (of type float)",
        "spaces.Discrete(5)         | None     | The observation is None",
        "spaces.MultiDiscrete([2, 3]) | np.array([1, 3]) | The observation is [1, 3] (of type list), which is no member of MultiDiscrete([2 3])",
        "spaces.MultiBinary(2)      | np.array([1, 2]) | which is no member of MultiBinary(2)",
        "spaces.Box(0, 9, (2,), np.int32) | np.array([1, 2.5]) | The observation holds 2.5, but the observation space says int32.",
        "spaces.Dict(a=spaces.Discrete(2)) | {'b': 1} | The observation lacks 'a'; it has ['b']",
        "spaces.Dict(a=spaces.Discrete(2)) | {'a': 7} | The observation['a'] is 7",
        "spaces.Dict(a=spaces.Discrete(2)) | {'a': 1, 'b': 1} | but must hold exactly the parts ['a']",
        "spaces.Tuple([spaces.Discrete(2)]) | (1, 1) | but must hold exactly the parts [0]",
      })
  void observationsOfOtherSpaces(String space, String by, String told) {
    refuses(WRONG.withKwargs(Map.of("what", "obs", "by", by, "space", space)), told);
  }

  @Test
  void boxesThatAreLeftTrainOn() {
    assertThat(step(wrong("obs", "np.array([0.5, 1.5])")).obs())
        .containsExactly(0.5, 1.5, 0.5, 1.5);
    GymOptions whole =
        WRONG.withKwargs(Map.of("what", "obs", "by", "3.0", "space", "spaces.Discrete(5)"));
    assertThat(step(whole).obs()).containsExactly(3, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "[]", "'x'"})
  void infos(String by) {
    refuses(wrong("info", by), "step gave " + by, "as info, but info must be a dict");
    refuses(wrong("reset info", by), "reset gave " + by, "as info, but info must be a dict");
  }

  @Test
  void resets() {
    refuses(
        wrong("reset", "self.obs"),
        "reset gave an array of float32 of shape (2,), but must give 2 values: obs, info.");
    refuses(wrong("reset", "None"), "reset gave None, but must give 2 values");
    refuses(wrong("reset", "(self.obs, {}, 1)"), "reset gave 3 values (ndarray, dict, int)");
    String noSeed = "reset takes no seed, but is called with it. Maybe it is written for gym";
    refuses(named("python:morl4j_wrong_envs:OldReset"), noSeed);
    refuses(named("gymnasium:morl4j_wrong_envs:Morl4jOldReset-v0"), noSeed);
    refuses(
        named("gymnasium:morl4j_wrong_envs:Morl4jNoOptions-v0"), "reset takes no options, but is");
    assertThatCode(() -> step(named("python:morl4j_wrong_envs:NoOptions")))
        .doesNotThrowAnyException();
  }

  private static GymOptions named(String id) {
    return GymOptions.of(id).withPythonPath(List.of(GymBridgeFailureTest.folder())).withWorkers(1);
  }

  /** There gymnasium's own time limit takes a step apart first. */
  @Test
  void registeredEnvironments() {
    GymOptions registered = named("gymnasium:morl4j_wrong_envs:Morl4jWrong-v0");
    refuses(
        registered.withKwargs(Map.of("what", "step", "by", "(self.obs, 1.0, False, {})")),
        "step gave 4 values to gymnasium's TimeLimit, but must give 5: obs, reward,");
    refuses(
        registered.withKwargs(Map.of("what", "step", "by", "(self.obs, 1.0, .5, True, True, {})")),
        "step gave more values to gymnasium's TimeLimit, but must give 5",
        "put it into info[\"cost\"]");
    refuses(registered.withKwargs(Map.of("what", "reward", "by", "None")), "The reward is None");
  }

  @Test
  void aTimeLimitLeavesWrongStepsAsTheyCame() {
    refuses(
        wrong("step", "(self.obs, 1.0, False, {})").withMaxEpisodeSteps(1), "step gave 4 values");
    refuses(wrong("truncated", "None").withMaxEpisodeSteps(9), "step gave None as truncated");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'cost': 'much'}  | info['cost'] is 'much' (of type str), but must be a real number for each cost.",
        "{'cost': 1j}      | info['cost'] is 1j (of type complex)",
        "{'cost': [1, 2]}  | info['cost'] has 2 costs, but 1 are declared",
        "{}                | step gave no info['cost'], and not info['flood']. Maybe",
        "{'flood': 'much'} | info is ['much'] (of type list)",
        "{'cost': NAN}     | gave cost[0] = NaN, but it must be finite",
      })
  void costs(String by, String told) {
    refuses(wrong("info", by).withCosts(List.of("flood")), told);
  }

  @Test
  void costsMayStandUnderTheirNames() {
    GymOptions two =
        wrong("info", "{'spill': 3, 'flood': 0.5}").withCosts(List.of("flood", "spill"));
    assertThat(step(two).cost()).containsExactly(0.5, 3, 0.5, 3);
  }

  @Test
  void vectorsWithoutASpaceAreTakenWhereTheirComponentsAreNamed() {
    GymOptions two =
        wrong("reward", "np.array([1.0, 2.0])")
            .withSignals(SignalNames.DEFAULT.withObjectives(List.of("supply (m3)", "spill")));
    assertThat(step(two).reward()).containsExactly(1, 2, 1, 2);
    SignalNames one = SignalNames.DEFAULT.withObjectives(List.of("supply"));
    assertThat(step(wrong("reward", "np.array([4.0])").withSignals(one)).reward())
        .containsExactly(4, 4);
    assertThat(step(wrong("reward", "4.0").withSignals(one)).reward()).containsExactly(4, 4);
    refuses(
        wrong("reward", "np.array([1.0, 2.0])").withSignals(one),
        "The reward has shape (2,), but environment.objectives names 1.");
    refuses(
        two.withKwargs(Map.of("what", "reward", "by", "1.0")),
        "The reward has shape (), but environment.objectives names 2.");
  }
}
