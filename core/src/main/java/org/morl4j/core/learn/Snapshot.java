package org.morl4j.core.learn;

import org.morl4j.core.state.State;

/**
 * A frozen learner: its policy, and the state another learner of the same kind can start from.
 *
 * @param policy acts as the learner did
 * @param state networks and normalisers, without optimiser state
 */
public record Snapshot(Policy policy, State state) {}
