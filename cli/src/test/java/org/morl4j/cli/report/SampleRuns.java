package org.morl4j.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Run folders as `train` leaves them, made without training. */
final class SampleRuns {
  static final ObjectMapper JSON = new ObjectMapper();

  /** The known front of the convex deep-sea-treasure, MO-Gymnasium 1.3.2. */
  static final double[][] DEEP_SEA_TREASURE = {
    {0.7, -1}, {8.2, -3}, {11.5, -5}, {14, -7}, {15.1, -8},
    {16.1, -9}, {19.6, -13}, {20.3, -14}, {22.4, -17}, {23.7, -19}
  };

  private final Path folder;
  private final String name;
  private final List<String> objectives;
  private final double[] reference;
  private final RandomGenerator rng = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  private final List<Map<String, Object>> policies = new ArrayList<>();
  private final List<Map<String, Object>> lines = new ArrayList<>();
  private double @Nullable [][] known;
  private String environment = "native:sample-v0";
  private double noise;
  private long transitions;

  private SampleRuns(Path folder, String name, List<String> objectives, double... reference) {
    this.folder = folder;
    this.name = name;
    this.objectives = objectives;
    this.reference = reference;
  }

  /** Two objectives, a known front, exact returns; all but one known point found. */
  static Path deepSeaTreasure(Path folder) {
    SampleRuns run =
        new SampleRuns(folder, "cmorl-deep-sea-treasure", List.of("treasure", "time"), 0, -50);
    run.environment = "native:deep-sea-treasure-v0";
    run.known = DEEP_SEA_TREASURE;
    int[] first = {0, 9, 1, 3, 2};
    for (int i = 0; i < first.length; i++) {
      run.stageOne(DEEP_SEA_TREASURE[first[i]]);
      run.line(1, 0);
    }
    int[][] second = {{3, 4}, {4, 5}, {9, 8}, {5, 6}};
    for (int i = 0; i < second.length; i++) {
      int parent = run.indexOf(DEEP_SEA_TREASURE[second[i][0]]);
      run.stageTwo(1 + i / 2, parent, DEEP_SEA_TREASURE[second[i][1]], i % 2);
      run.line(2, 1 + i / 2);
    }
    return run.write("done");
  }

  /** Two objectives, noisy returns, many policies, generations of parents, no known front. */
  static Path hopper(Path folder) {
    SampleRuns run =
        new SampleRuns(folder, "cmorl-mo-hopper-2d", List.of("forward", "height"), -100, -100);
    run.environment = "gymnasium:mo-hopper-2d-v4";
    run.noise = 9;
    run.grow(2, 6, 5, 8, 420);
    return run.write("done");
  }

  /** Three objectives and an approximate known front. */
  static Path minecart(Path folder) {
    SampleRuns run =
        new SampleRuns(folder, "cmorl-minecart", List.of("ore 1", "ore 2", "fuel"), -1, -1, -200);
    run.environment = "native:minecart-v0";
    run.noise = 0.02;
    double[][] known = new double[24][];
    for (int i = 0; i < known.length; i++) {
      double share = i / 23.0;
      known[i] =
          new double[] {1.35 * share, 1.35 * (1 - share), -0.4 - 2.2 * Math.sin(Math.PI * share)};
    }
    run.known = known;
    for (int i = 0; i < 18; i++) {
      double[] point = known[(i * 7) % 24].clone();
      point[0] -= 0.06 * run.rng.nextDouble();
      point[1] -= 0.06 * run.rng.nextDouble();
      if (i < 9) {
        run.stageOne(point);
      } else {
        run.stageTwo(1 + (i - 9) / 3, i - 9, point, i % 3);
      }
      run.line(i < 9 ? 1 : 2, i < 9 ? 0 : 1 + (i - 9) / 3);
    }
    return run.write("done");
  }

  /** Six objectives, many policies. */
  static Path fruitTree(Path folder) {
    SampleRuns run =
        new SampleRuns(
            folder,
            "cmorl-fruit-tree-6",
            List.of("protein", "carbs", "fats", "vitamins", "minerals", "water"),
            0,
            0,
            0,
            0,
            0,
            0);
    run.environment = "native:fruit-tree-v0";
    run.grow(6, 21, 4, 6, 10);
    return run.write("done");
  }

  /** One objective: the learning curve of plain reinforcement learning. */
  static Path cartPole(Path folder) {
    SampleRuns run = new SampleRuns(folder, "ppo-cartpole", List.of("reward"), 0);
    run.environment = "native:CartPole-v1";
    run.noise = 4;
    run.stageOne(new double[] {22});
    for (int i = 0; i < 30; i++) {
      double best = 500 / (1 + Math.exp(-0.35 * (i - 12))) - 12 * run.rng.nextDouble();
      run.policies.clear();
      run.stageOne(new double[] {Math.min(500, Math.max(12, best))});
      run.line(1, 0);
    }
    return run.write("done");
  }

  /** Adds evaluations of the critics; at the third, nothing counted. */
  static void critics(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("evaluations.csv"),
        """
        job,policy,transitions,evaluation_transitions,episodes,reward,reward_standard_error,\
        reward_predicted,reward_measured,reward_bias,reward_bias_deviation,reward_bias_samples
        s1r0j00,s1r0j00e000,1000,100,5,20,1,-2,-3,1,0.5,40
        s1r0j00,s1r0j00e001,2000,200,5,30,1,-3.5,-3,-0.5,0.25,40
        s1r0j00,s1r0j00e002,3000,300,5,40,1,NaN,NaN,NaN,NaN,0
        """);
  }

  /** A run in progress: no archive.json, the last line of fronts.jsonl cut short. */
  static Path inProgress(Path folder) {
    deepSeaTreasure(folder);
    try {
      Files.delete(folder.resolve("archive.json"));
      String fronts = Files.readString(folder.resolve("fronts.jsonl"));
      Files.writeString(folder.resolve("fronts.jsonl"), fronts.substring(0, fronts.length() - 40));
      String run = Files.readString(folder.resolve("run.json"));
      Files.writeString(
          folder.resolve("run.json"),
          run.replace("\"done\"", "\"running\"")
              .replaceAll("\"finished\" : \"[^\"]*\"", "\"finished\" : null"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /**
   * Names that try to leave their element, and numbers that aren't finite.
   *
   * @param names two or more, those of the objectives; the first two also name all else
   */
  static Path hostile(Path folder, String... names) {
    int m = names.length;
    SampleRuns run = new SampleRuns(folder, names[0], List.of(names), new double[m]);
    run.environment = names[1];
    run.known = new double[][] {filled(m, 2)};
    run.stageOne(filled(m, 1));
    run.line(1, 0);
    double[] odd = filled(m, Double.NaN);
    odd[1] = Double.POSITIVE_INFINITY;
    run.stageOne(odd);
    run.line(1, 0);
    run.stageTwo(1, 0, filled(m, 1.5), 1);
    run.line(2, 1);
    run.policies.get(0).put("policy", names[0]);
    run.policies.get(2).put("parent", names[0]);
    run.policies.get(1).put("parent", names[1]);
    double[] error = filled(m, Double.NaN);
    error[1] = Double.NEGATIVE_INFINITY;
    run.policies.get(0).put("standard_error", error);
    run.lines.get(1).put("hypervolume", Double.NaN);
    run.lines.get(2).put("sparsity", Double.POSITIVE_INFINITY);
    return run.write("failed");
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  /** Stage one, then rounds of children that move towards a sphere's surface. */
  private void grow(int m, int first, int rounds, int jobs, double radius) {
    for (int i = 0; i < first; i++) {
      stageOne(onSphere(m, radius * (0.55 + 0.3 * rng.nextDouble())));
      line(1, 0);
    }
    for (int round = 1; round <= rounds; round++) {
      int parents = policies.size();
      for (int job = 0; job < jobs; job++) {
        int parent = parents - 1 - rng.nextInt(Math.min(parents, 12));
        double[] point = onSphere(m, radius * (0.8 + 0.04 * round * rng.nextDouble()));
        stageTwo(round, parent, point, job % m);
        line(2, round);
      }
    }
  }

  private double[] onSphere(int m, double radius) {
    double[] point = new double[m];
    double sum = 0;
    for (int i = 0; i < m; i++) {
      point[i] = Math.abs(rng.nextGaussian()) + 0.05;
      sum += point[i] * point[i];
    }
    for (int i = 0; i < m; i++) {
      point[i] *= radius / Math.sqrt(sum);
    }
    return point;
  }

  private int indexOf(double[] returns) {
    for (int i = 0; i < policies.size(); i++) {
      if (Arrays.equals((double[]) policies.get(i).get("returns"), returns)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no policy with these returns");
  }

  private void stageOne(double[] archived) {
    double[] preference = new double[archived.length];
    double sum = 0;
    for (int i = 0; i < preference.length; i++) {
      preference[i] = 0.05 + rng.nextDouble();
      sum += preference[i];
    }
    for (int i = 0; i < preference.length; i++) {
      preference[i] /= sum;
    }
    policy(1, 0, null, null, preference, archived);
  }

  private void stageTwo(int round, int parent, double[] archived, int objective) {
    String id = (String) policies.get(parent).get("policy");
    policy(2, round, id, objectives.get(objective), null, archived);
  }

  private void policy(
      int stage,
      int round,
      @Nullable String parent,
      @Nullable String objective,
      double @Nullable [] preference,
      double[] archived) {
    transitions += 20_480;
    double[] returns = archived.clone();
    double[] error = new double[returns.length];
    for (int i = 0; i < returns.length; i++) {
      returns[i] += noise * rng.nextGaussian();
      error[i] = noise * (0.5 + rng.nextDouble());
    }
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("policy", String.format("p%04d", policies.size()));
    point.put("stage", stage);
    point.put("round", round);
    point.put("job", policies.size());
    point.put("parent", parent);
    point.put("objective", objective);
    point.put("preference", preference);
    point.put("transitions", 12_288 + 4_096 * stage);
    point.put("returns", returns);
    point.put("standard_error", error);
    point.put("episodes", 5);
    point.put("archived_returns", archived);
    policies.add(point);
  }

  private void line(int stage, int round) {
    List<double[]> points = new ArrayList<>();
    policies.forEach(p -> points.add((double[]) p.get("archived_returns")));
    double[] middle = new double[objectives.size()];
    double utility = 0;
    for (int i = 0; i < middle.length; i++) {
      int objective = i;
      utility += points.stream().mapToDouble(p -> p[objective]).max().orElse(0) / middle.length;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("round", round);
    line.put("training_transitions", transitions);
    line.put("evaluation_transitions", transitions / 20);
    line.put("hypervolume", hypervolume(points));
    line.put("expected_utility", utility);
    line.put("sparsity", 900.0 / points.size());
    line.put("cardinality", points.size());
    line.put("points", points);
    lines.add(line);
  }

  /** Exact for two objectives; else the dominated share of seeded samples, enough for a picture. */
  private double hypervolume(List<double[]> points) {
    int m = reference.length;
    if (m == 2) {
      List<double[]> sorted = new ArrayList<>(points);
      sorted.sort((a, b) -> Double.compare(b[0], a[0]));
      double volume = 0;
      double height = reference[1];
      for (double[] point : sorted) {
        if (point[0] > reference[0] && point[1] > height) {
          volume += (point[0] - reference[0]) * (point[1] - height);
          height = point[1];
        }
      }
      return volume;
    }
    RandomGenerator samples = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    int dominated = 0;
    int n = 2000;
    for (int s = 0; s < n; s++) {
      double[] sample = new double[m];
      for (int i = 0; i < m; i++) {
        sample[i] = reference[i] + samples.nextDouble() * (10 - Math.min(0, reference[i]));
      }
      if (points.stream().anyMatch(p -> dominates(p, sample))) {
        dominated++;
      }
    }
    return 1e4 * dominated / n;
  }

  private static boolean dominates(double[] point, double[] sample) {
    for (int i = 0; i < sample.length; i++) {
      if (point[i] < sample[i]) {
        return false;
      }
    }
    return true;
  }

  private Path write(String status) {
    Map<String, Object> env = new LinkedHashMap<>();
    env.put("id", environment);
    env.put("objectives", objectives);
    env.put("costs", List.of());
    env.put("horizon", 100);
    env.put("simulator", "morl4j 0.1.0");
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("format", 1);
    run.put("name", name);
    run.put("seed", 1);
    run.put("status", status);
    run.put("started", "2026-11-21T06:00:00Z");
    run.put("finished", "2026-11-21T06:00:41Z");
    run.put("seconds", 41.2);
    run.put("training_transitions", transitions);
    run.put("evaluation_transitions", transitions / 20);
    run.put("exact", !status.equals("failed"));
    run.put("environment", env);
    run.put("evaluation_gamma", 1.0);
    run.put("reference", reference);
    run.put("known_front", known);
    run.put("kernel", "dnnl_sgemm 2.5.2");
    run.put("versions", Map.of("morl4j", "0.1.0"));
    Map<String, Object> archive = new LinkedHashMap<>();
    archive.put("objectives", objectives);
    archive.put("points", policies);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("environment", Map.of("id", environment));
    config.put("search", Map.of("stage_one", 6, "rounds", 5, "note", Collections.emptyList()));
    try {
      Files.createDirectories(folder);
      var pretty = JSON.writerWithDefaultPrettyPrinter();
      Files.writeString(folder.resolve("run.json"), pretty.writeValueAsString(run));
      Files.writeString(folder.resolve("archive.json"), pretty.writeValueAsString(archive));
      Files.writeString(folder.resolve("config.json"), JSON.writeValueAsString(config));
      StringBuilder text = new StringBuilder();
      for (Map<String, Object> line : lines) {
        text.append(JSON.writeValueAsString(line)).append('\n');
      }
      Files.writeString(folder.resolve("fronts.jsonl"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
