package org.morl4j.cli;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import picocli.CommandLine.Option;

/** A policy of a run's front: one of the two. */
final class PolicyChoice {
  @Option(names = "--policy", paramLabel = "ID", description = "its name in front.csv")
  @Nullable String policy;

  @Option(
      names = "--preference",
      paramLabel = "w,w,...",
      converter = VecConverter.class,
      description = "weights of the objectives: the policy that serves them best is taken")
  @Nullable Vec preference;
}
