/**
 * What every algorithm here is: {@link org.morl4j.agents.Algorithm}, an update and the named parts
 * it trains, in a {@link org.morl4j.agents.GradientLearner}, which does all the rest. The
 * algorithms are in rooms by how they are fed: {@code onpolicy}, {@code offpolicy}, {@code
 * discrete}. What they share is in {@code part} (critics, actors, temperature), {@code value}
 * (value heads) and {@code policy} (what acts).
 */
@NullMarked
package org.morl4j.agents;

import org.jspecify.annotations.NullMarked;
