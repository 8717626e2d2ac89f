package org.morl4j.policy;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.space.Space;
import org.morl4j.nn.Network;

/**
 * What goes into a saved policy and comes out of it.
 *
 * @param preferences weights of the preference it is conditioned on; 0 for none
 * @param network the one network it is, or null where it is several
 */
record PolicyShape(
    Space observationSpace, Space actionSpace, int preferences, @Nullable Network network) {}
