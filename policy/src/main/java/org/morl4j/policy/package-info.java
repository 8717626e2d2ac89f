/**
 * Policies on disk: {@link org.morl4j.policy.Policies} loads what a run has saved, {@link
 * org.morl4j.policy.SavedPolicy} acts. {@link org.morl4j.policy.PolicyFormat} is how one kind of
 * policy stands there, {@link org.morl4j.policy.PartJson} and {@link org.morl4j.policy.SpaceJson}
 * what they are made of. Nothing here needs a native library: without one networks run in plain
 * Java.
 */
@NullMarked
package org.morl4j.policy;

import org.jspecify.annotations.NullMarked;
