package org.morl4j.agents.dice;

import java.util.Arrays;
import java.util.List;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link Odice}'s policy is made, beside {@link PolicyFit.Options}.
 *
 * @param weight which weights it gets
 * @param policyHidden units of its hidden layers; {@code hidden} is V's
 * @param weightDecay share of a parameter of the policy that a step at rate 1 takes off
 */
public record OdicePolicy(
    Weight weight,
    @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> policyHidden,
    @Allowed(min = 0, max = 1) double weightDecay) {
  /** Weights of actions, by x = mix(df). */
  public enum Weight {
    /** x_+: the authors' code. */
    POSITIVE_PART,
    /** (1 + x / 2)_+: the paper's, the density ratio of the dual. */
    CONJUGATE
  }

  public static final OdicePolicy DEFAULT =
      new OdicePolicy(Weight.POSITIVE_PART, List.of(1024, 1024), 1e-4);

  public OdicePolicy {
    Check.allowed(OdicePolicy.class, "policyHidden", policyHidden);
    Check.allowed(OdicePolicy.class, "weightDecay", weightDecay);
    policyHidden = List.copyOf(policyHidden);
  }

  WeightRule rule() {
    return switch (weight) {
      case POSITIVE_PART -> new WeightRule.PositivePart();
      case CONJUGATE -> new WeightRule.Sparse(1);
    };
  }

  /** The same with another {@code weight}. */
  public OdicePolicy withWeight(Weight value) {
    return new OdicePolicy(value, policyHidden, weightDecay);
  }

  /** The same with other {@code policyHidden}. */
  public OdicePolicy withPolicyHidden(int... value) {
    return new OdicePolicy(weight, Arrays.stream(value).boxed().toList(), weightDecay);
  }

  /** The same with another {@code weightDecay}. */
  public OdicePolicy withWeightDecay(double value) {
    return new OdicePolicy(weight, policyHidden, value);
  }
}
