package org.morl4j.configs.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/** What a policy does to observations before its network: {@link Space#encode}, normalisation. */
final class FeatureNodes {
  /**
   * One feature.
   *
   * @param column of the observation
   * @param hot the number that makes it 1 where it is one of a one-hot code
   */
  private record Feature(int column, int hot, boolean isOneHot) {}

  private final OnnxGraph graph;

  FeatureNodes(OnnxGraph graph) {
    this.graph = graph;
  }

  /** Raw observations [N, size] to features [N, F]. */
  String encoded(String obs, Space space) {
    List<Feature> features = new ArrayList<>();
    add(space, 0, features);
    if (features.stream().noneMatch(Feature::isOneHot)) {
      return obs;
    }
    long[] columns = features.stream().mapToLong(Feature::column).toArray();
    String raw =
        graph.node(
            "Gather", List.of(obs, graph.longs("columns", columns)), Attribute.of("axis", 1));
    long[] hot = features.stream().mapToLong(Feature::hot).toArray();
    String equal =
        graph.node("Equal", List.of(graph.cast(raw, ElementType.INT64), graph.longs("hot", hot)));
    String ones = graph.cast(equal, ElementType.FLOAT);
    if (features.stream().allMatch(Feature::isOneHot)) {
      return ones;
    }
    boolean[] isOneHot = new boolean[features.size()];
    IntStream.range(0, isOneHot.length).forEach(i -> isOneHot[i] = features.get(i).isOneHot());
    return graph.node("Where", List.of(graph.booleans("one_hot", isOneHot), ones, raw));
  }

  /**
   * Adds the features of a space whose raw values begin in a column.
   *
   * @return the column behind them
   */
  private static int add(Space space, int column, List<Feature> out) {
    if (space instanceof Discrete discrete) {
      oneHot(column, discrete.start(), discrete.n(), out);
    } else if (space instanceof MultiDiscrete multi) {
      for (int i = 0; i < multi.size(); i++) {
        oneHot(column + i, 0, multi.n().get(i), out);
      }
    } else if (space instanceof Box || space instanceof MultiBinary) {
      for (int i = 0; i < space.size(); i++) {
        out.add(new Feature(column + i, 0, false));
      }
    } else {
      int next = column;
      for (Space part : parts(space)) {
        next = add(part, next, out);
      }
    }
    return column + space.size();
  }

  private static void oneHot(int column, int start, int n, List<Feature> out) {
    for (int k = 0; k < n; k++) {
      out.add(new Feature(column, start + k, true));
    }
  }

  private static List<Space> parts(Space space) {
    return space instanceof DictSpace dict
        ? dict.entries().stream().map(DictSpace.Entry::space).toList()
        : ((TupleSpace) space).spaces();
  }

  /** {@link RunningMoments#normalize}, in its precision: doubles up to the clip. */
  String normalized(String features, RunningMoments moments) {
    int n = moments.columns();
    double[] mean = new double[n];
    double[] scale = new double[n];
    for (int j = 0; j < n; j++) {
      mean[j] = moments.mean(j);
      scale[j] = moments.scale(j);
    }
    String exact = graph.cast(features, ElementType.DOUBLE);
    String centred = graph.node("Sub", List.of(exact, graph.doubles("obs_mean", mean, n)));
    String scaled = graph.node("Mul", List.of(centred, graph.doubles("obs_scale", scale, n)));
    float clip = NetworkPolicy.OBS_CLIP;
    return graph.node(
        "Clip",
        List.of(graph.cast(scaled, ElementType.FLOAT), graph.scalar(-clip), graph.scalar(clip)));
  }
}
