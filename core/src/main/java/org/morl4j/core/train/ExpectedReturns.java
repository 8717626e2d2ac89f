package org.morl4j.core.train;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.PolicyCritic;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/**
 * Tells a criterion what a policy is expected to bring while it learns from recorded data, by
 * critics of the policy itself.
 *
 * <pre>
 *   J_s      = Q_s(s_0, a),   a ~ pi(s_0)         one for each s_0, where the data's episodes begin
 * </pre>
 *
 * Sums follow from it by the data's {@link EpisodeUnits}. First of all the criterion is told the
 * data's own episodes. See docs/decisions/009-limits-on-data.md.
 */
public final class ExpectedReturns implements DataClock {
  /**
   * When it tells, and of what.
   *
   * @param every updates from one telling to the next
   * @param warmup updates before the first telling, in which the critics come to know the policy
   * @param starts most beginnings of episodes that are asked about
   */
  public record Options(
      @Allowed(min = 1, max = 1_000_000) int every,
      @Allowed(min = 0, max = 1_000_000_000) long warmup,
      @Allowed(min = 1, max = 1_000_000) int starts) {
    public static final Options DEFAULT = new Options(20, 1000, 256);

    public Options {
      Check.allowed(Options.class, "every", every);
      Check.allowed(Options.class, "warmup", warmup);
      Check.allowed(Options.class, "starts", starts);
    }

    /** The same with another {@code every}. */
    public Options withEvery(int value) {
      return new Options(value, warmup, starts);
    }

    /** The same with another {@code warmup}. */
    public Options withWarmup(long value) {
      return new Options(every, value, starts);
    }

    /** The same with other {@code starts}. */
    public Options withStarts(int value) {
      return new Options(every, warmup, value);
    }

    /**
     * Makes clocks.
     *
     * @param critics makes the critics
     */
    public DataClock.Maker maker(PolicyCritic.Factory critics) {
      return (setup, data) ->
          (learner, criterion) ->
              new ExpectedReturns(
                  this, setup, data, critics.of(setup, data, learner.policy()), learner, criterion);
    }
  }

  private final Options options;
  private final Signals signals;
  private final PolicyCritic critic;
  private final Criterion criterion;
  private final DataEpisodes episodes;
  private final EpisodeUnits units;
  private final float[] obs; // [n, F]
  private final PolicyActions actions;
  private final double[] act; // [n, A]
  private final float[] q; // [n, S]
  private long updates;

  private ExpectedReturns(
      Options options,
      Setup setup,
      DataView data,
      PolicyCritic critic,
      Learner<?> learner,
      Criterion criterion) {
    this.options = options;
    this.critic = critic;
    this.criterion = criterion;
    signals = setup.signals();
    episodes = DataEpisodes.of(data, signals);
    units = episodes.units();
    obs = episodes.starts(options.starts);
    int n = obs.length / setup.spec().observationSpace().features();
    SeedTree seeds = setup.seeds().child("starts");
    PolicyActions.Acting acting = new PolicyActions.Acting(learner.policy(), null, Mode.EXPLORE);
    actions = new PolicyActions(setup.spec(), acting, n, seeds);
    act = new double[n * setup.spec().actionSpace().size()];
    q = new float[n * signals.size()];
  }

  @Override
  public void before() {
    if (updates == 0) {
      criterion.tick(Clock.DATA, episodes.returns());
    }
  }

  @Override
  public void after() {
    critic.update();
    updates++;
    if (updates >= options.warmup && updates % options.every == 0) {
      criterion.tick(Clock.CRITICS, expected());
    }
  }

  /** Of the policy as it is now. */
  Returns expected() {
    int size = signals.size();
    int n = q.length / size;
    actions.at(obs, act);
    critic.values().values(obs, act, null, n, q);
    double[][] expected = new double[n][size];
    for (int i = 0; i < n; i++) {
      for (int s = 0; s < size; s++) {
        expected[i][s] = q[i * size + s];
      }
    }
    return units.returns(expected);
  }

  @Override
  public void save(State out) {
    out.put("critic", critic);
    out.put("actions", actions);
    out.put("updates", updates);
  }

  @Override
  public void restore(State in) {
    in.restore("critic", critic);
    in.restore("actions", actions);
    updates = in.scalarLong("updates");
  }
}
