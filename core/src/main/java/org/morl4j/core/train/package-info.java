/**
 * The one training loop, and what measures a policy ({@link org.morl4j.core.train.Evaluator}) and
 * its critics ({@link org.morl4j.core.train.BiasProbe}) over whole episodes.
 */
@NullMarked
package org.morl4j.core.train;

import org.jspecify.annotations.NullMarked;
