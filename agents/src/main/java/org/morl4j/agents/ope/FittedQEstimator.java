package org.morl4j.agents.ope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.InitialStates;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.DataEpisodes;
import org.morl4j.core.train.EpisodeUnits;
import org.morl4j.core.train.InitialValues;
import org.morl4j.core.train.PolicyActions.Acting;
import org.morl4j.core.train.ReturnEstimator;

/**
 * Estimates discounted returns from recorded data: fits {@link FittedQ} of a policy and asks it
 * where the data's episodes begin, see {@link InitialValues}; sums follow by the data's {@link
 * EpisodeUnits}. Nobody acts.
 */
public final class FittedQEstimator implements ReturnEstimator {
  private final FittedQ.Options options;
  private final EnvSpec spec;
  private final DataView data;
  private final InitialStates starts;
  private final String backend;
  private final Map<Signals, EpisodeUnits> units = new ConcurrentHashMap<>();

  /**
   * @param spec what the data is of
   * @param data single steps, rewards and costs in their units
   * @param backend name of what runs networks
   * @throws IllegalArgumentException if the data is empty
   */
  public FittedQEstimator(FittedQ.Options options, EnvSpec spec, DataView data, String backend) {
    this.options = options;
    this.spec = spec;
    this.data = data;
    this.backend = backend;
    starts = InitialStates.of(data);
  }

  /** Episodes that begin in the data. */
  public int starts() {
    return starts.size();
  }

  /**
   * Whether an estimate can be made of signals.
   *
   * @throws IllegalArgumentException if a discount is 1, or a row of the data sums several steps
   */
  public void requireFits(Signals signals) {
    SignalUnits.of(data, measured(signals), options.scaled());
  }

  /**
   * {@inheritDoc} Signals of the same discounts are fitted once; auxiliary ones are left out.
   *
   * @throws IllegalArgumentException if a discount is 1, or a row of the data sums several steps
   * @throws ArithmeticException if a fit diverges
   */
  @Override
  public List<Returns> evaluate(
      Policy policy, @Nullable Vec preference, Mode as, SeedTree seeds, List<Signals> discounts) {
    Map<List<Double>, Returns> fitted = new HashMap<>();
    List<Returns> all = new ArrayList<>();
    for (Signals signals : discounts) {
      List<Double> gammas = measured(signals).all().stream().map(Signal::gamma).toList();
      all.add(
          fitted.computeIfAbsent(
              gammas, any -> fit(measured(signals), new Acting(policy, preference, as), seeds)));
    }
    return all;
  }

  private static Signals measured(Signals signals) {
    return new Signals(
        signals.all().stream().filter(one -> one.kind() != Signal.Kind.AUXILIARY).toList());
  }

  private Returns fit(Signals signals, Acting acting, SeedTree seeds) {
    Setup setup = new Setup(spec, signals, options.updates(), seeds.child("fit"), backend);
    FittedQ critics = new FittedQ(options, setup, data, acting);
    critics.fit();
    return units
        .computeIfAbsent(signals, any -> DataEpisodes.of(data, signals).units())
        .returns(
            new InitialValues(spec, signals, starts)
                .of(critics.values(), acting, seeds.child("starts")));
  }

  /** None: it only reads. */
  @Override
  public long transitions() {
    return 0;
  }
}
