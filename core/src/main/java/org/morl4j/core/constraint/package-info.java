/**
 * How signal components turn into one learning signal: {@link
 * org.morl4j.core.constraint.Criterion}. Implementations live in the constraints module.
 */
@NullMarked
package org.morl4j.core.constraint;

import org.jspecify.annotations.NullMarked;
