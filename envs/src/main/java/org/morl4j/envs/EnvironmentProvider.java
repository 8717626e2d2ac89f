package org.morl4j.envs;

import org.morl4j.core.env.Environment;

/**
 * What makes a user's own Java environment available as {@code java:NAME}: implement it, name the
 * class in {@code META-INF/services/org.morl4j.envs.EnvironmentProvider} and put the jar on the
 * class path.
 */
public interface EnvironmentProvider {
  /** The name after {@code java:}. */
  String name();

  /** A new environment; called once a row. */
  Environment create();
}
