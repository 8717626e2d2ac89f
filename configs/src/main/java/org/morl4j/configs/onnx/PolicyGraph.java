package org.morl4j.configs.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.space.Space;
import org.morl4j.policy.SavedPolicy;

/**
 * {@link SavedPolicy#act} as an ONNX graph: encoding, normalisation, preference, network, the most
 * likely or best action, its bounds.
 *
 * <pre>
 *   obs [N, obsSize] floats, raw     preference [N, m] floats, where it takes one
 *   act [N, actSize]                 int64, or float or double as the Box is
 * </pre>
 */
final class PolicyGraph {
  static final String OBS = "obs";
  static final String PREFERENCE = "preference";
  static final String ACT = "act";

  private final OnnxGraph graph = new OnnxGraph("policy");
  private final FeatureNodes features = new FeatureNodes(graph);
  private final ModeNodes modes = new ModeNodes(graph);

  private PolicyGraph() {}

  /**
   * The model's bytes, the same for the same policy.
   *
   * @param version of this program
   * @throws IllegalArgumentException if there is no graph for the kind of policy, naming it
   */
  static byte[] of(SavedPolicy saved, String version) {
    PolicyGraph policy = new PolicyGraph();
    policy.write(saved);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("objectives", String.join(",", saved.objectives()));
    properties.put("measured", saved.mode().name().equals("EXPLORE") ? "sampled" : "greedy");
    String about = "The greedy action of a policy: obs are raw observations, act raw actions.";
    return policy.graph.model(version, about, properties);
  }

  private void write(SavedPolicy saved) {
    Policy policy = saved.policy();
    Space actions = saved.actionSpace();
    String obs = graph.input(OBS, saved.observationSpace().size());
    String encoded = features.encoded(obs, saved.observationSpace());
    String act;
    if (policy instanceof NetworkPolicy network) {
      act = modes.mode(network.head(), actions, outputs(network, encoded));
    } else if (policy instanceof QPolicy q) {
      String best = modes.largest(new ActionValueNodes(graph).of(q, encoded));
      act = modes.first(best, q.actionSpace().start());
    } else {
      throw new IllegalArgumentException(
          """
          A %s has no ONNX form. Allowed: NetworkPolicy and QPolicy. Maybe use policy.json and \
          policy.safetensors."""
              .formatted(policy.getClass().getSimpleName()));
    }
    graph.output(ACT, act, ModeNodes.type(actions), actions.size());
  }

  private String outputs(NetworkPolicy policy, String encoded) {
    RunningMoments moments = policy.obsMoments();
    List<String> in = new ArrayList<>();
    in.add(moments == null ? encoded : features.normalized(encoded, moments));
    if (policy.preferences() > 0) {
      in.add(graph.input(PREFERENCE, policy.preferences()));
    }
    String all = in.size() == 1 ? in.get(0) : graph.node("Concat", in, Attribute.of("axis", 1));
    return new NetworkNodes(graph).forward(policy.network(), "policy", all);
  }
}
