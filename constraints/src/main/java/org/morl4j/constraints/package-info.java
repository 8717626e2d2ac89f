/**
 * The constraint layer: mixers and handlers that together make a {@link
 * org.morl4j.core.constraint.Criterion}. Pure Java on arrays; no agent is named here.
 */
@NullMarked
package org.morl4j.constraints;

import org.jspecify.annotations.NullMarked;
