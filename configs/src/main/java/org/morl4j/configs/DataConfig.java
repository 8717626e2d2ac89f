package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.configs.json.ListForm;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.data.DataTransform;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.OnlineData;

/**
 * Recorded transitions: those of one place, or of several sets; a list stands for its sets.
 *
 * @param path of what holds them, such as the folder of a finished run that kept its replay; null
 *     where a name or sets are given
 * @param minari name of a Minari dataset on this machine; null where a path or sets are given
 * @param sets named ones, for learners that tell them apart, such as an expert's and others; null
 *     where a path or a name is given
 * @param settings what is done to it; that of sets is their own
 * @param use what a run does with it
 */
public record DataConfig(
    @Allowed(maxLength = 4096) @Nullable String path,
    @Allowed(maxLength = 4096) @Nullable String minari,
    @Allowed(maxItems = 64) @ListForm @Nullable List<DataSetConfig> sets,
    @JsonUnwrapped Settings settings,
    @JsonUnwrapped Use use) {
  /**
   * Settings of recorded data in one place.
   *
   * @param transforms what is done to it before it is learned from, in order
   * @param columns which columns of a CSV file hold what
   */
  public record Settings(
      @Allowed(maxItems = 64) List<DataTransform> transforms, CsvColumns columns) {
    public static final Settings DEFAULT = new Settings(List.of(), CsvColumns.DEFAULT);

    public Settings {
      Check.allowed(Settings.class, "transforms", transforms);
      transforms = List.copyOf(transforms);
    }

    Settings withMore(List<DataTransform> more) {
      return new Settings(Stream.concat(transforms.stream(), more.stream()).toList(), columns);
    }
  }

  /**
   * What a run does with recorded data.
   *
   * @param online what becomes of it once the agent acts; null for the agent's own choice
   * @param fittedQ how policies are evaluated on it where there is no environment
   */
  public record Use(@Nullable OnlineData online, FittedQ.Options fittedQ) {
    public static final Use DEFAULT = new Use(null, FittedQ.Options.DEFAULT);
  }

  public DataConfig {
    Check.allowed(DataConfig.class, "path", path);
    Check.allowed(DataConfig.class, "minari", minari);
    Check.allowed(DataConfig.class, "sets", sets);
    sets = sets == null ? null : List.copyOf(sets);
    int given = (path == null ? 0 : 1) + (minari == null ? 0 : 1) + (sets == null ? 0 : 1);
    if (given != 1) {
      throw new IllegalArgumentException(
          "data must have path, minari or a list of sets, and has %s of them. Maybe leave out %s."
              .formatted(given == 0 ? "none" : given, given == 0 ? "data" : "all but one"));
    }
    if (sets != null && sets.isEmpty()) {
      throw new IllegalArgumentException(
          "data is an empty list, but must name one set or more. Maybe leave out data.");
    }
    if (sets != null
        && !(settings.transforms.isEmpty() && settings.columns.equals(CsvColumns.DEFAULT))) {
      throw new IllegalArgumentException(
          "data has sets beside transforms or columns, which each set has of its own. Maybe move them into the sets.");
    }
  }

  /** Those of one place. */
  public DataConfig(@Nullable String path, @Nullable String minari, Settings settings) {
    this(path, minari, null, settings, Use.DEFAULT);
  }

  /** The same, or each of its sets, with more transforms after those that are there. */
  public DataConfig withMore(List<DataTransform> transforms) {
    return new DataConfig(
        path,
        minari,
        sets == null ? null : sets.stream().map(set -> set.withMore(transforms)).toList(),
        sets == null ? settings.withMore(transforms) : settings,
        use);
  }

  /** The same from wherever a command runs: paths are named from where this one does. */
  public DataConfig absolute() {
    return new DataConfig(
        path == null ? null : absolute(path),
        minari,
        sets == null
            ? null
            : sets.stream()
                .map(set -> set.path() == null ? set : set.withPath(absolute(set.path())))
                .toList(),
        settings,
        use);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** Each of its sets, or it alone. */
  public List<DataConfig> places() {
    return sets == null ? List.of(this) : sets.stream().map(DataSetConfig::alone).toList();
  }

  /**
   * What it stands for.
   *
   * @throws IllegalArgumentException if it is sets
   */
  public DatasetName dataset() {
    if (sets != null) {
      throw new IllegalArgumentException(
          "data is a list of sets, where one place is needed. Maybe name it by data.path.");
    }
    return path != null
        ? new DatasetName(DatasetName.Kind.PATH, path, settings.columns)
        : new DatasetName(
            DatasetName.Kind.MINARI, Objects.requireNonNull(minari), settings.columns);
  }
}
