package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;

/**
 * Critics Q_1 .. Q_n of S signals behind one kind of value head, and their target networks.
 *
 * <pre>
 *   targets   y = r + discount (Z'_k(s', a') + shift),  k = argmin_i mix(E Z'_i)   (MIXED_MIN)
 *                                                       k_s = argmin_i E Z'_is     (ELEMENT_MIN)
 *   regress   one step of every critic on its head's loss at y
 *   values    mix(E Z_k(s, a)), k likewise; or the mean over critics (where the head pools all laws,
 *             as in TQC, or the options say so, as for REDQ); or the first critic's (TD3)
 * </pre>
 *
 * For the targets i runs over all critics, or over a few that are drawn anew each time (REDQ).
 *
 * <p>Rows B; a critic's input is whatever the agent puts into a row (observation, action,
 * preference).
 */
public final class Critics implements Savable {
  private final Critic[] critics;
  private final CriticOptions options;
  private final int signals;
  private final boolean pools;
  private final PolicyTarget ascent;
  private final ValueHead head;

  private float[] mixed = {}; // [B]
  private float[] least = {}; // [B]
  private int[] pick = {}; // [B, S] critic whose value counts
  private final int[] order; // of the critics; a draw puts those drawn first
  private int taken; // critics that the last values are of
  private float[] values = {}; // [B, S]
  private float[] dValues = {};
  private float[] next = {}; // [B, S, laws x outputs]
  private float[] targets = {}; // [B, S, targets]

  /**
   * @param inputs values that a row holds
   * @param hidden units of the hidden layers
   * @param activation of the hidden layers
   * @param init draws the parameters
   */
  public Critics(
      CriticOptions options,
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int signals,
      RandomGenerator init) {
    this.options = options;
    this.signals = signals;
    pools = options.head().pools();
    // Laws that are pooled have no least one.
    ascent =
        pools && options.policy() == PolicyTarget.COMBINED ? PolicyTarget.MEAN : options.policy();
    order = IntStream.range(0, options.count()).toArray();
    critics = new Critic[options.count()];
    for (int i = 0; i < critics.length; i++) {
      ValueHead own = options.head().head(signals, pools ? critics.length : 1);
      NetworkSpec spec =
          NetworkSpec.mlp(inputs, hidden, activation, options.layerNorm(), signals * own.outputs());
      critics[i] = new Critic(spec, own, signals, init);
    }
    head = critics[0].head();
  }

  private void reserve(int rows) {
    if (mixed.length < rows) {
      int n = rows * signals;
      mixed = new float[rows];
      least = new float[rows];
      pick = new int[n];
      values = new float[n];
      dValues = new float[n];
      next = new float[n * head.outputs() * (pools ? critics.length : 1)];
      targets = new float[n * head.targets()];
    }
  }

  private void each(Consumer<Critic> work) {
    sort();
    first(critics.length, work);
  }

  /** The first {@code n} critics of the order. */
  private void first(int n, Consumer<Critic> work) {
    if (options.parallel() && n > 1) {
      IntStream.range(0, n).parallel().forEach(i -> work.accept(critics[order[i]]));
    } else {
      for (int i = 0; i < n; i++) {
        work.accept(critics[order[i]]);
      }
    }
  }

  /** So that ties and draws depend on nothing that came before. */
  private void sort() {
    Arrays.setAll(order, i -> i);
  }

  /** How many critics give this batch's targets, once they stand first in the order. */
  private int draw(RandomGenerator rng) {
    if (options.drawn() == 0) {
      return critics.length;
    }
    sort();
    for (int i = 0; i < options.drawn(); i++) {
      int j = i + rng.nextInt(critics.length - i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return options.drawn();
  }

  /**
   * What the critics are to learn at (s, a).
   *
   * @param in of (s', a') [B, inputs]
   * @param reward [B, S]
   * @param discount [B, S]
   * @param shift [B, S], added to the next values, or null
   * @return live [B, S, targets of the head]
   */
  public float[] targets(
      float[] in,
      int rows,
      Criterion criterion,
      float @Nullable [] preference,
      float[] reward,
      float[] discount,
      float @Nullable [] shift,
      RandomGenerator rng) {
    reserve(rows);
    int n = draw(rng);
    first(n, critic -> critic.targetMeans(in, rows));
    if (pools) {
      pool(rows);
    } else {
      pick(n, rows, criterion, preference);
      gather(rows);
    }
    head.target(next, rows * signals, reward, discount, shift, rng, targets);
    return targets;
  }

  /**
   * Which critic's value counts, from the means of the last forward passes.
   *
   * @param among so many critics, the first of the order
   */
  private void pick(int among, int rows, Criterion criterion, float @Nullable [] preference) {
    int n = rows * signals;
    Arrays.fill(pick, 0, n, order[0]);
    if (options.combine() == Combine.ELEMENT_MIN) {
      for (int k = 1; k < among; k++) {
        float[] means = critics[order[k]].meansOfLast();
        for (int i = 0; i < n; i++) {
          pick[i] = means[i] < critics[pick[i]].meansOfLast()[i] ? order[k] : pick[i];
        }
      }
      return;
    }
    criterion.mix(critics[order[0]].meansOfLast(), preference, rows, least);
    for (int k = 1; k < among; k++) {
      criterion.mix(critics[order[k]].meansOfLast(), preference, rows, mixed);
      for (int i = 0; i < rows; i++) {
        if (mixed[i] < least[i]) {
          least[i] = mixed[i];
          Arrays.fill(pick, i * signals, (i + 1) * signals, order[k]);
        }
      }
    }
  }

  private void gather(int rows) {
    int width = head.outputs();
    for (int i = 0; i < rows * signals; i++) {
      System.arraycopy(critics[pick[i]].out(), i * width, next, i * width, width);
    }
  }

  private void pool(int rows) {
    int width = head.outputs();
    int laws = critics.length;
    for (int i = 0; i < rows * signals; i++) {
      for (int k = 0; k < laws; k++) {
        System.arraycopy(critics[k].out(), i * width, next, (i * laws + k) * width, width);
      }
    }
  }

  /**
   * One gradient step of every critic.
   *
   * @param in of (s, a) [B, inputs]
   * @param y what {@link #targets} gave
   * @param weight [B], or null for 1
   * @return the sum of the critics' losses
   */
  public double regress(
      float[] in, float[] y, int rows, float @Nullable [] weight, double learningRate) {
    each(critic -> critic.regress(in, y, rows, weight, learningRate));
    double sum = 0;
    for (Critic critic : critics) {
      sum += critic.loss();
    }
    return sum;
  }

  /** Means over critics and sums over signals of the last regression's TD errors, into [B]. */
  public void errors(int rows, float[] out) {
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (Critic critic : critics) {
        for (int s = 0; s < signals; s++) {
          sum += critic.errors()[i * signals + s];
        }
      }
      out[i] = sum / critics.length;
    }
  }

  /**
   * Expected values of (s, a), as the policy is to climb them.
   *
   * @return live [B, S]
   */
  public float[] values(float[] in, int rows, Criterion criterion, float @Nullable [] preference) {
    reserve(rows);
    if (ascent == PolicyTarget.MEAN) {
      means(in, rows, values);
      taken = critics.length;
      return values;
    }
    taken = ascent == PolicyTarget.FIRST ? 1 : critics.length;
    sort();
    first(taken, critic -> critic.means(in, rows));
    pick(taken, rows, criterion, preference);
    int n = rows * signals;
    for (int i = 0; i < n; i++) {
      values[i] = critics[pick[i]].meansOfLast()[i];
    }
    return values;
  }

  /**
   * Expected values of (s, a), the mean over critics.
   *
   * @param out [B, S], written
   */
  public void means(float[] in, int rows, float[] out) {
    each(critic -> critic.means(in, rows));
    Arrays.fill(out, 0, rows * signals, 0);
    for (Critic critic : critics) {
      for (int i = 0; i < rows * signals; i++) {
        out[i] += critic.meansOfLast()[i] / critics.length;
      }
    }
  }

  /** What the critics expect, as evaluations ask for it; see {@link #means}. */
  public ValueFunction valueFunction(int features, int actSize) {
    return (obs, act, preference, n, out) -> {
      int width = critics[0].inputs();
      int weights = width - features - actSize;
      float[] in = new float[n * width];
      for (int i = 0; i < n; i++) {
        System.arraycopy(obs, i * features, in, i * width, features);
        for (int j = 0; j < actSize; j++) {
          in[i * width + features + j] = (float) act[i * actSize + j];
        }
        if (preference != null) {
          int at = i * width + features + actSize;
          System.arraycopy(preference, i * weights, in, at, weights);
        }
      }
      means(in, n, out);
    };
  }

  /**
   * Takes dL/dmix(Q) of the last {@link #values} back to a part of the inputs, such as the action.
   *
   * @param dMixed [B]
   * @param at first input of the part
   * @param width inputs of the part
   * @param dPart [B, width], written
   */
  public void backward(
      float[] dMixed,
      int rows,
      Criterion criterion,
      float @Nullable [] preference,
      int at,
      int width,
      float[] dPart) {
    criterion.mixGradient(values, preference, rows, dValues);
    for (int i = 0; i < rows * signals; i++) {
      dValues[i] *= dMixed[i / signals];
    }
    for (int k = 0; k < taken; k++) {
      float[] dMeans = critics[k].dMeans();
      for (int i = 0; i < rows * signals; i++) {
        float picked = pick[i] == k ? dValues[i] : 0;
        dMeans[i] = ascent == PolicyTarget.MEAN ? dValues[i] / taken : picked;
      }
    }
    sort();
    first(taken, critic -> critic.inputGradient(rows));
    Arrays.fill(dPart, 0, rows * width, 0);
    for (int k = 0; k < taken; k++) {
      Critic critic = critics[k];
      int inputs = critic.inputs();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < width; j++) {
          dPart[i * width + j] += critic.dIn()[i * inputs + at + j];
        }
      }
    }
  }

  /** Moves all target networks: target = target + polyak (network - target). */
  public void track(double polyak) {
    each(critic -> critic.track(polyak));
  }

  /** Norm of all critics' gradients of the last regression together. */
  public double gradientNorm() {
    double squares = 0;
    for (Critic critic : critics) {
      squares += critic.norm() * critic.norm();
    }
    return Math.sqrt(squares);
  }

  /** Critic {@code i}'s flat gradient of the last regression, live. */
  public float[] gradient(int i) {
    return critics[i].gradient();
  }

  /** Networks and heads, without the optimisers. */
  public void saveNetworks(State out) {
    for (int i = 0; i < critics.length; i++) {
      critics[i].saveNetworks(out.child(Integer.toString(i)));
    }
  }

  public void restoreNetworks(State in) {
    for (int i = 0; i < critics.length; i++) {
      critics[i].restoreNetworks(in.child(Integer.toString(i)));
    }
  }

  public void resetOptimisers() {
    for (Critic critic : critics) {
      critic.resetOptimiser();
    }
  }

  @Override
  public void save(State out) {
    out.put("critics", critics);
  }

  @Override
  public void restore(State in) {
    in.restore("critics", critics);
  }
}
