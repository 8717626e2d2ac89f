/** Where losses and statistics go: CSV and TensorBoard files. */
@NullMarked
package org.morl4j.core.metrics;

import org.jspecify.annotations.NullMarked;
