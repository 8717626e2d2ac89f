@NullMarked
package org.morl4j.cli.bench;

import org.jspecify.annotations.NullMarked;
