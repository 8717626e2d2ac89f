/**
 * The roles that learn and act: {@link org.morl4j.core.learn.Learner}, {@link
 * org.morl4j.core.learn.Policy}, {@link org.morl4j.core.learn.Actor}, {@link
 * org.morl4j.core.learn.PolicyCritic}.
 */
@NullMarked
package org.morl4j.core.learn;

import org.jspecify.annotations.NullMarked;
