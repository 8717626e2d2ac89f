/**
 * What a critic says of a return: a number, a Gaussian, probabilities of bins, or quantiles. {@link
 * org.morl4j.agents.value.ValueHead} is the one seam; its options are what a config names.
 */
@NullMarked
package org.morl4j.agents.value;

import org.jspecify.annotations.NullMarked;
