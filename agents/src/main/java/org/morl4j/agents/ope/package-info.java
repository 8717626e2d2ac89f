/**
 * Off-policy evaluation: what a policy would return, estimated from recorded data. {@link
 * org.morl4j.agents.ope.FittedQ} are the critics of one policy, {@link
 * org.morl4j.agents.ope.FittedQEstimator} asks them where episodes begin.
 */
@NullMarked
package org.morl4j.agents.ope;

import org.jspecify.annotations.NullMarked;
