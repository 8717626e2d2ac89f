/** Side-by-side runs against the peers; each is started by a script under benchmarks/python. */
@NullMarked
package org.morl4j.benchmarks;

import org.jspecify.annotations.NullMarked;
