package org.morl4j.configs.bench;

import org.morl4j.configs.set.NamedRun;

/** One run of a benchmark: a method that learns from a data set with a seed. */
public record SuiteRun(String method, String dataset, NamedRun run) {}
