package org.morl4j.envs.classic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.draw.Canvas;

/**
 * Fruit tree (Yang et al. 2019, arXiv 1908.08342): from the root of a full binary tree, left or
 * right until a leaf, whose fruit has six nutrients. Every leaf is on the front. Ported from
 * MO-Gymnasium 1.3.2.
 *
 * <p>Observation: row and place in the row. Reward: the fruit (as float32) at a leaf, else zeros.
 */
public final class FruitTree implements Environment, Savable {
  private static final List<String> NUTRIENTS =
      List.of("protein", "carbs", "fats", "vitamins", "minerals", "water");

  private final int depth;
  private final double[][] fruits;
  private final EnvSpec spec;
  private final EpisodeGuard episode;
  private final double[] obs = new double[2];
  private final double[] reward = new double[6];
  private final Step branch = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step leaf = new Step(obs, reward, Step.NO_COST, true, false);

  /**
   * The tree as registered under the id {@code fruit-tree-v0} (depth 6) or, a name of ours, {@code
   * fruit-tree-d5-v0} and {@code fruit-tree-d7-v0}.
   *
   * @param depth 5, 6 or 7
   */
  public FruitTree(int depth) {
    if (depth < 5 || depth > 7) {
      throw new IllegalArgumentException(
          "The fruit tree's depth is " + depth + ", but must be 5, 6 or 7.");
    }
    this.depth = depth;
    this.fruits = fruits(depth);
    this.spec =
        new EnvSpec(
            depth == 6 ? "native:fruit-tree-v0" : "native:fruit-tree-d" + depth + "-v0",
            Box.of(2, 0, (1 << depth) - 1, Dtype.INT32),
            new Discrete(2),
            NUTRIENTS,
            List.of(),
            0,
            Vec.filled(6, 0),
            this::front,
            EpisodeGuard.MO_GYMNASIUM);
    this.episode = new EpisodeGuard(spec.id());
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  /** Fruits come with the last of {@code depth} steps: gamma^(depth-1) of each. */
  private List<Vec> front(double gamma) {
    double discount = Math.pow(gamma, depth - 1);
    List<Vec> points = new ArrayList<>();
    for (double[] fruit : fruits) {
      double[] point = fruit.clone();
      for (int j = 0; j < point.length; j++) {
        point[j] *= discount;
      }
      points.add(Vec.of(point));
    }
    return points;
  }

  @Override
  public double[] reset(long seed) {
    obs[0] = 0;
    obs[1] = 0;
    episode.begin();
    return obs;
  }

  @Override
  public Step step(double[] act) {
    int action = episode.discrete(act, 2);
    obs[0]++;
    obs[1] = 2 * obs[1] + action;
    if (obs[0] < depth) {
      Arrays.fill(reward, 0);
      return branch;
    }
    double[] fruit = fruits[(int) obs[1]];
    for (int j = 0; j < reward.length; j++) {
      reward[j] = (float) fruit[j];
    }
    episode.end();
    return leaf;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(480, -0.02, 1.02, -0.58, 0.02);
    for (int level = 0; level < depth; level++) {
      for (int node = 0; node < 1 << level; node++) {
        branch(canvas, level, node, 0);
        branch(canvas, level, node, 1);
      }
    }
    for (int level = (int) obs[0], node = (int) obs[1]; level > 0; level--, node /= 2) {
      canvas.line(
          Canvas.BLUE,
          3,
          across(level - 1, node / 2),
          -0.55 * (level - 1) / depth,
          across(level, node),
          -0.55 * level / depth);
    }
    boolean ripe = obs[0] == depth;
    canvas.disc(
        ripe ? Canvas.GOLD : Canvas.BLUE,
        across((int) obs[0], (int) obs[1]),
        -0.55 * obs[0] / depth,
        0.013);
    return canvas.frame();
  }

  private void branch(Canvas canvas, int level, int node, int side) {
    canvas.line(
        Canvas.FAINT,
        1,
        across(level, node),
        -0.55 * level / depth,
        across(level + 1, 2 * node + side),
        -0.55 * (level + 1) / depth);
  }

  /** Where a node stands, 0 to 1. */
  private static double across(int level, int node) {
    return (node + 0.5) / (1 << level);
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("node", obs);
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    System.arraycopy(in.doubles("node", 2), 0, obs, 0, 2);
  }

  private static double[][] fruits(int depth) {
    String name = "fruit-tree-" + depth + ".csv";
    List<double[]> rows = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(FruitTree.class.getResourceAsStream(name), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(
              Vec.of(List.of(line.split(",")).stream().map(Double::valueOf).toList()).toArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.toArray(double[][]::new);
  }
}
