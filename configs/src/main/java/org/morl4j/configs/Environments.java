package org.morl4j.configs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig.Settings;
import org.morl4j.configs.RunConfig.WrapperConfig;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Box;
import org.morl4j.envs.NativeEnvs;
import org.morl4j.envs.ProvidedEnvs;
import org.morl4j.envs.gym.GymOptions;
import org.morl4j.envs.gym.GymVectorEnv;
import org.morl4j.envs.wrap.ClipAction;
import org.morl4j.envs.wrap.LinearReward;
import org.morl4j.envs.wrap.RescaleAction;
import org.morl4j.envs.wrap.RewardScale;
import org.morl4j.envs.wrap.StockObservation;
import org.morl4j.envs.wrap.TimeLimit;

/** Opens environments by id: {@code native:}, {@code java:}, {@code gymnasium:}. */
public final class Environments {
  private static final List<String> PROVIDERS =
      List.of("native", "java", "gymnasium", "safety-gymnasium");

  private Environments() {}

  /**
   * Opens {@code rows} copies of an environment with its wrappers.
   *
   * @throws IllegalArgumentException if the id is unknown or a wrapper does not fit
   * @throws org.morl4j.core.env.EnvException if a Python environment can't be opened
   */
  public static VectorEnv open(EnvironmentConfig config, int rows) {
    VectorEnv env = plain(config, rows);
    try {
      for (WrapperConfig wrapper : config.settings().wrappers()) {
        env = wrap(env, wrapper);
      }
      return env;
    } catch (RuntimeException e) {
      env.close();
      throw e;
    }
  }

  /** The environments that need nothing but this library and the class path. */
  public static List<EnvSpec> known() {
    List<EnvSpec> specs = new ArrayList<>();
    for (String name : NativeEnvs.names()) {
      specs.add(spec(NativeEnvs.create(name)));
    }
    for (String name : ProvidedEnvs.names()) {
      specs.add(spec(ProvidedEnvs.create(name)));
    }
    return specs;
  }

  private static EnvSpec spec(Environment env) {
    try (env) {
      return env.spec();
    }
  }

  private static VectorEnv plain(EnvironmentConfig config, int rows) {
    int colon = config.id().indexOf(':');
    String provider = colon < 0 ? "" : config.id().substring(0, colon);
    String name = config.id().substring(colon + 1);
    Settings settings = config.settings();
    if (provider.equals("native")) {
      known(config, provider, name, NativeEnvs.names());
    } else if (provider.equals("java")) {
      known(config, provider, name, ProvidedEnvs.names());
    }
    return switch (provider) {
      case "native" -> VectorEnv.of(() -> limited(NativeEnvs.create(name), settings), rows);
      case "java" -> VectorEnv.of(() -> limited(ProvidedEnvs.create(name), settings), rows);
      case "gymnasium", "safety-gymnasium" -> gymnasium(config, rows);
      default ->
          throw new IllegalArgumentException(
              "environment.id is \""
                  + config.id()
                  + "\", but must start with one of "
                  + String.join(", ", PROVIDERS)
                  + " and a colon."
                  + (colon < 0
                      ? " Maybe you meant native:" + name + "."
                      : Check.maybe(provider, PROVIDERS)));
    };
  }

  private static void known(
      EnvironmentConfig config, String provider, String name, Collection<String> names) {
    if (names.contains(name)) {
      return;
    }
    throw new IllegalArgumentException(
        "environment.id is \""
            + config.id()
            + "\", but must be "
            + provider
            + ": and "
            + (names.isEmpty()
                ? "the name of an environment that a provider on the class path offers, of which"
                    + " there are none."
                : "one of " + String.join(", ", names) + "." + Check.maybe(name, names)));
  }

  private static Environment limited(Environment env, Settings settings) {
    refuse("kwargs", settings.kwargs().isEmpty(), env);
    refuse("costs", settings.costs().isEmpty(), env);
    refuse("workers", settings.workers() == 0, env);
    return settings.timeLimit() == 0 ? env : TimeLimit.of(env, settings.timeLimit());
  }

  private static void refuse(String setting, boolean unset, Environment env) {
    if (!unset) {
      throw new IllegalArgumentException(
          "environment."
              + setting
              + " is for Gymnasium environments, but "
              + env.spec().id()
              + " takes none. Maybe leave it out, or name a gymnasium: environment.");
    }
  }

  private static VectorEnv gymnasium(EnvironmentConfig config, int rows) {
    Settings settings = config.settings();
    return GymVectorEnv.open(
        GymOptions.of(config.id())
            .withKwargs(settings.kwargs())
            .withMaxEpisodeSteps(settings.timeLimit())
            .withWorkers(Math.min(settings.workers(), rows))
            .withCosts(settings.costs()),
        rows);
  }

  private static VectorEnv wrap(VectorEnv env, WrapperConfig wrapper) {
    if (wrapper instanceof WrapperConfig.ClipAction) {
      return env.spec().actionSpace() instanceof Box ? ClipAction.of(env) : env;
    }
    if (wrapper instanceof WrapperConfig.RescaleAction) {
      return RescaleAction.of(env);
    }
    if (wrapper instanceof WrapperConfig.LinearReward linear) {
      return LinearReward.of(env, linear.weights());
    }
    if (wrapper instanceof WrapperConfig.Stock stock) {
      return StockObservation.of(env, stock.gamma(), stock.low(), stock.high());
    }
    return RewardScale.of(env, ((WrapperConfig.RewardScale) wrapper).scale());
  }
}
