package org.morl4j.constraints;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.state.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lagrange multipliers on limits: the policy maximises what the mixer says, less each limit's
 * signal times its multiplier, and the multipliers follow the measured violations.
 *
 * <pre>
 *   mixed    = (sum_s w_s X_s / n  -+ sum_j lambda_j X_j / sigma_j) / (1 + sum_j |lambda_j|)
 *   n        = sum_s |w_s| sigma_s
 *   lambda_j' = step of the multiplier for violation_j / scale_j + margin
 *   scale_j  = max(|limit_j|, deviation_j)
 * </pre>
 *
 * with w the mixer's weights, X a signal's advantage or value, sigma its running deviation (of an
 * episode's discounted return), minus for a limit from above or of equality and plus for one from
 * below, and deviation_j that of what the limit counts of an episode. So the same policy comes out
 * whatever units rewards and costs are in, and multipliers of 1 mean that a deviation of the
 * limited signal weighs as much as one of what is maximised. Before the first whole episode nothing
 * is known and the mixer's weights stay. {@link Scale#RAW} leaves all of it in the environment's
 * units, as OmniSafe's (A_r - lambda A_c) / (1 + lambda); the margin is the same length there.
 *
 * <p>Where a limit binds, a Lagrangian goes to the limit itself, so that noise puts every other
 * policy beyond it; a margin moves what it goes to inside. What is read, evaluated and archived is
 * judged by the limit as given.
 */
public final class Lagrange implements WeightHandler {
  /** Steps in a row at the cap after which a limit is called out of reach. */
  private static final int LONG = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Lagrange.class);

  /** In which units signals and violations meet. */
  public enum Scale {
    /** Signals and violations are divided by their deviations. */
    FREE,
    /** As the environment gives them. */
    RAW
  }

  /**
   * Its settings.
   *
   * @param limits names of those it keeps; none for all
   * @param multiplier how multipliers follow violations
   * @param episodes a limit's value is estimated over at least so many of the latest
   * @param every new episodes between two steps of the multipliers; off-policy learners are told of
   *     each episode as it ends, and learners from data of a beginning of one as of an episode
   * @param margin how far inside a limit the multipliers aim, as a share of its scale; a limit of
   *     equality has no inside, and none
   * @param clock whether episodes of training or evaluations move the multipliers where the policy
   *     acts; while it learns from recorded data, what critics expect does
   * @param scale in which units signals and violations meet
   */
  public record Options(
      @Allowed(maxItems = 64, maxLength = 100) List<String> limits,
      MultiplierOptions multiplier,
      @Allowed(min = 1, max = 1_000_000) int episodes,
      @Allowed(min = 1, max = 1_000_000) int every,
      @Allowed(min = 0, max = 1) double margin,
      Clock clock,
      Scale scale)
      implements HandlerOptions {
    public static final Options DEFAULT =
        new Options(List.of(), Pid.Options.DEFAULT, 100, 1, 0, Clock.ROLLOUT, Scale.FREE);

    public Options {
      Check.allowed(Options.class, "limits", limits);
      Check.allowed(Options.class, "episodes", episodes);
      Check.allowed(Options.class, "every", every);
      Check.allowed(Options.class, "margin", margin);
      limits = List.copyOf(limits);
      if (clock != Clock.ROLLOUT && clock != Clock.EVALUATION) {
        throw new IllegalArgumentException(
            "clock is %s, but must be rollout or evaluation: whole episodes are told then alone."
                .formatted(clock.name().toLowerCase(Locale.ROOT)));
      }
    }

    @Override
    public Hook hook() {
      return Hook.WEIGHTS;
    }

    @Override
    public Handler create(HandlerSetup setup) {
      return new Lagrange(this, setup);
    }
  }

  private final Options options;
  private final List<Limit> limits;
  private final RunningDeviations deviations = new RunningDeviations();
  private final List<Estimator> estimators = new ArrayList<>();
  private final Multiplier[] multipliers;
  private final Multiplier.Range[] ranges;
  private final long[] atCap; // steps in a row
  private long episodes; // since the last step

  Lagrange(Options options, HandlerSetup setup) {
    this.options = options;
    limits = setup.limits();

    List<Constraint> constraints = setup.means();
    multipliers = new Multiplier[constraints.size()];
    ranges = new Multiplier.Range[multipliers.length];
    atCap = new long[multipliers.length];
    for (int j = 0; j < multipliers.length; j++) {
      Constraint constraint = constraints.get(j);
      boolean bothSides = constraint.sense() == Sense.EQUALS;
      Multiplier fresh = options.multiplier.create(bothSides);
      Double start = setup.multipliers().get(constraint.name());
      multipliers[j] = start == null ? fresh : fresh.startingAt(start);
      ranges[j] = Multiplier.Range.of(options.multiplier.cap(), bothSides);
      estimators.add(new Estimator(constraint, options.episodes));
    }
  }

  @Override
  public void weigh(double[] weights) {
    boolean free = options.scale == Scale.FREE;
    if (free && !deviations.ready()) {
      return;
    }
    double size = 0;
    for (int s = 0; s < weights.length; s++) {
      size += Math.abs(weights[s]) * (free ? deviations.get(s) : 0);
    }
    double total = 1;
    for (Multiplier multiplier : multipliers) {
      total += Math.abs(multiplier.value());
    }
    double mixed = total * (free && size > 0 ? size : 1);
    for (int s = 0; s < weights.length; s++) {
      weights[s] /= mixed;
    }
    for (int j = 0; j < multipliers.length; j++) {
      Constraint constraint = estimators.get(j).constraint();
      int s = constraint.signal();
      double unit = free ? deviations.get(s) : 1;
      weights[s] -= constraint.sense().slope() * multipliers[j].value() / (unit * total);
    }
  }

  @Override
  public void tick(Clock clock, Returns returns) {
    if (clock == Clock.ROLLOUT || clock == Clock.DATA) {
      deviations.add(returns);
    }
    boolean onData = clock == Clock.DATA || clock == Clock.CRITICS;
    if (clock != options.clock && !onData) {
      return;
    }
    estimators.forEach(estimator -> estimator.add(returns));
    episodes += returns.episodes();
    if (episodes >= options.every) {
      episodes = 0;
      step();
    }
  }

  private void step() {
    for (int j = 0; j < multipliers.length; j++) {
      Estimator estimator = estimators.get(j);
      multipliers[j] = multipliers[j].after(violation(estimator));
      atCap[j] = ranges[j].caps(multipliers[j].value()) ? atCap[j] + 1 : 0;
      if (atCap[j] == LONG) {
        LOG.warn(
            """
            The multiplier of the limit {} has been at its cap, {}, for {} steps: the limit may be \
            out of reach. Maybe loosen it, train longer, or raise the multiplier's cap.""",
            estimator.constraint().name(),
            ranges[j].most(),
            LONG);
      }
    }
  }

  /** Beyond what the multipliers aim at, in their units. */
  private double violation(Estimator estimator) {
    double scale = estimator.scale();
    boolean inside = estimator.constraint().sense() != Sense.EQUALS;
    double violation = estimator.violation(0) + (inside ? options.margin * scale : 0);
    return options.scale == Scale.FREE ? violation / scale : violation;
  }

  @Override
  public List<Limit> limits() {
    return limits;
  }

  @Override
  public List<LimitReading> readings(Vec mixed) {
    List<LimitReading> readings = new ArrayList<>();
    for (int j = 0; j < multipliers.length; j++) {
      double lambda = multipliers[j].value();
      int s = estimators.get(j).constraint().signal();
      double raw = lambda * rate(mixed, s);
      readings.add(estimators.get(j).reading(new MultiplierReading(lambda, raw, atCap[j] >= LONG)));
    }
    return readings;
  }

  /** What a multiplier of 1 on signal {@code s} is worth in raw units. */
  private double rate(Vec mixed, int s) {
    if (options.scale == Scale.RAW) {
      return 1;
    }
    if (!deviations.ready()) {
      return Double.NaN;
    }
    double size = 0;
    for (int i = 0; i < mixed.size(); i++) {
      size += Math.abs(mixed.get(i)) * deviations.get(i);
    }
    return (size > 0 ? size : 1) / deviations.get(s);
  }

  @Override
  public void save(State out) {
    out.put("deviations", deviations);
    out.put("estimators", estimators.toArray(Estimator[]::new));
    for (int j = 0; j < multipliers.length; j++) {
      out.put("multiplier" + j, multipliers[j].state().toArray());
    }
    out.put("at_cap", atCap);
    out.put("episodes", episodes);
  }

  @Override
  public void restore(State in) {
    in.restore("deviations", deviations);
    in.restore("estimators", estimators.toArray(Estimator[]::new));
    for (int j = 0; j < multipliers.length; j++) {
      multipliers[j] = multipliers[j].with(Vec.of(in.doubles("multiplier" + j)));
    }
    System.arraycopy(in.longs("at_cap", atCap.length), 0, atCap, 0, atCap.length);
    episodes = in.scalarLong("episodes");
  }
}
