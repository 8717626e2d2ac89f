/** Episodes of a policy as CSV, as an animated GIF, and as a page to step through. */
@NullMarked
package org.morl4j.cli.play;

import org.jspecify.annotations.NullMarked;
