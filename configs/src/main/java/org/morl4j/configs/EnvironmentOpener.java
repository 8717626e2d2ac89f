package org.morl4j.configs;

import java.util.function.Supplier;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.envs.wrap.TimeLimit;

/**
 * What opens a run's environment: its id, or a program that hands it in. Time limit and wrappers
 * are the config's either way.
 */
@FunctionalInterface
public interface EnvironmentOpener {
  /** By the id, as {@link Environments#open}. */
  EnvironmentOpener BY_ID =
      new EnvironmentOpener() {
        @Override
        public VectorEnv open(RunConfig.EnvironmentConfig config, int rows) {
          return Environments.open(config, rows);
        }

        @Override
        public VectorEnv openToDraw(RunConfig.EnvironmentConfig config, int rows) {
          return Environments.openToDraw(config, rows);
        }
      };

  /**
   * Opens {@code rows} copies of the environment with its wrappers.
   *
   * @throws IllegalArgumentException if there is none, or a wrapper does not fit
   */
  VectorEnv open(RunConfig.EnvironmentConfig config, int rows);

  /** The same with {@link VectorEnv#render} to be called, which some must be told when opened. */
  default VectorEnv openToDraw(RunConfig.EnvironmentConfig config, int rows) {
    return open(config, rows);
  }

  /**
   * By a program's own environments, whatever the id says.
   *
   * @param supplier of a new one each time; called once a row, from several threads
   */
  static EnvironmentOpener of(Supplier<? extends Environment> supplier) {
    return (config, rows) -> {
      int limit = config.settings().timeLimit();
      return Environments.wrapped(
          config,
          VectorEnv.of(
              () -> limit == 0 ? supplier.get() : TimeLimit.of(supplier.get(), limit), rows));
    };
  }
}
