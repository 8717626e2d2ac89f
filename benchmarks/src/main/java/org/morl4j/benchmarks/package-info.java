/**
 * Side-by-side runs against the peers; each has its Python side under {@code benchmarks/python}.
 */
@NullMarked
package org.morl4j.benchmarks;

import org.jspecify.annotations.NullMarked;
