package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.StateException;

/**
 * A policy with the format of its kind. A new kind adds its format to the list here.
 *
 * @param <P> the kind
 */
record FormattedPolicy<P extends Policy & Savable>(PolicyFormat<P> format, P policy) {
  private static final List<PolicyFormat<?>> FORMATS =
      List.of(new NetworkPolicyFormat(), new QPolicyFormat());

  /**
   * The format of a policy's class.
   *
   * @throws IllegalArgumentException if there is none
   */
  static FormattedPolicy<?> of(Policy policy) {
    return FORMATS.stream()
        .flatMap(format -> of(format, policy).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    """
                    A %s can't be saved. Allowed: %s. Maybe copy its network into one of them."""
                        .formatted(policy.getClass().getName(), allowed())));
  }

  private static <P extends Policy & Savable> Optional<FormattedPolicy<P>> of(
      PolicyFormat<P> format, Policy policy) {
    return format.type().isInstance(policy)
        ? Optional.of(new FormattedPolicy<>(format, format.type().cast(policy)))
        : Optional.empty();
  }

  private static String allowed() {
    return String.join(
        " and ", FORMATS.stream().map(format -> format.type().getSimpleName()).toList());
  }

  /**
   * The policy of a policy.json, with parameters yet to be restored.
   *
   * @param weightBytes size of the file that holds them
   * @throws StateException if the kind is unknown or its description malformed
   */
  static FormattedPolicy<?> read(JsonNode node, long weightBytes) {
    String kind = node.path("kind").asText();
    for (PolicyFormat<?> format : FORMATS) {
      if (format.kind().equals(kind)) {
        return read(format, node, weightBytes);
      }
    }
    throw new StateException(
        "its kind is %s, which this program does not know. Maybe a newer one wrote it."
            .formatted(kind));
  }

  private static <P extends Policy & Savable> FormattedPolicy<P> read(
      PolicyFormat<P> format, JsonNode node, long weightBytes) {
    return new FormattedPolicy<>(format, format.read(node, weightBytes));
  }

  /** Adds the kind and what the format says. */
  void write(ObjectNode node) {
    if (!format.kind().isEmpty()) {
      node.put("kind", format.kind());
    }
    format.write(policy, node);
  }

  PolicyShape shape() {
    return format.shape(policy);
  }
}
