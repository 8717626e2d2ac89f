/**
 * Side-by-side runs against the peers. Each program here answers commands of a Python script under
 * {@code benchmarks/python}, which runs the peer in turn and prints ratios; see
 * benchmarks/README.md.
 */
@NullMarked
package org.morl4j.benchmarks;

import org.jspecify.annotations.NullMarked;
