package org.morl4j.agents.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.part.CriticOptions.Choice;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;

/**
 * Makes one answer of what several critics of vector values say.
 *
 * <pre>
 *   MIXED_MIN     k   = argmin_i mix(E Z_i)      for all signals of a row
 *   ELEMENT_MIN   k_s = argmin_i E Z_is,  argmax_i where s counts against the policy
 * </pre>
 *
 * Ties go to the first. B rows, S signals; D distributions make a target.
 */
final class CriticChoice {
  private final Choice options;
  private final boolean pools;
  private final boolean mean; // whether a policy climbs the critics' mean
  private final int signals;
  private int[] pick = {}; // [B, S] which critic counts
  private float[] mixed = {}; // [B]
  private float[] least = {}; // [B]
  private float[] values = {}; // [B, S]
  private float[] dValues = {};
  private float[] next = {}; // [B, S, D x outputs]
  private float[] slope = {}; // [B, S] d mix / d value, at the critics' mean
  private boolean[] against = {}; // [B, S] whether larger values are worse

  /**
   * @param pools whether targets hold the distributions of all critics
   */
  CriticChoice(Choice options, boolean pools, int signals) {
    this.options = options;
    this.pools = pools;
    this.signals = signals;
    // Distributions that are pooled have no least one.
    mean =
        options.policy() == PolicyTarget.MEAN
            || (pools && options.policy() == PolicyTarget.COMBINED);
  }

  /** Critics whose distributions a target holds. */
  int pooled(int critics) {
    return pools ? critics : 1;
  }

  /** Those that give a batch's targets: all, or a few drawn anew (REDQ). */
  List<Critic> forTargets(List<Critic> all, RandomGenerator rng) {
    if (options.drawn() == 0) {
      return all;
    }
    List<Critic> shuffled = new ArrayList<>(all);
    for (int i = 0; i < options.drawn(); i++) {
      Collections.swap(shuffled, i, i + rng.nextInt(shuffled.size() - i));
    }
    return shuffled.subList(0, options.drawn());
  }

  /** Those whose values a policy climbs. */
  List<Critic> forPolicy(List<Critic> all) {
    return options.policy() == PolicyTarget.FIRST ? all.subList(0, 1) : all;
  }

  private void reserve(List<Critic> critics, BatchRows rows) {
    if (mixed.length < rows.size()) {
      int n = rows.size() * signals;
      pick = new int[n];
      mixed = new float[rows.size()];
      least = new float[rows.size()];
      values = new float[n];
      dValues = new float[n];
      slope = new float[n];
      against = new boolean[n];
      next = new float[n * pooled(critics.size()) * critics.get(0).head().outputs()];
    }
  }

  /**
   * The outputs that make a target.
   *
   * @return live [B, S, {@link #pooled} x outputs]
   */
  float[] outputs(List<Critic> critics, BatchRows rows) {
    reserve(critics, rows);
    int each = pooled(critics.size());
    judge(critics, rows);
    if (!pools) {
      pick(critics, rows);
    }
    for (int i = 0; i < rows.size() * signals; i++) {
      for (int k = 0; k < each; k++) {
        Critic critic = critics.get(pools ? k : pick[i]);
        int width = critic.head().outputs();
        System.arraycopy(critic.out(), i * width, next, (i * each + k) * width, width);
      }
    }
    return next;
  }

  /** d mix / d value of each signal at the mean of those of the last {@link #outputs} [B, S]. */
  float[] slope() {
    return slope;
  }

  /** Where large values of the last {@link #outputs} are worse [B, S]. */
  boolean[] against() {
    return against;
  }

  private void judge(List<Critic> critics, BatchRows rows) {
    mean(critics, rows.size() * signals, values);
    rows.mixGradient(values, slope);
    rows.against(slope, against);
  }

  /**
   * The values that a policy climbs.
   *
   * @return live [B, S]
   */
  float[] values(List<Critic> critics, BatchRows rows) {
    reserve(critics, rows);
    int n = rows.size() * signals;
    if (mean) {
      mean(critics, n, values);
      return values;
    }
    if (options.combine() == Combine.ELEMENT_MIN) {
      judge(critics, rows);
    }
    pick(critics, rows);
    for (int i = 0; i < n; i++) {
      values[i] = critics.get(pick[i]).means()[i];
    }
    return values;
  }

  /** The mean over critics of n values. */
  static void mean(List<Critic> critics, int n, float[] out) {
    Arrays.fill(out, 0, n, 0);
    for (Critic critic : critics) {
      for (int i = 0; i < n; i++) {
        out[i] += critic.means()[i] / critics.size();
      }
    }
  }

  /**
   * Hands dL/dmix of the last {@link #values} on to the critics' means.
   *
   * @param dMixed [B]
   */
  void backward(List<Critic> critics, float[] dMixed, BatchRows rows) {
    rows.mixGradient(values, dValues);
    for (int i = 0; i < rows.size() * signals; i++) {
      float d = dValues[i] * dMixed[i / signals];
      for (int k = 0; k < critics.size(); k++) {
        float own = pick[i] == k ? d : 0;
        critics.get(k).dMeans()[i] = mean ? d / critics.size() : own;
      }
    }
  }

  /**
   * TD errors of the last regression: means over critics, sums over signals.
   *
   * @param out [B], written
   */
  void errors(List<Critic> critics, int rows, float[] out) {
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (Critic critic : critics) {
        for (int s = 0; s < signals; s++) {
          sum += critic.errors()[i * signals + s];
        }
      }
      out[i] = sum / critics.size();
    }
  }

  private void pick(List<Critic> critics, BatchRows rows) {
    int n = rows.size() * signals;
    Arrays.fill(pick, 0, n, 0);
    switch (options.combine()) {
      case ELEMENT_MIN -> elementWorst(critics, n);
      case MIXED_MIN -> mixedMin(critics, rows);
    }
  }

  private void elementWorst(List<Critic> critics, int n) {
    for (int k = 1; k < critics.size(); k++) {
      float[] means = critics.get(k).means();
      for (int i = 0; i < n; i++) {
        float worst = critics.get(pick[i]).means()[i];
        boolean worse = against[i] ? means[i] > worst : means[i] < worst;
        pick[i] = worse ? k : pick[i];
      }
    }
  }

  private void mixedMin(List<Critic> critics, BatchRows rows) {
    rows.mix(critics.get(0).means(), least);
    for (int k = 1; k < critics.size(); k++) {
      rows.mix(critics.get(k).means(), mixed);
      for (int i = 0; i < rows.size(); i++) {
        if (mixed[i] < least[i]) {
          least[i] = mixed[i];
          Arrays.fill(pick, i * signals, (i + 1) * signals, k);
        }
      }
    }
  }
}
