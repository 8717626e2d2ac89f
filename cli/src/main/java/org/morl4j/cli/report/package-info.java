/**
 * The HTML report of a run.
 *
 * <p>{@link org.morl4j.cli.report.HtmlReport} is the way in. {@code RunFiles} reads the files into
 * the values of {@code RunReport} through {@code JsonValue}, which remembers where each value
 * stood; {@code Sections} turns them into HTML, {@code ChartData} into the JSON that the page's
 * scripts draw, and {@code Page} puts both, the style and the scripts into one file. {@code Escape}
 * is the only place where text of a run becomes text of a page.
 */
@NullMarked
package org.morl4j.cli.report;

import org.jspecify.annotations.NullMarked;
