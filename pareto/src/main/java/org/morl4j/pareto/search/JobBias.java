package org.morl4j.pareto.search;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Bias;
import org.morl4j.core.train.BiasProbe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job's critics predict against what comes, over episodes of its own, under the discount
 * they are trained by.
 */
final class JobBias {
  private static final Logger LOG = LoggerFactory.getLogger(JobBias.class);

  private final String job;
  private final SearchContext context;
  private final Learner<?> learner;
  private final ValueFunction values;
  private final BiasProbe probe;
  private final SeedTree seeds;
  private boolean warned;

  private JobBias(
      String job,
      SearchContext context,
      Learner<?> learner,
      ValueFunction values,
      VectorEnv env,
      SeedTree seeds) {
    this.job = job;
    this.context = context;
    this.learner = learner;
    this.values = values;
    this.seeds = seeds;
    probe = new BiasProbe(env, context.signals(), context.evaluation().episodes());
  }

  /**
   * Null where the config doesn't ask for it.
   *
   * @throws IllegalArgumentException if the learner has no critic to show
   */
  static @Nullable JobBias of(
      String job, SearchContext context, Learner<?> learner, VectorEnv env, SeedTree seeds) {
    if (!context.evaluation().bias()) {
      return null;
    }
    ValueFunction values = learner.values();
    if (values == null) {
      throw new IllegalArgumentException(
          "evaluation.bias is true, but this agent shows no critic. Maybe set it to false.");
    }
    return new JobBias(job, context, learner, values, env, seeds);
  }

  /** Measures and, where there is one policy, records it. */
  Bias measure(String id, @Nullable Vec preference, Effort effort) {
    Bias bias =
        probe.measure(learner.policy(), values, preference, context.mode(), seeds.child(id));
    warnOnce(bias);
    for (Bias.OfSignal of : bias.signals()) {
      if (preference == null && of.samples() > 0) {
        scalar(effort, "bias/" + of.name(), of.bias());
        scalar(effort, "bias_predicted/" + of.name(), of.predicted());
        scalar(effort, "bias_measured/" + of.name(), of.measured());
      }
    }
    return bias;
  }

  private void warnOnce(Bias bias) {
    if (!warned && bias.signals().stream().allMatch(of -> of.samples() == 0)) {
      warned = true;
      LOG.warn(
          "{}: evaluation.bias found no step that counts: a time limit cuts every episode, and at"
              + " all steps its unseen rest weighs more than 5 % under agent.gamma. Maybe lower"
              + " agent.gamma.",
          job);
    }
  }

  private void scalar(Effort effort, String metric, double value) {
    context.metrics().scalar(job, effort, metric, value);
  }

  /** Environment steps taken so far. */
  long transitions() {
    return probe.transitions();
  }
}
