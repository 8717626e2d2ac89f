package org.morl4j.configs.set;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/** Makes the runs of a sweep: a grid of values, or values drawn from a seed. */
public final class Sweep {
  /** What decides what a score is: of other tasks it can't be ordered. */
  private static final Set<String> TASK =
      Set.of("environment", "evaluation.gamma", "reference", "search.weights", "search.type");

  /** Settings below {@code environment} that leave the task as it is. */
  private static final Set<String> FREE = Set.of("environment.rows", "environment.workers");

  private Sweep() {}

  /**
   * All combinations of listed values.
   *
   * @throws ConfigException if a setting can't be varied so
   */
  public static SetPlan grid(GivenConfig base, List<Vary> varied, List<Long> seeds) {
    check(varied);
    for (Vary vary : varied) {
      if (vary.isRange()) {
        throw new ConfigException(
            "--vary %s draws from a range, but a grid has none. Maybe add --trials 20, or list values."
                .formatted(vary.told()));
      }
    }
    List<List<String>> combinations = List.of(List.of());
    for (Vary vary : varied) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> before : combinations) {
        for (String value : vary.values().bounds()) {
          List<String> one = new ArrayList<>(before);
          one.add(vary.with(value));
          longer.add(one);
        }
      }
      combinations = longer;
    }
    return plan(base, varied, "v", combinations, seeds, null);
  }

  /**
   * Values drawn for so many trials; a trial's values depend on the seed and its number alone, so
   * trials can be added.
   *
   * @param seed of the draws
   * @param pruning when a trial is stopped early, or null for never
   * @throws ConfigException if a setting can't be varied so
   */
  public static SetPlan trials(
      GivenConfig base,
      List<Vary> varied,
      List<Long> seeds,
      int trials,
      long seed,
      @Nullable MedianRule pruning) {
    check(varied);
    SeedTree tree = new SeedTree(seed).child("sweep");
    List<List<String>> drawn = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      List<String> overrides = new ArrayList<>();
      for (Vary vary : varied) {
        Rng rng = tree.child(trial).child(vary.path()).generator();
        overrides.add(vary.with(vary.values().draw(rng)));
      }
      drawn.add(overrides);
    }
    checkEnds(base, varied, drawn.get(0));
    return plan(base, varied, "t", drawn, seeds, pruning);
  }

  private static void check(List<Vary> varied) {
    Set<String> paths = new HashSet<>();
    for (Vary vary : varied) {
      String path = vary.path();
      if (!paths.add(path)) {
        throw new ConfigException(
            "--vary %s is given twice. Maybe write all its values in one.".formatted(path));
      }
      if (path.equals("execution.seed") || path.equals("seed") || path.equals("name")) {
        throw new ConfigException(
            "--vary %s: a sweep sets this itself. Maybe use --seeds.".formatted(path));
      }
      boolean ofTask = TASK.stream().anyMatch(of -> path.equals(of) || path.startsWith(of + "."));
      if (ofTask && !FREE.contains(path)) {
        throw new ConfigException(
            "--vary %s: runs that differ in it have scores that can't be ordered. Maybe train each by itself and use: morl4j compare."
                .formatted(path));
      }
    }
  }

  /** What is not drawn now may be drawn when trials are added. */
  private static void checkEnds(GivenConfig base, List<Vary> varied, List<String> first) {
    Set<String> problems = new LinkedHashSet<>();
    for (Vary vary : varied) {
      for (String value : vary.values().bounds()) {
        List<String> overrides = new ArrayList<>(first);
        overrides.add(vary.with(value));
        try {
          base.with(overrides);
        } catch (ConfigException e) {
          e.problems().stream()
              .filter(problem -> problem.startsWith("--set " + vary.with(value) + ":"))
              .forEach(problem -> problems.add("--vary" + problem.substring("--set".length())));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(List.copyOf(problems));
    }
  }

  private static SetPlan plan(
      GivenConfig base,
      List<Vary> varied,
      String letter,
      List<List<String>> variants,
      List<Long> seeds,
      @Nullable MedianRule pruning) {
    String name = base.with(List.of()).name();
    List<NamedRun> runs = new ArrayList<>();
    for (int v = 0; v < variants.size(); v++) {
      String number = letter + String.format(Locale.ROOT, "%03d", v + 1);
      List<String> overrides = new ArrayList<>(variants.get(v));
      String group = number + " " + variants.get(v).stream().collect(Collectors.joining(" "));
      overrides.add("name=" + name + "-" + number); // so that compare tells them apart
      for (long seed : seeds) {
        runs.add(new NamedRun(number + "-seed-" + seed, group, overrides, seed));
      }
    }
    List<String> told = varied.stream().map(Vary::told).toList();
    return new SetPlan(SetPlan.SWEEP, base, told, pruning, runs);
  }
}
