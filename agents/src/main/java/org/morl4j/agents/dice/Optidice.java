package org.morl4j.agents.dice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.nn.RateSchedule;

/**
 * OptiDICE (Lee et al. 2021, arXiv 2106.10783): the ratios w of the best policy's rows to the
 * recorded ones, by the dual of a return that f keeps near the data.
 *
 * <pre>
 *   e     = mix(r) + gamma V(s') - V(s)
 *   L_V   = (1 - gamma) E[V(s0)] + E[w (e - l) - alpha f(w)] + l,   w = w((e - l) / alpha)
 *   L_l   = L_V, by the multiplier l of E[w] = 1
 *   L_e   = E[alpha f(w) - w (e - l)],   w of e(s, a)               or E[(e - e(s, a))^2]
 *   L_pi  = KL(pi || pi_D) - E_pi[log w] + temperature E_pi[log pi] or -E[min(w, wMax) log pi]
 * </pre>
 *
 * V is the multiplier of a state's one flow of visits, so it has one signal, whatever the mix
 * counts. s0 are drawn from the recorded episodes' first observations; episodes that terminate go
 * on in an absorbing state, see {@link StartValue}. Losses are those before the update's steps. See
 * docs/optidice.md.
 */
public final class Optidice implements Algorithm<Optidice.Losses> {
  /**
   * What {@code optidice} is in a config; the defaults are those of the authors' code.
   *
   * @param ratios how the ratios are found
   * @param extraction which policy follows from them
   * @param rates of learning; the policy moves at each update
   * @param networks of V, e and the policy
   * @param policy its head; {@code maxWeight} is of LIKELIHOOD alone
   * @param temperature of the policy's entropy, of PROJECTION alone
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped RatioOptions ratios,
      RatioOptions.Extraction extraction,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      @JsonUnwrapped PolicyFit.Options policy,
      TemperatureOptions temperature,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            RatioOptions.DEFAULT,
            RatioOptions.Extraction.PROJECTION,
            Rates.DEFAULT,
            MlpOptions.DEFAULT,
            PolicyFit.Options.DEFAULT.withPolicySchedule(RateSchedule.CONSTANT),
            TemperatureOptions.Learned.DEFAULT,
            ReplayOptions.DEFAULT.withBatch(512));

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay.batch())
          .with(Hook.SAMPLE)
          .withPreference(networks.preference())
          .withScan();
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      double inputs = spec.observationSpace().features();
      double act = spec.actionSpace().features();
      NetworkSize all =
          NetworkSize.of(inputs, networks.hidden(), 1)
              .plus(NetworkSize.of(inputs + act, networks.hidden(), 1))
              .plus(NetworkSize.policy(spec, networks.hidden()).times(2));
      return List.of(all.networks(spec), all.rows("agent.replay.batch", replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Optidice(this, setup);
    }

    RatioPolicy policy(Setup setup, Mlps mlps) {
      EnvSpec spec = setup.spec();
      if (extraction == RatioOptions.Extraction.PROJECTION
          && !(spec.actionSpace() instanceof Box)) {
        throw new IllegalArgumentException(
            """
            agent.extraction is projection, but %s has the action space %s, and only Gaussians are \
            projected. Maybe set it to likelihood.\
            """
                .formatted(spec.id(), spec.actionSpace()));
      }
      return switch (extraction) {
        case PROJECTION -> new RatioProjection(setup, policy.head(), temperature, mlps);
        case LIKELIHOOD -> new RatioLikelihood(spec, policy, mlps);
      };
    }

    /** The same with other {@code ratios}. */
    public Options withRatios(RatioOptions value) {
      return new Options(value, extraction, rates, networks, policy, temperature, replay);
    }

    /** The same with another {@code extraction}. */
    public Options withExtraction(RatioOptions.Extraction value) {
      return new Options(ratios, value, rates, networks, policy, temperature, replay);
    }

    /** The same with another {@code temperature}. */
    public Options withTemperature(TemperatureOptions value) {
      return new Options(ratios, extraction, rates, networks, policy, value, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(ratios, extraction, value, networks, policy, temperature, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(ratios, extraction, rates, value, policy, temperature, replay);
    }

    /** The same with another {@code policy}. */
    public Options withPolicy(PolicyFit.Options value) {
      return new Options(ratios, extraction, rates, networks, value, temperature, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(ratios, extraction, rates, networks, policy, temperature, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param pair L_e
   * @param policy L_pi
   * @param reference -E[log pi_D(a|s)]; 0 without a projection
   * @param residual E[e]
   * @param weight E[w] of single transitions, those of the absorbing state too
   * @param multiplier l
   * @param valueGradientNorm of V
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double pair,
      double policy,
      double reference,
      double residual,
      double weight,
      double multiplier,
      double valueGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  private final MixedRows mixed;
  private final InitialRows starts = new InitialRows();
  private final StartValue value;
  private final Scalars multiplier;
  private final PairResidual pair;
  private final RatioPolicy policy;
  private final Rng rng; // starts

  Optidice(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    rows = new BatchRows(mlps.shape(), setup.signals());
    mixed = new MixedRows(setup.signals().size());
    value = new StartValue(mlps, 0, options.ratios.absorbing());
    multiplier = new Scalars(mlps, 0);
    pair = new PairResidual(options.ratios.fit(), mlps);
    policy = options.policy(setup, mlps);
    rng = setup.seeds().child("draws").generator();
  }

  @Override
  public void prepare(DataView data) {
    starts.read(data);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    int n = rows.size();
    RatioOptions ratios = options.ratios;
    double rate = options.rates.learningRate(done, updates);
    double l = multiplier.get(0);
    DualForm.Regularised form = new DualForm.Regularised(ratios.divergence(), ratios.alpha(), l);
    double gamma = options.rates.gamma();
    double valueLoss = value.step(form, mixed.of(rows), n, starts.draw(rows, rng), gamma, rate);
    double weight = value.slopeSum();
    if (ratios.normalised()) {
      multiplier.step(rate, (float) (1 - weight));
    }
    double policyRate = options.policy.learningRate(options.rates, done, updates);
    double share = rate / options.rates.learningRate();
    double policyLoss = policy.step(rows, pair, form, policyRate, share);
    double pairLoss = pair.step(form, rows.stateAction(), value.last(), rows.weights(), n, rate);
    return new Losses(
        valueLoss,
        pairLoss,
        policyLoss,
        policy.cloneLoss(),
        rows.mean(value.last()),
        weight,
        l,
        value.gradientNorm(),
        policy.gradientNorm());
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("policy", policy)
        .part("value", value)
        .part("multiplier", multiplier)
        .part("pair", pair)
        .progress("draws", rng);
  }

  @Override
  public LivePolicy policy() {
    return policy.policy();
  }
}
