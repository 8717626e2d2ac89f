/** Jars that users bring along: loaded, checked, copied into run folders and found there again. */
@NullMarked
package org.morl4j.configs.plugin;

import org.jspecify.annotations.NullMarked;
