package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link Cpq} takes actions that nobody recorded for costly; the defaults are those of OSRL's
 * code.
 *
 * @param vae tells how unlike the recorded ones an action is
 * @param actions K, which are drawn from the policy at each state of a batch
 * @param seenShare share of them that counts as recorded: those of least divergence
 * @param costScale what unseen actions are to cost, in limits
 * @param raiseCosts whether critics move for it, as in the paper; in OSRL's code nothing does,
 *     since the term is of target critics
 * @param initialAlpha weight of the term at first; it learns at the policy's rate
 */
public record UnseenCosts(
    @JsonUnwrapped ActionVae.Options vae,
    @Allowed(min = 1, max = 1000) int actions,
    @Allowed(min = 0, max = 1) double seenShare,
    @Allowed(min = 0, max = 1e6) double costScale,
    boolean raiseCosts,
    @Allowed(above = 0, max = 1e12) double initialAlpha) {
  public static final UnseenCosts DEFAULT =
      new UnseenCosts(new ActionVae.Options(List.of(400, 400), 1e-3), 10, 0.75, 1.5, false, 1);

  public UnseenCosts {
    Check.allowed(UnseenCosts.class, "actions", actions);
    Check.allowed(UnseenCosts.class, "seenShare", seenShare);
    Check.allowed(UnseenCosts.class, "costScale", costScale);
    Check.allowed(UnseenCosts.class, "initialAlpha", initialAlpha);
  }

  /** The same with another {@code vae}. */
  public UnseenCosts withVae(ActionVae.Options value) {
    return new UnseenCosts(value, actions, seenShare, costScale, raiseCosts, initialAlpha);
  }

  /** The same with other {@code actions}. */
  public UnseenCosts withActions(int value) {
    return new UnseenCosts(vae, value, seenShare, costScale, raiseCosts, initialAlpha);
  }

  /** The same with another {@code seenShare}. */
  public UnseenCosts withSeenShare(double value) {
    return new UnseenCosts(vae, actions, value, costScale, raiseCosts, initialAlpha);
  }

  /** The same with another {@code costScale}. */
  public UnseenCosts withCostScale(double value) {
    return new UnseenCosts(vae, actions, seenShare, value, raiseCosts, initialAlpha);
  }

  /** The same with another {@code raiseCosts}. */
  public UnseenCosts withRaiseCosts(boolean value) {
    return new UnseenCosts(vae, actions, seenShare, costScale, value, initialAlpha);
  }

  /** The same with another {@code initialAlpha}. */
  public UnseenCosts withInitialAlpha(double value) {
    return new UnseenCosts(vae, actions, seenShare, costScale, raiseCosts, value);
  }
}
