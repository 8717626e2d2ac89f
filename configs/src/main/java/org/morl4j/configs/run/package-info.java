/**
 * Runs: {@link org.morl4j.configs.run.Run} trains and resumes, {@link
 * org.morl4j.configs.run.RunFolder} is what it leaves. What a run is made of: {@link
 * org.morl4j.configs.run.RunFit} asks whether a config fits, {@link
 * org.morl4j.configs.run.EnvProbe} what the environment is, RunData what it learns from, {@link
 * org.morl4j.configs.run.RunLock} keeps others out, {@link org.morl4j.configs.run.RunSearch} wires
 * the search, {@link org.morl4j.configs.run.RunRecord} tells what it was and how it ended.
 */
@NullMarked
package org.morl4j.configs.run;

import org.jspecify.annotations.NullMarked;
