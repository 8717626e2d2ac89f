/**
 * Several runs as one: {@link org.morl4j.configs.set.RunSet} holds a folder of named runs, trains
 * them side by side and goes on after a kill; {@link org.morl4j.configs.set.Sweep} makes the runs
 * of a grid or of a random search from {@link org.morl4j.configs.set.Vary}s.
 */
@NullMarked
package org.morl4j.configs.set;

import org.jspecify.annotations.NullMarked;
