package org.morl4j.configs.bench;

import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;

/**
 * What the runs on a data set take, whoever made it.
 *
 * @param data recorded transitions, perhaps still to be recorded
 * @param environment what policies are measured in
 */
record Input(DataConfig data, EnvironmentConfig environment) {}
