/**
 * Strict JSON for trees of records.
 *
 * <p>{@link org.morl4j.configs.json.ConfigTypes} knows which records an interface may be; {@link
 * org.morl4j.configs.json.ConfigReader} reads, {@link org.morl4j.configs.json.ConfigWriter} writes
 * and {@link org.morl4j.configs.json.CommentedConfig} does so with comments, {@link
 * org.morl4j.configs.json.ConfigSchema} describes them; what a setting means is taken from its
 * record's Javadoc. Inside: {@code JsonTree} parses text to {@code Node}s that know their place,
 * {@code Overrides} lays {@code --set path=value} over them, {@code Binder} makes records of them,
 * {@code Shape} is what a component's type allows; {@link org.morl4j.configs.json.ListForm} lets a
 * list stand for a record.
 *
 * <p>Jackson only splits the text into tokens. Binding is our own because every error has to name
 * path, place, value and allowed values, and because absent keys take the values of the enclosing
 * record's default, level by level.
 */
@NullMarked
package org.morl4j.configs.json;

import org.jspecify.annotations.NullMarked;
