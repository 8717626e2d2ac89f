/**
 * Runs: {@link org.morl4j.configs.run.Run} trains and resumes, {@link
 * org.morl4j.configs.run.RunFolder} is what it leaves.
 */
@NullMarked
package org.morl4j.configs.run;

import org.jspecify.annotations.NullMarked;
