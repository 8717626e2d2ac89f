package org.morl4j.agents.part;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.nn.RateSchedule;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/**
 * Fits a policy to actions by weighted maximum likelihood: behaviour cloning and, with weights of
 * the advantage, the policy step of IQL and its relatives.
 *
 * <pre>
 *   L_pi = -E[w log pi(a|s)]
 * </pre>
 *
 * B rows, A action values; w is a constant of the gradient.
 */
public final class PolicyFit {
  /**
   * How weighted likelihood makes a policy.
   *
   * @param maxWeight largest weight of a row
   * @param policySchedule how the policy's learning rate changes over the run's updates; {@code
   *     schedule} is that of all other rates
   * @param head the policy's distribution
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double maxWeight,
      RateSchedule policySchedule,
      HeadOptions head) {
    /** Those of IQL's authors: a Gaussian around a mean within the bounds, cosine decay. */
    public static final Options DEFAULT =
        new Options(
            100, RateSchedule.COSINE, new HeadOptions(HeadOptions.Gaussian.BOUNDED_MEAN, 0, -5, 2));

    public Options {
      Check.allowed(Options.class, "maxWeight", maxWeight);
    }

    /** The policy's learning rate at update {@code done}, from 0, of {@code updates}. */
    public double learningRate(Rates rates, long done, long updates) {
      return policySchedule.at(rates.learningRate(), done, updates);
    }

    /** The same with another {@code maxWeight}. */
    public Options withMaxWeight(double value) {
      return new Options(value, policySchedule, head);
    }

    /** The same with another {@code policySchedule}. */
    public Options withPolicySchedule(RateSchedule value) {
      return new Options(maxWeight, value, head);
    }

    /** The same with another {@code head}. */
    public Options withHead(HeadOptions value) {
      return new Options(maxWeight, policySchedule, value);
    }
  }

  private final ActorNetwork actor;
  private float[] logProb = {}; // [B]
  private float[] dLogProb = {};
  private float[] entropy = {};
  private float[] dEntropy = {}; // zeros
  private float[] dOut = {}; // [B, outputs]
  private final float[] dFree;
  private double norm;

  /**
   * @param actor a policy of any action space
   */
  public PolicyFit(ActorNetwork actor) {
    this.actor = actor;
    dFree = new float[actor.head().free()];
  }

  /**
   * One gradient step.
   *
   * @param state what the policy sees [B, F + m]
   * @param act actions in the environment's units [B, A]
   * @param weight w [B], or null for 1
   * @return L_pi before it
   */
  public double likelihood(
      float[] state, double[] act, float @Nullable [] weight, int rows, double learningRate) {
    ActionHead head = actor.head();
    if (logProb.length < rows) {
      logProb = new float[rows];
      dLogProb = new float[rows];
      entropy = new float[rows];
      dEntropy = new float[rows];
      dOut = new float[rows * head.outputs()];
    }
    float[] out = actor.forward(Copy.LIVE, state, rows);
    head.evaluate(out, actor.free(), act, rows, logProb, entropy);
    double loss = loss(logProb, weight, rows, dLogProb);
    Arrays.fill(dFree, 0);
    head.backward(out, actor.free(), act, rows, dLogProb, dEntropy, dOut, dFree);
    norm = actor.step(dOut, dFree, learningRate);
    return loss;
  }

  /**
   * L_pi and its derivative.
   *
   * @param logProb log pi(a|s) [B]
   * @param weight w [B], or null for 1
   * @param dLogProb [B], written
   */
  static double loss(float[] logProb, float @Nullable [] weight, int rows, float[] dLogProb) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      float w = weight == null ? 1 : weight[i];
      sum -= w * (double) logProb[i];
      dLogProb[i] = -w / rows;
    }
    return sum / rows;
  }

  /** The gradient's norm at the last step. */
  public double gradientNorm() {
    return norm;
  }
}
