/**
 * Benchmarks on recorded data: a {@link org.morl4j.configs.bench.Suite} names methods, data sets
 * and seeds; {@link org.morl4j.configs.bench.Bench} records what data is to be recorded and trains
 * each method on each data set with each seed, as one {@link org.morl4j.configs.set.RunSet}.
 */
@NullMarked
package org.morl4j.configs.bench;

import org.jspecify.annotations.NullMarked;
