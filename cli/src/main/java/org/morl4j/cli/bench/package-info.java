/**
 * What benchmarks give: {@link org.morl4j.cli.bench.BenchRuns} and {@link
 * org.morl4j.cli.bench.JoinedCsv} read what runs and other libraries came to, {@link
 * org.morl4j.cli.bench.BenchTable} puts methods beside each other on each data set and over all,
 * {@link org.morl4j.cli.bench.Ranking} says which can be told apart; {@link
 * org.morl4j.cli.bench.ResultsCsv}, {@link org.morl4j.cli.bench.BenchCells} and {@link
 * org.morl4j.cli.bench.BenchPage} write it down.
 */
@NullMarked
package org.morl4j.cli.bench;

import org.jspecify.annotations.NullMarked;
