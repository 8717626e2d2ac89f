package org.morl4j.core.constraint;

import org.morl4j.core.check.Vec;

/**
 * What one whole episode brought.
 *
 * @param discounted sum_t gamma^t x_t by the measurer's gamma, per signal [S]
 * @param sum sum_t x_t per signal [S]
 * @param length its steps, at least 1
 */
public record Episode(Vec discounted, Vec sum, int length) {}
