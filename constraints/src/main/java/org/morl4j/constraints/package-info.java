/**
 * The constraint layer: mixers and handlers that together make a {@link
 * org.morl4j.core.constraint.Criterion}; the trust-region step {@link
 * org.morl4j.constraints.NaturalGradient}, and what such steps are made of, {@link
 * org.morl4j.constraints.ConjugateGradient} and {@link org.morl4j.constraints.Backtracking}. Pure
 * Java on arrays; no agent is named here.
 */
@NullMarked
package org.morl4j.constraints;

import org.jspecify.annotations.NullMarked;
