package example.reservoir;

import org.morl4j.core.env.Environment;
import org.morl4j.envs.EnvironmentProvider;

/** Makes {@link Reservoir} known as {@code java:reservoir}. */
public final class ReservoirProvider implements EnvironmentProvider {
  @Override
  public String name() {
    return "reservoir";
  }

  @Override
  public Environment create() {
    return new Reservoir();
  }
}
