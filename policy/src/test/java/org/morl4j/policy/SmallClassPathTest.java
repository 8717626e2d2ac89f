package org.morl4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/** A Java service needs this artifact and a few small jars: no native library, no ND4J. */
class SmallClassPathTest {
  /** What the artifact brings at run time, beside the classes of this build's own modules. */
  private static final List<String> JARS =
      List.of("jackson-core", "jackson-databind", "jackson-annotations", "slf4j-api", "jspecify");

  private static final List<String> MODULES =
      List.of("core", "nn", "constraints", "agents", "policy");

  @TempDir Path temp;

  /** A service: loads a policy and acts in a process of its own. */
  static final class Service {
    private Service() {}

    public static void main(String[] arguments) throws IOException {
      SavedPolicy policy = Policies.load(Path.of(arguments[0]));
      double[] obs = {0.25, -0.5, 1};
      System.out.println("best " + Arrays.toString(policy.act(obs)));
      System.out.println("under " + Arrays.toString(policy.act(obs, new double[] {0.25, 0.75})));
      SavedPolicy sampled = policy.sampled(7);
      System.out.println("drawn " + Arrays.toString(sampled.act(obs)));
      System.out.println("drawn " + Arrays.toString(sampled.act(obs)));
    }
  }

  /** A policy conditioned on a preference of two weights, measured under (0.5, 0.5). */
  private SavedPolicy saved() throws IOException {
    Box observations = Box.of(3, -1, 1, Dtype.FLOAT32);
    Box actions = Box.of(2, -2, 2, Dtype.FLOAT32);
    HeadOptions head = HeadOptions.DEFAULT.withGaussian(HeadOptions.Gaussian.SQUASHED);
    int[] hidden = {16, 16};
    int outputs = ActionHead.of(actions, head).outputs();
    NetworkSpec spec = NetworkSpec.mlp(3 + 2, hidden, Activation.TANH, outputs, 1);
    NetworkPolicy policy =
        new NetworkPolicy(observations, actions, 2, head, Networks.create(spec, new Rng(3)), false);
    PolicyScore score =
        new PolicyScore(List.of("a", "b"), Vec.of(1, 2), Vec.of(0.5, 0.5), Mode.EXPLORE);
    Policies.save(temp.resolve("policy"), policy, score);
    return Policies.load(temp.resolve("policy"));
  }

  /** The entries of this process's class path that are part of the artifact, and this test. */
  private static List<String> classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator)).filter(SmallClassPathTest::kept).toList();
  }

  private static boolean kept(String entry) {
    String path = entry.replace('\\', '/');
    return JARS.stream().anyMatch(jar -> path.matches(".*/" + jar + "-[0-9.]+\\.jar"))
        || MODULES.stream()
            .anyMatch(
                module ->
                    path.endsWith("/" + module + "/target/classes")
                        || path.matches(".*/morl4j-" + module + "-[^/]*\\.jar"))
        || path.endsWith("/policy/target/test-classes");
  }

  @Test
  void aServiceActsWithoutNativeLibraries() throws IOException, InterruptedException {
    SavedPolicy here = saved();
    List<String> entries = classPath();
    assertThat(entries).as("class path").hasSize(JARS.size() + MODULES.size() + 1);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + temp.resolve("classes.log"),
                "-cp",
                String.join(File.pathSeparator, entries),
                Service.class.getName(),
                temp.resolve("policy").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    double[] obs = {0.25, -0.5, 1};
    SavedPolicy sampled = here.sampled(7);
    assertThat(out.lines().filter(line -> !line.startsWith("SLF4J")))
        .containsExactly(
            "best " + Arrays.toString(here.act(obs)),
            "under " + Arrays.toString(here.act(obs, new double[] {0.25, 0.75})),
            "drawn " + Arrays.toString(sampled.act(obs)),
            "drawn " + Arrays.toString(sampled.act(obs)));
    assertThat(java.nio.file.Files.readString(temp.resolve("classes.log")))
        .contains(SavedPolicy.class.getName())
        .doesNotContain("org.nd4j", "org.bytedeco", "org.deeplearning4j");
  }

  @Test
  void sampledActionsVaryAndRepeatWithTheirSeed() throws IOException {
    SavedPolicy policy = saved();
    double[] obs = {0, 0, 0};
    SavedPolicy one = policy.sampled(1);
    double[] first = one.act(obs);
    assertThat(one.act(obs)).isNotEqualTo(first);
    assertThat(policy.sampled(1).act(obs)).isEqualTo(first);
    assertThat(policy.sampled(2).act(obs)).isNotEqualTo(first);
    assertThat(policy.act(obs)).isEqualTo(policy.act(obs));
  }
}
