/**
 * Action distributions: what turns a row of network outputs into an action, its log-probability,
 * entropy, divergence and Fisher information, with their gradients.
 *
 * <p>{@link org.morl4j.nn.head.ActionHead} is the one seam, {@link org.morl4j.nn.head.HeadOptions}
 * its settings; {@link org.morl4j.nn.head.Categorical}, {@link
 * org.morl4j.nn.head.MultiCategorical}, {@link org.morl4j.nn.head.Bernoulli}, {@link
 * org.morl4j.nn.head.DiagonalGaussian} and {@link org.morl4j.nn.head.SquashedGaussian} are the
 * kinds. Arrays in, arrays out: nothing here knows networks.
 */
@NullMarked
package org.morl4j.nn.head;

import org.jspecify.annotations.NullMarked;
