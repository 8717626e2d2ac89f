/**
 * Agents for Box actions that learn from replay, made of {@link org.morl4j.agents.part}: {@link
 * org.morl4j.agents.offpolicy.Sac} and {@link org.morl4j.agents.offpolicy.Td3}, one file each.
 * {@link org.morl4j.agents.offpolicy.Tqc}, {@link org.morl4j.agents.offpolicy.Dsac}, {@link
 * org.morl4j.agents.offpolicy.DsacT}, {@link org.morl4j.agents.offpolicy.Redq} and {@link
 * org.morl4j.agents.offpolicy.OffPolicyMdpo} are settings of SAC.
 */
@NullMarked
package org.morl4j.agents.offpolicy;

import org.jspecify.annotations.NullMarked;
