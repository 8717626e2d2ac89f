/** CSV files with a header: {@link org.morl4j.cli.csv.Csv}. */
@NullMarked
package org.morl4j.cli.csv;

import org.jspecify.annotations.NullMarked;
