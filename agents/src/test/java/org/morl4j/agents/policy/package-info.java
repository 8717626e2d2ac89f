/** Tests of policies and running moments. */
@NullMarked
package org.morl4j.agents.policy;

import org.jspecify.annotations.NullMarked;
