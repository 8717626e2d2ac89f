package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * C51 (Bellemare et al. 2017, arXiv 1707.06887): {@link Dqn} with probabilities of fixed returns,
 * the atoms, for each action.
 *
 * <pre>
 *   Q(s, a) = sum_k p_k(s, a) c_k,   c_1 = min, .., c_m = max evenly,   p = softmax
 *   t       = sum_j pbar_j(s', a*) split(clip(r + discount c_j)),   a* = argmax_a Qbar(s', a)
 *   L       = -sum_k t_k log p_k(s, a)
 * </pre>
 *
 * <p>split(y) shares y's mass among its two neighbours, see {@link CategoricalHead}. Returns beyond
 * [min, max] can't be told apart, so the range must hold every discounted return.
 */
public final class C51 {
  private C51() {}

  /**
   * What {@code c51} is in a config; the defaults are the paper's for Atari with Adam's rate, the
   * target's period and the exploration of Dopamine.
   *
   * @param min the lowest atom
   * @param max the highest atom
   * @param atoms m, both ends included
   * @param settings the other knobs
   */
  public record Options(
      @Allowed(min = -1e12, max = 1e12) double min,
      @Allowed(min = -1e12, max = 1e12) double max,
      @Allowed(min = 2, max = 4_096) int atoms,
      @JsonUnwrapped DqnSettings settings)
      implements DqnPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            -10,
            10,
            51,
            DqnSettings.DEFAULT
                .withStep(new DqnSettings.Step(2.5e-4, 0.01 / 32, 0))
                .withTarget(new DqnSettings.Target(2000, 1, false))
                .withExploration(new Exploration(1, 0.01, 0.1)));

    public Options {
      Check.allowed(Options.class, "min", min);
      Check.allowed(Options.class, "max", max);
      Check.allowed(Options.class, "atoms", atoms);
      head(min, max, atoms);
    }

    private static CategoricalHead.C51 head(double min, double max, int atoms) {
      return new CategoricalHead.C51(min, max, atoms);
    }

    @Override
    public Dqn.Options dqn() {
      return new Dqn.Options(settings, head(min, max, atoms));
    }

    /** The same with another {@code min}. */
    public Options withMin(double value) {
      return new Options(value, max, atoms, settings);
    }

    /** The same with another {@code max}. */
    public Options withMax(double value) {
      return new Options(min, value, atoms, settings);
    }

    /** The same with another {@code atoms}. */
    public Options withAtoms(int value) {
      return new Options(min, max, value, settings);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(min, max, atoms, value);
    }
  }
}
