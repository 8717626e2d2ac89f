/** Tests of the operators that several algorithms share. */
@NullMarked
package org.morl4j.agents.loss;

import org.jspecify.annotations.NullMarked;
