package org.morl4j.core.constraint;

import org.morl4j.core.check.Vec;

/**
 * Measured returns J of a policy, over whole episodes.
 *
 * @param mean per signal, discounted by the measurer's gamma [S]
 * @param standardError of the mean per signal; 0 for a single episode [S]
 * @param discountedLength H: mean over episodes of sum_t gamma^t, per signal [S]
 * @param episodes how many
 * @param length mean steps of an episode
 */
public record Returns(
    Vec mean, Vec standardError, Vec discountedLength, int episodes, double length) {}
