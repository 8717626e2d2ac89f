/**
 * What the other modules test with: {@link org.morl4j.testkit.LearnerContract} for algorithms, tiny
 * environments ({@link org.morl4j.testkit.Corridor} and its odd relatives {@link
 * org.morl4j.testkit.Wild} and {@link org.morl4j.testkit.Unsaved}) and reference implementations
 * written for reading. Core's own tests that need an environment live in this module too, since
 * core can't see it.
 */
@NullMarked
package org.morl4j.testkit;

import org.jspecify.annotations.NullMarked;
