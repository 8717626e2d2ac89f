package org.morl4j.agents.policy;

import org.morl4j.core.learn.Policy;

/** A learner's policy, which changes with its parameters. */
public interface LivePolicy extends Policy {
  /** A frozen copy, for anyone. */
  LivePolicy copy();
}
