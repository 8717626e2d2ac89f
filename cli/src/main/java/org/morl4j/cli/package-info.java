/**
 * The {@code morl4j} command. {@link org.morl4j.cli.Main} has the list of subcommands, one small
 * class each; results go to standard output, everything else to standard error. {@code Runs} is
 * what they ask of the run engine, {@code Failures} turns exceptions into one line and an exit
 * code.
 */
@NullMarked
package org.morl4j.cli;

import org.jspecify.annotations.NullMarked;
