package org.morl4j.core.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a settings record may be: the one place that says so. {@link Check#allowed}
 * in the record's constructor, the reader of configs and their JSON Schema all go by it.
 *
 * <p>Bounds are of the number itself, or of each number in a list or a {@link Vec}; those left out
 * are none.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allowed {
  /** The least value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest value. */
  double max() default Double.POSITIVE_INFINITY;

  /** A value that it must exceed; instead of {@link #min}. */
  double above() default Double.NEGATIVE_INFINITY;

  /** A value that it must stay below; instead of {@link #max}. */
  double below() default Double.POSITIVE_INFINITY;

  /** Most entries of a list, a vector or a map. */
  int maxItems() default Integer.MAX_VALUE;

  /** Most characters of a string, or of each in a list. */
  int maxLength() default Integer.MAX_VALUE;
}
