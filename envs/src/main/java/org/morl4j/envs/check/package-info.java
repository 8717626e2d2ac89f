/** Whether an environment keeps its contract: {@link org.morl4j.envs.check.EnvironmentCheck}. */
@NullMarked
package org.morl4j.envs.check;

import org.jspecify.annotations.NullMarked;
