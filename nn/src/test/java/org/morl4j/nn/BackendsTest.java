package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;

class BackendsTest {
  @Test
  void names() {
    assertThat(Backends.names()).containsExactly("fused", "nd4j");
    assertThat(Backends.named("fused").name()).isEqualTo(Setup.DEFAULT_BACKEND);
    assertThat(Backends.named("nd4j").kernel()).startsWith("ND4J ");
    assertThat(Backends.named("fused").kernel()).isEqualTo(Networks.kernel());
  }

  @Test
  void refusesOthersByName() {
    assertThatThrownBy(() -> Backends.named("fusde"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "execution.backend is \"fusde\", but must be one of fused, nd4j. Maybe you meant fused.");
  }

  /** What {@link #fusedLoadsNoNd4jClass} runs in a process of its own. */
  static final class FusedAlone {
    private FusedAlone() {}

    public static void main(String[] arguments) {
      NetworkSpec net = NetworkSpec.mlp(3, List.of(4), Activation.GELU, true, 2);
      Backend backend = Backends.named("fused");
      Trainable trainable =
          backend.trainable(
              TrainableSpec.of(net).withFree(new float[1]).withTarget(true), new Rng(1));
      trainable.network(0).forward(new float[3], 1);
      trainable.network(0).backward(new float[2], trainable.gradient(0), 0, new float[3]);
      trainable.clip(0, 1);
      trainable.step(0, 0.1);
      trainable.track(0.5);
      trainable.target(0).forward(new float[3], 1);
      System.out.println("trained on " + backend.kernel());
    }
  }

  @Test
  void fusedLoadsNoNd4jClass() throws IOException, InterruptedException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                classes,
                FusedAlone.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("trained on ").contains(FusedNetwork.class.getName() + " ");
    assertThat(out.lines().filter(line -> line.contains(" org.nd4j.") || line.contains("Nd4jNet")))
        .as("classes of ND4J or that need it")
        .isEmpty();
  }
}
