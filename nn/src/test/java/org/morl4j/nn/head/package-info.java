/** Tests of the heads; {@link org.morl4j.nn.head.HeadCase} lists one of each with its formulas. */
@NullMarked
package org.morl4j.nn.head;

import org.jspecify.annotations.NullMarked;
