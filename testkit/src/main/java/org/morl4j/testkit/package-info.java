/**
 * What the other modules test with: {@link org.morl4j.testkit.LearnerContract} for algorithms, tiny
 * environments ({@link org.morl4j.testkit.Corridor}, those with known returns {@link
 * org.morl4j.testkit.Lifetime}, {@link org.morl4j.testkit.NoisyArms} and {@link
 * org.morl4j.testkit.TwoBets}, and odd ones: {@link org.morl4j.testkit.Wild}, {@link
 * org.morl4j.testkit.Unsaved}, {@link org.morl4j.testkit.Scaled}), policy surfaces with known steps
 * ({@link org.morl4j.testkit.QuadraticSurface}, {@link org.morl4j.testkit.PlaneOptimum}) and
 * reference implementations written for reading. Core's own tests that need an environment live in
 * this module too, since core can't see it.
 */
@NullMarked
package org.morl4j.testkit;

import org.jspecify.annotations.NullMarked;
