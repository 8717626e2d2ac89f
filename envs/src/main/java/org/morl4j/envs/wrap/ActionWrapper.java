package org.morl4j.envs.wrap;

import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Box;

/** What clipping and rescaling share: a buffer of actions, changed before they are handed on. */
final class ActionWrapper implements EnvWrapper {
  /** Writes what the environment gets for component {@code j} of an action. */
  @FunctionalInterface
  interface Change {
    double apply(double act, int j);
  }

  private final VectorEnv env;
  private final EnvSpec spec;
  private final Change change;
  private final double[] changed;
  private final int actSize;

  ActionWrapper(VectorEnv env, EnvSpec spec, Change change) {
    this.env = env;
    this.spec = spec;
    this.change = change;
    this.actSize = spec.actionSpace().size();
    this.changed = new double[env.size() * actSize];
  }

  /** The action space, where it is a Box, as {@code wrapper} needs it. */
  static Box box(String wrapper, VectorEnv env) {
    if (env.spec().actionSpace() instanceof Box box) {
      return box;
    }
    throw new IllegalArgumentException(
        "%s needs a Box of actions, but %s has %s. Maybe leave the wrapper out."
            .formatted(wrapper, env.spec().id(), env.spec().actionSpace()));
  }

  /** The action space, where it is a Box with finite bounds, as {@code wrapper} needs it. */
  static Box boundedBox(String wrapper, VectorEnv env) {
    if (env.spec().actionSpace() instanceof Box box && box.isBounded()) {
      return box;
    }
    throw new IllegalArgumentException(
        wrapper
            + " needs a Box of actions with finite bounds, but "
            + env.spec().id()
            + " has "
            + env.spec().actionSpace()
            + ". Maybe leave the wrapper out.");
  }

  @Override
  public VectorEnv inner() {
    return env;
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public VectorStep step(double[] act) {
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(act[i], i % actSize);
    }
    return env.step(changed);
  }
}
