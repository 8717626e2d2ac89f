package org.morl4j.configs.json;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Any JSON value but null, as a component of a config record: for settings that are laid over
 * another config, which says what they may be.
 *
 * @param value a {@code String}, {@code Long}, {@code Double} or {@code Boolean}, or a {@code List}
 *     or {@code Map} by {@code String} of values like this one
 */
public record Json(@JsonValue Object value) {}
