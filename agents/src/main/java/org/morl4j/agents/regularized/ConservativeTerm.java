package org.morl4j.agents.regularized;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActionSets;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CriticTerm;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.Temperature;

/**
 * Lets critics expect less of actions that nobody recorded (Kumar et al. 2020, arXiv 2006.04779,
 * equation 4, by importance samples as in its code).
 *
 * <pre>
 *   L_i = c E[d_i - gap],   d_i = T log sum_k exp((q_k - log p_k) / T) - mix(Q_i(s, a))
 *   q_k = mix(Q_i(s, a_k)),  for Cal-QL max(q_k, mix(G)) where a_k is the policy's   G: return to go
 * </pre>
 *
 * a_k: n actions from the uniform distribution, n of pi(.|s') and n of pi(.|s), with densities p_k
 * in [-1, 1]^A. B rows.
 */
final class ConservativeTerm implements CriticTerm, Composite {
  /** What q_k of the policy's actions can't count below. */
  enum Floor {
    /** Nothing: CQL. */
    NONE,
    /** The mixed return to go of the row: Cal-QL. */
    RETURN_TO_GO
  }

  /**
   * What the last update came to.
   *
   * @param gap E[d_i], the mean over critics
   * @param conservatism c
   * @param floored share of the policy's actions that count as the return to go; 0 without a floor
   */
  public record Losses(double gap, double conservatism, double floored) {}

  private final int each; // n
  private final double softness; // T
  private final double target; // gap
  private final Floor floor;
  private final SoftActor actor;
  private final Temperature multiplier;
  private float[] uniform = {}; // [B, A]
  private float[] logDensity = {}; // [3 n, B]
  private float[] least = {}; // [B]
  private float[] difference = {}; // [B], the mean over critics so far
  private double[] score = {}; // [3 n]
  private double[] slope = {}; // [3 n]
  private int critics;
  private long raised;
  private Losses losses = new Losses(0, 0, 0);

  ConservativeTerm(Cql.Settings options, Floor floor, SoftActor actor) {
    each = options.actions();
    softness = options.softness();
    target = options.conservatism().gap();
    this.floor = floor;
    this.actor = actor;
    multiplier = options.conservatism().multiplier();
  }

  @Override
  public int sets() {
    return 3 * each;
  }

  @Override
  public void choose(BatchRows rows, RandomGenerator rng, ActionSets sets) {
    int n = rows.size();
    if (least.length != n) {
      uniform = new float[n * actor.actSize()];
      logDensity = new float[sets() * n];
      least = new float[n];
      difference = new float[n];
      score = new double[sets()];
      slope = new double[sets()];
    }
    for (int k = 0; k < each; k++) {
      for (int i = 0; i < uniform.length; i++) {
        uniform[i] = 2 * rng.nextFloat() - 1;
      }
      sets.put(rows, 1 + k, uniform);
    }
    Arrays.fill(logDensity, 0, each * n, (float) (actor.actSize() * Math.log(0.5)));
    actor.forward(Copy.LIVE, rows.nextState(), n);
    draw(rows, rng, sets, each);
    actor.forward(Copy.LIVE, rows.state(), n);
    draw(rows, rng, sets, 2 * each);
    switch (floor) {
      case NONE -> Arrays.fill(least, Float.NEGATIVE_INFINITY);
      case RETURN_TO_GO -> rows.mix(rows.returnToGo(), least);
    }
    Arrays.fill(difference, 0);
    critics = 0;
    raised = 0;
  }

  /** Sets of the policy's actions at the states of its last pass. */
  private void draw(BatchRows rows, RandomGenerator rng, ActionSets sets, int from) {
    for (int k = from; k < from + each; k++) {
      actor.redraw(rows.size(), rng);
      sets.put(rows, 1 + k, actor.act());
      System.arraycopy(actor.logProb(), 0, logDensity, k * rows.size(), rows.size());
    }
  }

  @Override
  public double add(BatchRows rows, float[] mixed, float[] dMixed) {
    int n = rows.size();
    double c = multiplier.alpha();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double weight = c * rows.weight(i) / n;
      double d = difference(i, n, mixed, dMixed, weight);
      sum += weight * (d - target);
      difference[i] += ((float) d - difference[i]) / (critics + 1);
    }
    critics++;
    return sum;
  }

  /** d_i of row {@code i}, its slopes times {@code weight} to {@code dMixed}. */
  private double difference(int i, int n, float[] mixed, float[] dMixed, double weight) {
    for (int k = 0; k < score.length; k++) {
      boolean below = k >= each && mixed[(1 + k) * n + i] < least[i];
      raised += below ? 1 : 0;
      score[k] = (below ? least[i] : mixed[(1 + k) * n + i]) - logDensity[k * n + i];
    }
    double soft = softMaximum(score, softness, slope);
    for (int k = 0; k < score.length; k++) {
      boolean below = k >= each && mixed[(1 + k) * n + i] < least[i];
      dMixed[(1 + k) * n + i] = below ? 0 : (float) (weight * slope[k]);
    }
    dMixed[i] = (float) -weight;
    return soft - mixed[i];
  }

  /**
   * T log sum_k exp(x_k / T).
   *
   * @param slope of it in each x_k, written
   */
  static double softMaximum(double[] x, double softness, double[] slope) {
    double most = Arrays.stream(x).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      slope[k] = Math.exp((x[k] - most) / softness);
      sum += slope[k];
    }
    for (int k = 0; k < x.length; k++) {
      slope[k] /= sum;
    }
    return most + softness * Math.log(sum);
  }

  @Override
  public void after(BatchRows rows, double share) {
    double drawn = 2.0 * each * rows.size() * critics;
    losses = new Losses(rows.mean(difference), multiplier.alpha(), raised / drawn);
    multiplier.step(difference, rows.size(), share);
  }

  @Override
  public Losses losses() {
    return losses;
  }

  @Override
  public Parts parts() {
    return new Parts().part("multiplier", multiplier);
  }
}
