package org.morl4j.agents.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.value.Backup;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.nn.NetworkSpec;

/**
 * Critics Q_1 .. Q_n of S signals behind one kind of value head, each with a target network.
 *
 * <pre>
 *   next      Z'_k(s', a') of the target networks
 *   bellman   y = r + discount (next + shift)
 *   regress   one step of every critic on its head's loss at y
 *   values    E Z_k(s, a) of either copy
 *   backward  dL/da through the mixed values
 * </pre>
 *
 * Which k counts, or whether all do, is {@link CriticOptions}' choice, which expects little of what
 * a policy seeks and much of what counts against it. B rows; D distributions make a target, 1 but
 * for heads that pool those of all critics.
 */
public final class QEnsemble implements Composite {
  private final List<Critic> critics = new ArrayList<>();
  private final boolean parallel;
  private final RowShape shape;
  private final ValueHead head;
  private final CriticChoice choice;
  private final ActionSets sets = new ActionSets();
  private List<Critic> asked = List.of(); // those the last values are of
  private float[] mixed = {}; // [B]
  private float[] dAct = {}; // [B, A]
  private float[] y = {}; // [B, S, targets]

  public QEnsemble(CriticOptions options, Mlps mlps) {
    parallel = options.parallel();
    shape = mlps.shape();
    int signals = shape.signals();
    choice = new CriticChoice(options.choice(), options.head().pools(), signals);
    for (int i = 0; i < options.count(); i++) {
      ValueHead own = options.head().head(signals, choice.pooled(options.count()));
      NetworkSpec spec =
          mlps.spec(shape.stateAction(), options.layerNorm(), signals * own.outputs());
      critics.add(new Critic(spec, own, signals, mlps));
    }
    head = critics.get(0).head();
  }

  private void reserve(int rows) {
    if (mixed.length < rows) {
      mixed = new float[rows];
      dAct = new float[rows * shape.act()];
      y = new float[rows * shape.signals() * head.targets()];
    }
  }

  private void each(List<Critic> some, Consumer<Critic> work) {
    if (parallel && some.size() > 1) {
      some.parallelStream().forEach(work);
    } else {
      some.forEach(work);
    }
  }

  /**
   * What the target networks expect after a step.
   *
   * @param in (s', a') [B, F + A + m]
   * @return live [B, S, D x outputs of the head]
   */
  public float[] next(float[] in, BatchRows rows, RandomGenerator rng) {
    List<Critic> some = choice.forTargets(critics, rng);
    each(some, critic -> critic.forward(Copy.TARGET, in, rows.size()));
    return choice.outputs(some, rows);
  }

  /**
   * How much each signal of the last {@link #next} counts.
   *
   * @return d mix / d value at the critics' mean, live [B, S]
   */
  public float[] nextSlope() {
    return choice.slope();
  }

  /**
   * What the critics are to learn.
   *
   * @param after what {@link #next} gave; for a head of plain numbers any values [B, S]
   * @param shift [B, S], added to it, such as -alpha log pi(a'|s'); null for nothing
   * @return live [B, S, targets of the head]
   */
  public float[] bellman(
      float[] after, float @Nullable [] shift, BatchRows rows, RandomGenerator rng) {
    reserve(rows.size());
    int n = rows.size() * shape.signals();
    Backup backup = new Backup(rows.reward(), rows.discount(), shift, choice.against());
    head.target(after, n, backup, rng, y);
    return y;
  }

  /**
   * One gradient step of every critic at the batch's actions.
   *
   * @param targets [B, S, targets of the head], as {@link #bellman} gives them
   * @return the sum of the critics' losses
   */
  public double regress(float[] targets, BatchRows rows, double learningRate) {
    float[] in = rows.stateAction();
    each(critics, critic -> critic.regress(in, targets, rows, learningRate));
    double sum = 0;
    for (Critic critic : critics) {
      sum += critic.loss();
    }
    return sum;
  }

  /**
   * The same with a term on the critics' values of the batch's and of other actions.
   *
   * @param targets [B, S, targets of the head]
   * @param rng of what the term draws
   * @return the sum of the critics' losses, the term's among them
   */
  public double regress(
      float[] targets, CriticTerm term, BatchRows rows, RandomGenerator rng, double learningRate) {
    if (term.sets() == 0) {
      return regress(targets, rows, learningRate);
    }
    sets.load(rows, term.sets());
    term.choose(rows, rng, sets);
    each(critics, critic -> critic.forward(Copy.LIVE, sets.in(), sets.size()));
    double sum = 0;
    for (Critic critic : critics) {
      sum += sets.add(term, rows, critic.means(), critic.dMeans());
    }
    each(critics, critic -> critic.regress(targets, rows, sets.size(), learningRate));
    for (Critic critic : critics) {
      sum += critic.loss();
    }
    return sum;
  }

  /**
   * Writes the last regression's TD errors to the batch where it has a column for them: means over
   * critics, sums over signals.
   */
  public void tellErrors(Batch batch) {
    if (batch.has(Column.TD_ERROR)) {
      choice.errors(critics, batch.rows(), batch.column(Column.TD_ERROR));
    }
  }

  /**
   * Expected values, as a policy is to climb them.
   *
   * @param in (s, a) [B, F + A + m]
   * @return live [B, S]
   */
  public float[] values(Copy copy, float[] in, BatchRows rows) {
    asked = choice.forPolicy(critics);
    each(asked, critic -> critic.forward(copy, in, rows.size()));
    return choice.values(asked, rows);
  }

  /**
   * Expected values that all critics combine to, whichever of them a policy climbs.
   *
   * @param in (s, a) [B, F + A + m]
   * @return live [B, S]
   */
  public float[] combined(Copy copy, float[] in, BatchRows rows) {
    each(critics, critic -> critic.forward(copy, in, rows.size()));
    return choice.values(critics, rows);
  }

  /** The live {@link #values} mixed into one of each row, live [B]. */
  public float[] mixed(float[] in, BatchRows rows) {
    reserve(rows.size());
    rows.mix(values(Copy.LIVE, in, rows), mixed);
    return mixed;
  }

  /**
   * Takes dL/dmix(Q) of the last {@link #mixed} back to the actions.
   *
   * @param dMixed [B]
   * @return dL/da, live [B, A]
   */
  public float[] backward(float[] dMixed, BatchRows rows) {
    choice.backward(asked, dMixed, rows);
    each(asked, critic -> critic.inputGradient(rows.size()));
    int width = shape.act();
    Arrays.fill(dAct, 0, rows.size() * width, 0);
    for (Critic critic : asked) {
      for (int i = 0; i < rows.size() * width; i++) {
        int at = i / width * shape.stateAction() + shape.features() + i % width;
        dAct[i] += critic.dIn()[at];
      }
    }
    return dAct;
  }

  /** Moves all target networks: target = target + polyak (network - target). */
  public void track(double polyak) {
    each(critics, critic -> critic.track(polyak));
  }

  /** Norm of all critics' gradients of the last regression together. */
  public double gradientNorm() {
    double squares = 0;
    for (Critic critic : critics) {
      squares += critic.norm() * critic.norm();
    }
    return Math.sqrt(squares);
  }

  /** A copy of critic {@code i}'s flat gradient of the last regression. */
  public float[] gradient(int i) {
    return critics.get(i).gradient();
  }

  /** What the critics expect as evaluations ask for it: the mean over critics. */
  public ValueFunction valueFunction() {
    return (obs, act, preference, n, out) -> {
      float[] in = new float[n * shape.stateAction()];
      shape.join(obs, act, preference, n, in);
      each(critics, critic -> critic.forward(Copy.LIVE, in, n));
      CriticChoice.mean(critics, n * shape.signals(), out);
    };
  }

  @Override
  public Parts parts() {
    Parts parts = new Parts();
    for (int i = 0; i < critics.size(); i++) {
      parts.part(Integer.toString(i), critics.get(i));
    }
    return parts;
  }
}
