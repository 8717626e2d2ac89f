/**
 * NumPy's generators, ported so that a seed gives the same draws as in Gymnasium: {@link
 * org.morl4j.envs.numpy.SeedSequence} turns the seed into {@link org.morl4j.envs.numpy.Pcg64}'s
 * state, and {@link org.morl4j.envs.numpy.NumpyGenerator} draws from it. {@link
 * org.morl4j.envs.numpy.NumpyRandomState} is the older, global generator.
 */
@NullMarked
package org.morl4j.envs.numpy;

import org.jspecify.annotations.NullMarked;
