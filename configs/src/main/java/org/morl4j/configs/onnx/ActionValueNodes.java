package org.morl4j.configs.onnx;

import java.util.List;
import org.morl4j.agents.policy.ActionNetwork;
import org.morl4j.agents.policy.ImplicitQuantiles;
import org.morl4j.agents.policy.QNetwork;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.nn.Network;

/** What a {@link QPolicy} holds of each action, as nodes: its network and its value head. */
final class ActionValueNodes {
  private static final Attribute LAST_AXIS = Attribute.list("axes", -1);
  private static final Attribute DROPPED = Attribute.of("keepdims", 0);

  private final OnnxGraph graph;
  private final NetworkNodes networks;

  ActionValueNodes(OnnxGraph graph) {
    this.graph = graph;
    networks = new NetworkNodes(graph);
  }

  /** Features [N, F] to the weighted value of each action [N, A]. */
  String of(QPolicy policy, String features) {
    ValueHead head = policy.headOptions().head(policy.signals(), 1);
    ActionNetwork network = policy.network();
    String laws =
        network instanceof ImplicitQuantiles quantiles
            ? quantiles(quantiles, features)
            : laws((QNetwork) network, features, policy.signals(), head.outputs());
    Stock stock = policy.stock();
    String values =
        stock == null ? means(head, laws) : utilities(stock, laws, features, network.inputs());
    return mixed(policy, values);
  }

  /** [N, A, S, outputs of a signal]. */
  private String laws(QNetwork network, String features, int signals, int outputs) {
    List<Network> parts = network.parts();
    QNetwork.Spec spec = network.spec();
    int last = parts.size() - 1;
    boolean hasTrunk = spec.dueling() && last == 2;
    String x = hasTrunk ? networks.forward(parts.get(0), "trunk", features) : features;
    String q = networks.forward(parts.get(last), spec.dueling() ? "advantage" : "q", x);
    if (spec.dueling()) {
      String a = reshaped(q, 0, spec.actions(), spec.outputs());
      String v = reshaped(networks.forward(parts.get(last - 1), "value", x), 0, 1, spec.outputs());
      String mean = graph.node("ReduceMean", List.of(a), Attribute.list("axes", 1));
      q = graph.node("Add", List.of(graph.node("Sub", List.of(v, mean)), a));
    }
    return reshaped(q, 0, spec.actions(), signals, outputs);
  }

  /** [N, K, A, S] turned to [N, A, S, K]; phi is a constant, as its fractions are. */
  private String quantiles(ImplicitQuantiles network, String features) {
    ImplicitQuantiles.Spec spec = network.spec();
    Network psi = network.parts().get(0);
    int width = psi.spec().outputs();
    int samples = spec.samples();
    String x = reshaped(networks.forward(psi, "psi", features), 0, 1, width);
    String phi = graph.floats("phi", network.actingEmbedding(), 1, samples, width);
    String met = reshaped(graph.node("Mul", List.of(x, phi)), -1, width);
    String out = networks.forward(network.parts().get(2), "f", met);
    String split = reshaped(out, -1, samples, spec.actions(), spec.signals());
    return graph.node("Transpose", List.of(split), Attribute.list("perm", 0, 2, 3, 1));
  }

  private String reshaped(String from, long... shape) {
    return graph.node("Reshape", List.of(from, graph.longs("shape", shape)));
  }

  /** {@link ValueHead#mean}: [N, A, S, outputs] to [N, A, S]. */
  private String means(ValueHead head, String laws) {
    if (head.outputs() == 1 || head instanceof GaussianHead) {
      String first =
          graph.node("Gather", List.of(laws, graph.longs("place", 0)), Attribute.of("axis", 3));
      return graph.node("Squeeze", List.of(first, graph.longs("axes", -1)));
    }
    String exact = graph.cast(laws, ElementType.DOUBLE);
    if (head instanceof CategoricalHead bins) {
      double[] values = new double[bins.outputs()];
      for (int k = 0; k < values.length; k++) {
        values[k] = bins.value(k);
      }
      String p = graph.node("Softmax", List.of(exact), Attribute.of("axis", -1));
      String each = graph.node("Mul", List.of(p, graph.doubles("bins", values, values.length)));
      return summed(each);
    }
    return averaged(exact);
  }

  /** {@link Stock}'s value: [N, A, 1, K] to [N, A, 1]; the stock is the last feature. */
  private String utilities(Stock stock, String quantiles, String features, int width) {
    String last =
        graph.node(
            "Gather", List.of(features, graph.longs("stock", width - 1)), Attribute.of("axis", 1));
    String held = reshaped(graph.cast(last, ElementType.DOUBLE), 0, 1, 1, 1);
    String sum = graph.node("Add", List.of(graph.cast(quantiles, ElementType.DOUBLE), held));
    Utility utility = stock.utility();
    if (utility instanceof Utility.Expected) {
      return averaged(sum);
    }
    if (utility instanceof Utility.Cvar) {
      return averaged(graph.node("Min", List.of(sum, graph.doubles("zero", new double[1], 1))));
    }
    if (utility instanceof Utility.Homeostasis) {
      return averaged(graph.node("Neg", List.of(graph.node("Abs", List.of(sum)))));
    }
    throw new IllegalArgumentException(
        "The utility %s has no ONNX form. Maybe use policy.json and policy.safetensors."
            .formatted(utility));
  }

  private String averaged(String exact) {
    return graph.cast(
        graph.node("ReduceMean", List.of(exact), LAST_AXIS, DROPPED), ElementType.FLOAT);
  }

  private String summed(String exact) {
    return graph.cast(
        graph.node("ReduceSum", List.of(exact, graph.longs("axes", -1)), DROPPED),
        ElementType.FLOAT);
  }

  /** sum_s w_s E[Z_s]: products of floats, added as doubles. */
  private String mixed(QPolicy policy, String values) {
    float[] weights = new float[policy.signals()];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = policy.weight(s);
    }
    String products =
        graph.node("Mul", List.of(values, graph.floats("signal_weights", weights, weights.length)));
    return summed(graph.cast(products, ElementType.DOUBLE));
  }
}
