package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.DataTransform;

/**
 * One of several sets of recorded transitions.
 *
 * @param name what learners know it by; sets of one name are one
 * @param path of what holds them; null where {@code minari} is given
 * @param minari name of a Minari dataset on this machine; null where a path is given
 * @param settings the rest, with defaults
 */
public record DataSetConfig(
    @Allowed(maxLength = 100) String name,
    @Allowed(maxLength = 4096) @Nullable String path,
    @Allowed(maxLength = 4096) @Nullable String minari,
    @JsonUnwrapped DataConfig.Settings settings) {
  public DataSetConfig {
    Check.allowed(DataSetConfig.class, "name", name);
    Check.allowed(DataSetConfig.class, "path", path);
    Check.allowed(DataSetConfig.class, "minari", minari);
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "name is %s, but must be 1 to 100 letters, digits, dots, dashes or underscores."
              .formatted(Check.quoted(name, 100)));
    }
    if ((path == null) == (minari == null)) {
      throw new IllegalArgumentException(
          "a set must have path or minari, and %s has %s. Maybe %s."
              .formatted(
                  name,
                  path == null ? "neither" : "both",
                  path == null ? "leave the set out" : "leave out one of them"));
    }
  }

  /** The same with more transforms after those that are there. */
  DataSetConfig withMore(List<DataTransform> transforms) {
    return new DataSetConfig(name, path, minari, settings.withMore(transforms));
  }

  /** The same from another {@code path}, which it must have. */
  DataSetConfig withPath(String value) {
    return new DataSetConfig(name, value, minari, settings);
  }

  /** It alone. */
  public DataConfig alone() {
    return new DataConfig(path, minari, settings);
  }
}
