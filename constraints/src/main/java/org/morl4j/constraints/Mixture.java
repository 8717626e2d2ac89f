package org.morl4j.constraints;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.StepRule;
import org.morl4j.core.data.Batch;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.state.State;

/**
 * The usual {@link Criterion}: a mixer and a stack of handlers, one list of each kind. The kinds
 * act in the order environment, sample, weights, loss, step; those of one kind in the order given.
 *
 * <p>Where handlers weigh signals, what is mixed is the weighted sum by the weights that they leave
 * of the mixer's gradient, which for a mixer that is a weighted sum itself changes nothing else.
 */
public final class Mixture implements Criterion {
  private final Mixer mixer;
  private final int signals;
  private final List<Handler> handlers;
  private final List<EnvironmentHandler> environment;
  private final List<SampleHandler> sample;
  private final List<WeightHandler> weight;
  private final List<LossHandler> loss;
  private final List<StepHandler> step;
  private final List<Limit> ofTheAgent;
  private final int startEpisodes;
  private final Horizon horizon;

  /**
   * @throws IllegalArgumentException if more than one handler replaces the step
   */
  public Mixture(Mixer mixer, List<Handler> handlers) {
    this(mixer, handlers, List.of());
  }

  /**
   * One with limits that no handler keeps, but the agent itself.
   *
   * @throws IllegalArgumentException if more than one handler replaces the step
   */
  public Mixture(Mixer mixer, List<Handler> handlers, List<Limit> ofTheAgent) {
    this.mixer = mixer;
    this.ofTheAgent = List.copyOf(ofTheAgent);
    signals = mixer.typical().size();
    this.handlers = List.copyOf(handlers);
    environment = of(EnvironmentHandler.class);
    sample = of(SampleHandler.class);
    weight = of(WeightHandler.class);
    loss = of(LossHandler.class);
    step = of(StepHandler.class);
    startEpisodes = handlers.stream().mapToInt(Handler::startEpisodes).max().orElse(0);
    horizon = new Horizon(Math.max(1, startEpisodes));
    if (step.size() > 1) {
      throw new IllegalArgumentException(
          """
          %d handlers replace the optimiser's step, but at most one can. Maybe let one of them \
          keep all limits."""
              .formatted(step.size()));
    }
  }

  private <H extends Handler> List<H> of(Class<H> kind) {
    return handlers.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public Set<Hook> hooks() {
    Set<Hook> hooks = EnumSet.of(Hook.WEIGHTS);
    addIf(!environment.isEmpty(), Hook.ENVIRONMENT, hooks);
    addIf(!sample.isEmpty(), Hook.SAMPLE, hooks);
    addIf(!loss.isEmpty(), Hook.LOSS, hooks);
    addIf(!step.isEmpty(), Hook.STEP, hooks);
    return hooks;
  }

  private static void addIf(boolean used, Hook hook, Set<Hook> hooks) {
    if (used) {
      hooks.add(hook);
    }
  }

  @Override
  public VectorEnv wrap(VectorEnv env) {
    VectorEnv wrapped = env;
    for (EnvironmentHandler handler : environment) {
      wrapped = handler.wrap(wrapped);
    }
    EnvSpec was = env.spec();
    EnvSpec is = wrapped.spec();
    if (!is.observationSpace().equals(was.observationSpace())
        || !is.actionSpace().equals(was.actionSpace())
        || !is.objectives().equals(was.objectives())
        || !is.costs().equals(was.costs())) {
      throw new IllegalArgumentException(
          """
          A handler changes the spaces or signals of %s, which evaluations then would not fit. \
          Maybe make it a wrapper of the environment, environment.wrappers."""
              .formatted(was.id()));
    }
    return wrapped;
  }

  @Override
  public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
    if (weight.isEmpty()) {
      mixer.mix(values, preference, rows, out);
      return;
    }
    float[] weights = new float[rows * signals];
    mixGradient(values, preference, rows, weights);
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int s = 0; s < signals; s++) {
        sum += (double) weights[i * signals + s] * values[i * signals + s];
      }
      out[i] = (float) sum;
    }
  }

  @Override
  public void mixGradient(
      float[] values, float @Nullable [] preference, int rows, float[] dValues) {
    mixer.gradient(values, preference, rows, dValues);
    if (weight.isEmpty()) {
      return;
    }
    double[] row = new double[signals];
    for (int i = 0; i < rows; i++) {
      for (int s = 0; s < signals; s++) {
        row[s] = dValues[i * signals + s];
      }
      weight.forEach(handler -> handler.weigh(row));
      for (int s = 0; s < signals; s++) {
        dValues[i * signals + s] = (float) row[s];
      }
    }
  }

  @Override
  public boolean sampleWeights(Batch batch, float[] out) {
    Arrays.fill(out, 0, batch.rows(), 1);
    sample.forEach(handler -> handler.weigh(batch, out));
    return !sample.isEmpty();
  }

  @Override
  public double penalty(double[] surrogate, double[] unit, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (LossHandler handler : loss) {
      sum += handler.penalty(surrogate, unit, gradient);
    }
    return sum;
  }

  @Override
  public double horizon(int signal) {
    return horizon.of(signal);
  }

  @Override
  public int startEpisodes() {
    return startEpisodes;
  }

  @Override
  public Optional<StepRule> step() {
    return step.stream().findFirst().map(StepHandler::rule);
  }

  @Override
  public void tick(Clock clock, Returns returns) {
    if (clock == Clock.START || clock == Clock.ROLLOUT) {
      horizon.add(returns);
    }
    handlers.forEach(handler -> handler.tick(clock, returns));
  }

  @Override
  public List<Limit> limits() {
    Stream<Limit> ofHandlers = handlers.stream().flatMap(handler -> handler.limits().stream());
    return Stream.concat(ofTheAgent.stream(), ofHandlers).toList();
  }

  @Override
  public List<LimitReading> readings() {
    Vec typical = mixer.typical();
    return handlers.stream().flatMap(handler -> handler.readings(typical).stream()).toList();
  }

  @Override
  public void save(State out) {
    out.put("horizon", horizon);
    out.put("handlers", handlers.toArray(Handler[]::new));
  }

  @Override
  public void restore(State in) {
    in.restore("horizon", horizon);
    in.restore("handlers", handlers.toArray(Handler[]::new));
  }
}
