package org.morl4j.envs;

import org.morl4j.core.env.Environment;

/**
 * What makes a user's own Java environment available as {@code java:NAME}: implement it, name the
 * class in {@code META-INF/services/org.morl4j.envs.EnvironmentProvider} and name the jar by {@code
 * --plugins}, or put it on the class path. {@code examples/own-environment} is one to copy.
 */
public interface EnvironmentProvider {
  /** The name after {@code java:}: letters, digits, dots, dashes and underscores. */
  String name();

  /** A new environment; called once a row. */
  Environment create();
}
