/** What others bring along, found by the {@link java.util.ServiceLoader}. */
@NullMarked
package org.morl4j.core.plugin;

import org.jspecify.annotations.NullMarked;
