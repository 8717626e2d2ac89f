package org.morl4j.agents.part;

import java.util.Arrays;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;
import org.morl4j.nn.Network;
import org.morl4j.nn.head.ActionHead;

/**
 * Keeps a policy near the one it was a while ago, for heads without free parameters:
 *
 * <pre>
 *   coefficient E[KL(pi || pi_k)(s)],   pi_k = pi after every so many updates
 * </pre>
 */
public final class AnchorKl implements PolicyTerm {
  private static final float[] NO_FREE = {};

  /**
   * What it came to.
   *
   * @param kl E[KL(pi || pi_k)]
   */
  public record Losses(double kl) {}

  private final Network policy;
  private final Network anchor;
  private final ActionHead head;
  private final double coefficient;
  private final int every;
  private float[] kl = {}; // [B]
  private float[] dKl = {};
  private float[] dOut = {}; // [B, outputs]
  private Losses losses = new Losses(0);

  /**
   * @param actor the policy, which the anchor begins as
   * @param coefficient in units of the return
   * @param every updates after which the anchor becomes the policy
   */
  public AnchorKl(ActorNetwork actor, double coefficient, int every) {
    policy = actor.policy().network();
    anchor = policy.copy();
    head = actor.head();
    this.coefficient = Check.notNegative("coefficient", coefficient);
    this.every = Check.atLeast("every", every, 1);
  }

  @Override
  public double add(BatchRows rows, float[] out, float[] dOutAll) {
    int n = rows.size();
    if (kl.length != n) {
      kl = new float[n];
      dKl = new float[n];
      dOut = new float[n * head.outputs()];
      Arrays.fill(dKl, 1f / n);
    }
    float[] old = anchor.forward(rows.state(), n);
    head.kl(out, NO_FREE, old, NO_FREE, n, kl);
    head.klBackward(out, NO_FREE, old, NO_FREE, n, dKl, dOut, NO_FREE);
    for (int i = 0; i < dOut.length; i++) {
      dOutAll[i] += (float) coefficient * dOut[i];
    }
    losses = new Losses(rows.mean(kl));
    return coefficient * losses.kl;
  }

  @Override
  public Losses losses() {
    return losses;
  }

  @Override
  public void after(long updates) {
    if (updates % every == 0) {
      anchor.track(policy, 1);
    }
  }

  @Override
  public void saveValues(State to) {
    float[] values = new float[anchor.parameterCount()];
    anchor.getParameters(values, 0);
    to.put("anchor", values);
  }

  @Override
  public void start(State values) {
    anchor.setParameters(values.floats("anchor", anchor.parameterCount()), 0);
  }

  @Override
  public void save(State to) {
    saveValues(to);
  }

  @Override
  public void restore(State from) {
    start(from);
  }
}
