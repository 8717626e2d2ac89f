/**
 * Constrained tasks of one state and one step whose optimum and Lagrange multipliers are known in
 * closed form: {@link org.morl4j.envs.bandit.ConstrainedBandit} with discrete actions, {@link
 * org.morl4j.envs.bandit.ConstrainedPoint} with continuous ones. They are ours, not ports.
 */
@NullMarked
package org.morl4j.envs.bandit;

import org.jspecify.annotations.NullMarked;
