/** The Pareto archive: an immutable value of non-dominated policies with their measured returns. */
@NullMarked
package org.morl4j.pareto.archive;

import org.jspecify.annotations.NullMarked;
