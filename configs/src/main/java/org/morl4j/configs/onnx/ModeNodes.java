package org.morl4j.configs.onnx;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.Bernoulli;
import org.morl4j.nn.head.Categorical;
import org.morl4j.nn.head.DiagonalGaussian;
import org.morl4j.nn.head.MultiCategorical;

/**
 * {@link ActionHead#mode} as nodes, and the clip to a Box's bounds behind it. Continuous actions
 * are computed in doubles and rounded at the end, as there.
 */
final class ModeNodes {
  private final OnnxGraph graph;

  ModeNodes(OnnxGraph graph) {
    this.graph = graph;
  }

  /** Actions are whole numbers, or as wide as the Box's own. */
  static ElementType type(Space actions) {
    if (actions instanceof Box box) {
      return box.dtype() == Dtype.FLOAT64 ? ElementType.DOUBLE : ElementType.FLOAT;
    }
    return ElementType.INT64;
  }

  /** Network outputs [N, O] to actions [N, actSize] of {@link #type}. */
  String mode(ActionHead head, Space actions, String out) {
    if (head instanceof Categorical) {
      return first(largest(out), ((Discrete) actions).start());
    }
    if (head instanceof MultiCategorical) {
      return choices((MultiDiscrete) actions, out);
    }
    if (head instanceof Bernoulli) {
      return graph.cast(graph.node("Greater", List.of(out, graph.scalar(0))), ElementType.INT64);
    }
    Box box = (Box) actions;
    String mean =
        graph.cast(
            head.outputs() == head.actSize() ? out : columns(out, 0, box.size()),
            ElementType.DOUBLE);
    String act = head instanceof DiagonalGaussian ? mean : stretched(mean, box);
    return graph.cast(clipped(act, box), type(box));
  }

  /** The place of each row's largest value, the first of equals: [N, 1]. */
  String largest(String values) {
    return graph.node("ArgMax", List.of(values), Attribute.of("axis", 1));
  }

  /** Places counted from {@code start}. */
  String first(String places, int start) {
    return start == 0 ? places : graph.node("Add", List.of(places, graph.longs("start", start)));
  }

  private String choices(MultiDiscrete actions, String out) {
    List<String> chosen = new ArrayList<>();
    int at = 0;
    for (int n : actions.n()) {
      chosen.add(largest(columns(out, at, at + n)));
      at += n;
    }
    return graph.node("Concat", chosen, Attribute.of("axis", 1));
  }

  private String columns(String out, int from, int to) {
    return graph.node(
        "Slice",
        List.of(out, graph.longs("from", from), graph.longs("to", to), graph.longs("axis", 1)));
  }

  /** low + (high - low) / 2 (tanh(u) + 1). */
  private String stretched(String u, Box box) {
    int n = box.size();
    double[] half = new double[n];
    for (int i = 0; i < n; i++) {
      half[i] = (box.high().get(i) - box.low().get(i)) / 2;
    }
    String one = graph.doubles("one", new double[] {1}, 1);
    String raised = graph.node("Add", List.of(graph.node("Tanh", List.of(u)), one));
    String scaled = graph.node("Mul", List.of(raised, graph.doubles("half_range", half, n)));
    return graph.node("Add", List.of(scaled, graph.doubles("act_low", box.low().toArray(), n)));
  }

  private String clipped(String act, Box box) {
    int n = box.size();
    String above =
        graph.node("Max", List.of(act, graph.doubles("act_low", box.low().toArray(), n)));
    return graph.node("Min", List.of(above, graph.doubles("act_high", box.high().toArray(), n)));
  }
}
