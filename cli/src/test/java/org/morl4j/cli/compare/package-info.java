@NullMarked
package org.morl4j.cli.compare;

import org.jspecify.annotations.NullMarked;
