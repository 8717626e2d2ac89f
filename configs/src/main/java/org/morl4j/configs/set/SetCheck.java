package org.morl4j.configs.set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Fingerprint;
import org.morl4j.configs.run.FitCheck;
import org.morl4j.pareto.search.Single;

/** Whether a set of runs can be trained, asked before anything is spent. */
final class SetCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SetCheck() {}

  /**
   * Reads the configs of all runs and checks that they fit their environments.
   *
   * @param fit checks them
   * @return each config's fingerprint, by the name of its run
   * @throws ConfigException with all problems of all runs
   */
  static Map<String, String> check(SetPlan plan, FitCheck fit) {
    Map<NamedRun, RunConfig> configs = new LinkedHashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    for (NamedRun run : plan.runs()) {
      try {
        configs.put(run, plan.config(run));
      } catch (ConfigException e) {
        e.problems().forEach(problem -> problems.add(told(problem, run)));
      }
    }
    require(problems);
    RunConfig first = configs.values().iterator().next();
    configs.forEach(
        (run, config) -> {
          try {
            fit.check(config);
            if (plan.pruning() != null) {
              requirePrunable(config, first);
            }
          } catch (ConfigException e) {
            String where = run.group().isEmpty() ? "" : run.group() + ": ";
            e.problems().forEach(problem -> problems.add(where + problem));
          }
        });
    require(problems);
    Map<String, String> fingerprints = new HashMap<>();
    configs.forEach((run, config) -> fingerprints.put(run.name(), Fingerprint.of(config)));
    return fingerprints;
  }

  private static void require(Set<String> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigException(List.copyOf(problems));
    }
  }

  /** A varied setting was given by another option than the one the reader knows. */
  private static String told(String problem, NamedRun run) {
    for (String override : run.overrides()) {
      if (problem.startsWith("--set " + override + ":")) {
        return "--vary" + problem.substring("--set".length());
      }
    }
    return problem;
  }

  private static void requirePrunable(RunConfig config, RunConfig first) {
    if (!(config.search() instanceof Single.Options search)) {
      throw new ConfigException(
          "Trials are stopped early by the returns of one policy, but search.type is not single. Maybe add --no-pruning.");
    }
    if (!config.limits().constraints().isEmpty()) {
      throw new ConfigException(
          "Trials are stopped early by their returns alone, but this config has constraints. Maybe add --no-pruning.");
    }
    if (first.search() instanceof Single.Options other
        && other.evaluateEvery() != search.evaluateEvery()) {
      throw new ConfigException(
          "search.evaluateEvery is %d here and %d in the first trial, so that their evaluations can't be held against each other. Maybe add --no-pruning."
              .formatted(search.evaluateEvery(), other.evaluateEvery()));
    }
  }

  /**
   * Checks that a set can go on: with the same kind, values and rule, and all its runs as they
   * were.
   *
   * @throws ConfigException naming what differs
   */
  static void requireSame(SetFolder.Manifest begun, SetFolder.Manifest now, Path path) {
    SetPlan was = begun.plan();
    SetPlan plan = now.plan();
    same(path, "a set of kind", was.kind(), plan.kind());
    same(path, "--vary", String.join(" ", was.varied()), String.join(" ", plan.varied()));
    same(path, "the pruning", told(was.pruning()), told(plan.pruning()));
    Map<String, NamedRun> runs = new HashMap<>();
    plan.runs().forEach(run -> runs.put(run.name(), run));
    for (NamedRun run : was.runs()) {
      NamedRun same = runs.get(run.name());
      if (same == null) {
        throw new ConfigException(
            "%s began with a run %s, which is not asked for any more. Maybe ask for it too, go on with: morl4j resume %s, or name another folder with --out."
                .formatted(path, run.name(), path));
      }
      if (!String.valueOf(begun.configs().get(run.name())).equals(now.configs().get(run.name()))) {
        throw new ConfigException(
            "%s began with another config%s. Maybe go on as it began with: morl4j resume %s, or name another folder with --out."
                .formatted(path, difference(was.config(run), plan.config(same)), path));
      }
    }
  }

  private static String told(@Nullable MedianRule rule) {
    return rule == null ? "none" : "after a warm-up of " + rule.warmup();
  }

  private static void same(Path path, String what, String was, String is) {
    if (!was.equals(is)) {
      throw new ConfigException(
          "%s began with %s %s, but now it is %s. Maybe go on as it began with: morl4j resume %s, or name another folder with --out."
              .formatted(
                  path, what, was.isEmpty() ? "none" : was, is.isEmpty() ? "none" : is, path));
    }
  }

  /** The first setting in which two configs differ, in words. */
  private static String difference(RunConfig was, RunConfig is) {
    try {
      List<String> differ = new ArrayList<>();
      differ("", JSON.readTree(Catalogue.write(was)), JSON.readTree(Catalogue.write(is)), differ);
      return differ.isEmpty() ? "" : ": " + differ.get(0);
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static void differ(String path, JsonNode was, JsonNode is, List<String> out) {
    if (was.isObject() && is.isObject()) {
      Set<String> keys = new TreeSet<>();
      was.fieldNames().forEachRemaining(keys::add);
      is.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        differ(path.isEmpty() ? key : path + "." + key, was.path(key), is.path(key), out);
      }
    } else if (!was.equals(is)) {
      out.add("%s was %s and is %s".formatted(path, text(was), text(is)));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "not there" : node.toString();
  }
}
