/**
 * The one training loop, and what measures a policy ({@link org.morl4j.core.train.Evaluator}) and
 * its critics ({@link org.morl4j.core.train.BiasProbe}) over whole episodes. Who asks what a policy
 * returns asks a {@link org.morl4j.core.train.ReturnEstimator}; what critics expect of a policy
 * where recorded episodes begin are its {@link org.morl4j.core.train.InitialValues}. While nobody
 * acts a {@link org.morl4j.core.train.DataClock} tells the criterion: {@link
 * org.morl4j.core.train.ExpectedReturns}, of {@link org.morl4j.core.train.DataEpisodes}; both come
 * to returns of episodes by {@link org.morl4j.core.train.EpisodeUnits}.
 */
@NullMarked
package org.morl4j.core.train;

import org.jspecify.annotations.NullMarked;
