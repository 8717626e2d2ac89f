package org.morl4j.configs.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.ByteOrderMark;

/**
 * What a set of runs is to do.
 *
 * @param kind what made it, e.g. {@code seeds} or {@code sweep}
 * @param base what all runs start from
 * @param varied the {@code path=values} that the overrides of its runs come from; empty where only
 *     the seed differs
 * @param pruning when a run is stopped early, or null for never
 * @param runs in the order they are trained
 */
public record SetPlan(
    String kind,
    GivenConfig base,
    List<String> varied,
    @Nullable MedianRule pruning,
    List<NamedRun> runs) {
  public static final String SEEDS = "seeds";
  public static final String SWEEP = "sweep";
  public static final String BENCH = "bench";

  public SetPlan {
    varied = List.copyOf(varied);
    runs = List.copyOf(runs);
    Set<String> names = new HashSet<>();
    for (NamedRun run : runs) {
      if (!names.add(run.name())) {
        throw new IllegalArgumentException(
            "The set has two runs called %s, but names must differ.".formatted(run.name()));
      }
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("The set has no run, but must have one at least.");
    }
  }

  /**
   * A config as it was given: kept as text, since what it leaves out may depend on what a run sets.
   *
   * @param text of the file
   * @param source stands for the file in messages
   * @param settings laid over it for all runs, each {@code path=value}
   */
  public record GivenConfig(String text, String source, List<String> settings) {
    public GivenConfig {
      settings = List.copyOf(settings);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if it can't be read, or does not hold a valid config
     */
    public static GivenConfig read(Path file, List<String> settings) {
      Catalogue.reader().read(file, settings); // tells what is wrong with the file
      try {
        String json = ByteOrderMark.strip(Files.readString(file));
        return new GivenConfig(json, file.toString(), settings);
      } catch (IOException e) {
        throw new ConfigException("%s can't be read: %s".formatted(file, e.getMessage()));
      }
    }

    /**
     * The resolved config.
     *
     * @param overrides after the settings
     * @throws ConfigException if it can't be used
     */
    public RunConfig with(List<String> overrides) {
      List<String> all = new ArrayList<>(settings);
      all.addAll(overrides);
      return Catalogue.reader().parse(text, source, all);
    }
  }

  /** One run a seed, which differ in nothing else. */
  public static SetPlan ofSeeds(GivenConfig base, List<Long> seeds) {
    List<NamedRun> runs =
        seeds.stream().map(seed -> new NamedRun("seed-" + seed, "", List.of(), seed)).toList();
    return new SetPlan(SEEDS, base, List.of(), null, runs);
  }

  /**
   * The resolved config of one of its runs.
   *
   * @throws ConfigException if it can't be used
   */
  public RunConfig config(NamedRun run) {
    return base.with(run.overrides()).with(run.seed(), null, null);
  }
}
