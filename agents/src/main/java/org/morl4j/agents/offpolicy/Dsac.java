package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * DSAC, distributional soft actor-critic (Duan et al. 2020, arXiv 2001.02811): {@link Sac} with one
 * critic that puts out a Gaussian distribution of the return.
 *
 * <pre>
 *   z    = r + discount (z' - alpha log pi(a'|s')),   z' ~ Z'(s', a'),  a' ~ pi'
 *   L_Q  = E[(Q - z)^2 / (2 sg[sigma]^2) + (sg[Q] - C(z))^2 / (2 sigma^2) + log sigma]
 *   L_pi = E[alpha log pi(a|s) - Q(s, a)]
 * </pre>
 *
 * <p>C clips to Q +- tdBound; sg is a constant of the gradient; see {@link GaussianHead}. Policy,
 * temperature and targets move at every second update. tdBound is in units of the return and has to
 * fit the reward's scale, which {@link DsacT} does without. See docs/dsac.md.
 */
public final class Dsac {
  private Dsac() {}

  /**
   * What {@code dsac} is in a config; the defaults are those of the authors' code, as {@link DsacT}
   * has them.
   *
   * @param tdBound bound on a sampled target's distance from Q, in units of the return
   * @param settings the other knobs
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double tdBound, @JsonUnwrapped Sac.Settings settings)
      implements SacPreset<Options> {
    public static final Options DEFAULT = new Options(10, DsacT.Options.DEFAULT.settings());

    public Options {
      Check.allowed(Options.class, "tdBound", tdBound);
      head(tdBound);
    }

    private static GaussianHead.Options head(double tdBound) {
      GaussianHead.Options v1 = GaussianHead.Options.V1;
      return new GaussianHead.Options(v1.form(), tdBound, v1.spreadRate(), v1.epsilon());
    }

    @Override
    public Sac.Options sac() {
      CriticOptions one = CriticOptions.DEFAULT.withCount(1).withHead(head(tdBound));
      return new Sac.Options(settings, one.withParallel(false));
    }

    /** The same with another {@code tdBound}. */
    public Options withTdBound(double value) {
      return new Options(value, settings);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(tdBound, value);
    }
  }
}
