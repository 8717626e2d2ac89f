package org.morl4j.testkit;

import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;

/** An environment whose state can't be saved, around one whose state can: it must be replayed. */
public final class Unsaved implements Environment {
  private final Environment env;

  public Unsaved(Environment env) {
    this.env = env;
  }

  @Override
  public EnvSpec spec() {
    return env.spec();
  }

  @Override
  public double[] reset(long seed) {
    return env.reset(seed);
  }

  @Override
  public Step step(double[] act) {
    return env.step(act);
  }

  @Override
  public void close() {
    env.close();
  }
}
