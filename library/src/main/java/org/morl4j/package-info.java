/**
 * Training from a Java program: {@link org.morl4j.Morl4j} begins it, {@link org.morl4j.Training}
 * says how, {@link org.morl4j.RunResult} is what it gave. Behind them stands the same run that the
 * command makes of a config; this package adds no training of its own.
 */
@NullMarked
package org.morl4j;

import org.jspecify.annotations.NullMarked;
