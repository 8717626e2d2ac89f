/** Operators that several algorithms share, each with its source and a test of literal numbers. */
@NullMarked
package org.morl4j.agents.loss;

import org.jspecify.annotations.NullMarked;
