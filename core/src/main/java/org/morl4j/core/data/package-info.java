/**
 * What learners feed on. {@link org.morl4j.core.data.Signals} name the components, a {@link
 * org.morl4j.core.data.Batch} holds them; a {@link org.morl4j.core.data.RolloutBuffer} collects
 * batches on-policy, a {@link org.morl4j.core.data.TransitionSource} draws them: {@link
 * org.morl4j.core.data.ReplayBuffer}, {@link org.morl4j.core.data.MixedSource}, {@link
 * org.morl4j.core.data.UnionSource}; {@link org.morl4j.core.data.OnlineData} says which of these
 * recorded data and replay make. Recorded data is a {@link org.morl4j.core.data.Dataset}, several
 * of which are {@link org.morl4j.core.data.DataSets}, scored by {@link
 * org.morl4j.core.data.ReferenceScores} and changed by {@link org.morl4j.core.data.DataTransform}s,
 * of which EpisodeReturns serves those that need whole episodes; its episodes begin at {@link
 * org.morl4j.core.data.InitialStates}, and an {@link org.morl4j.core.data.ObsKey} finds where a row
 * goes on. Behind the replay buffer, ReplayLayout says what it holds, TransitionRing keeps and
 * draws the rows, TransitionRows lays out one, Shards and ReplayMemory say where it lies,
 * NStepWindows and Priorities what the names say. A {@link org.morl4j.core.data.NeighbourIndex} of
 * recorded rows is found through {@link org.morl4j.core.data.Neighbours}.
 */
@NullMarked
package org.morl4j.core.data;

import org.jspecify.annotations.NullMarked;
