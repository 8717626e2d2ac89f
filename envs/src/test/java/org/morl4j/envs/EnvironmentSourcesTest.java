package org.morl4j.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;

class EnvironmentSourcesTest {
  /** A source of one's own, named in META-INF/services of the test resources; takes workers. */
  public static final class Tide implements EnvironmentSource {
    @Override
    public List<String> prefixes() {
      return List.of("tide");
    }

    @Override
    public Set<Setting> takes() {
      return Set.of(Setting.WORKERS);
    }

    @Override
    public VectorEnv open(EnvironmentRequest request, int rows) {
      return VectorEnv.of(() -> NativeEnvs.create(request.name()), rows * request.workers());
    }
  }

  private static EnvironmentRequest request(String id, int workers, List<String> costs) {
    return new EnvironmentRequest(
        id, 0, Map.of(), workers, List.of(), SignalNames.DEFAULT.withCosts(costs));
  }

  @Test
  void thePrefixChoosesTheSource() {
    try (VectorEnv env = EnvironmentSources.open(EnvironmentRequest.of("native:CartPole-v1"), 3)) {
      assertThat(env.size()).isEqualTo(3);
      assertThat(env.spec().horizon()).isEqualTo(500);
    }
    try (VectorEnv env = EnvironmentSources.open(EnvironmentRequest.of("java:reef"), 1)) {
      assertThat(env.spec().id()).isEqualTo("native:deep-sea-treasure-v0");
    }
    try (VectorEnv env = EnvironmentSources.open(request("tide:CartPole-v1", 2, List.of()), 3)) {
      assertThat(env.size()).isEqualTo(6);
    }
  }

  @Test
  void theTimeLimitReplacesTheRegisteredOne() {
    EnvironmentRequest limited =
        new EnvironmentRequest(
            "native:CartPole-v1", 7, Map.of(), 0, List.of(), SignalNames.DEFAULT);
    try (VectorEnv env = EnvironmentSources.open(limited, 1)) {
      assertThat(env.spec().horizon()).isEqualTo(7);
    }
  }

  @Test
  void aSettingThatTheSourceDoesNotTakeIsRefused() {
    assertThatThrownBy(
            () -> EnvironmentSources.open(request("tide:CartPole-v1", 2, List.of("toll")), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment.costs is set, but tide:CartPole-v1 takes none. Maybe leave it out, or"
                + " name a gymnasium: environment.");
    assertThatThrownBy(() -> EnvironmentSources.open(request("java:reef", 2, List.of()), 1))
        .hasMessageContaining("environment.workers is set, but java:reef takes none.");
  }

  @Test
  void unknownPrefixesAreRefusedWithAllThereAre() {
    assertThatThrownBy(() -> EnvironmentSources.open(EnvironmentRequest.of("nativ:a"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("environment.id is \"nativ:a\", but must start with one of ")
        .hasMessageContaining("native, java, gymnasium, safety-gymnasium, python")
        .hasMessageEndingWith(" and a colon. Maybe you meant native.");
  }

  @Test
  void whatCanBeListedIs() {
    List<String> ids =
        EnvironmentSources.all().stream()
            .flatMap(source -> source.known().stream())
            .map(EnvSpec::id)
            .toList();
    // The reef of the tests is a sea, which tells its own id.
    assertThat(ids).hasSize(NativeEnvs.names().size() + ProvidedEnvs.names().size());
    assertThat(ids).contains("native:Pendulum-v1");
  }

  @Test
  void anIdHasAPrefixUpToItsFirstColon() {
    EnvironmentRequest request = EnvironmentRequest.of("python:my_module:MyClass");
    assertThat(request.prefix()).isEqualTo("python");
    assertThat(request.name()).isEqualTo("my_module:MyClass");
    assertThat(EnvironmentRequest.of("CartPole-v1").prefix()).isEmpty();
    assertThat(EnvironmentRequest.of("CartPole-v1").name()).isEqualTo("CartPole-v1");
  }
}
