/** Policies on disk: {@link org.morl4j.configs.policy.Policies} loads what a run has saved. */
@NullMarked
package org.morl4j.configs.policy;

import org.jspecify.annotations.NullMarked;
