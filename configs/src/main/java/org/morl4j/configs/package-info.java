/**
 * Run configs and what they stand for: {@link org.morl4j.configs.RunConfig} is the root of the
 * tree, {@link org.morl4j.configs.Catalogue} maps names in a config to the records and objects of
 * the other modules, {@link org.morl4j.configs.Environments} opens environments by id.
 */
@NullMarked
package org.morl4j.configs;

import org.jspecify.annotations.NullMarked;
