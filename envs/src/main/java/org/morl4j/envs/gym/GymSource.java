package org.morl4j.envs.gym;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.envs.EnvironmentRequest;
import org.morl4j.envs.EnvironmentSource;

/** {@code gymnasium:ID}, {@code safety-gymnasium:ID} and {@code python:MODULE:CLASS}. */
public final class GymSource implements EnvironmentSource {
  @Override
  public List<String> prefixes() {
    return GymOptions.PROVIDERS;
  }

  @Override
  public Set<Setting> takes() {
    return EnumSet.allOf(Setting.class);
  }

  @Override
  public VectorEnv open(EnvironmentRequest request, int rows) {
    return GymVectorEnv.open(
        GymOptions.of(request.id())
            .withKwargs(request.kwargs())
            .withMaxEpisodeSteps(request.timeLimit())
            .withWorkers(Math.min(request.workers(), rows))
            .withSignals(request.signals())
            .withPythonPath(request.pythonPath()),
        rows);
  }

  /** Gymnasium's environments draw only if their constructor is told how. */
  @Override
  public EnvironmentRequest toDraw(EnvironmentRequest request) {
    Map<String, Object> kwargs = new LinkedHashMap<>(request.kwargs());
    kwargs.putIfAbsent("render_mode", "rgb_array");
    return new EnvironmentRequest(
        request.id(),
        request.timeLimit(),
        kwargs,
        request.workers(),
        request.pythonPath(),
        request.signals());
  }

  @Override
  public List<IdForm> forms() {
    return List.of(
        new IdForm("gymnasium:ID", "as the environment's reward"),
        new IdForm("python:MODULE:CLASS", "as the environment's reward"));
  }
}
