/** Tests of the report: its reader, its escaping, its structure, and how it looks to a browser. */
@NullMarked
package org.morl4j.cli.report;

import org.jspecify.annotations.NullMarked;
