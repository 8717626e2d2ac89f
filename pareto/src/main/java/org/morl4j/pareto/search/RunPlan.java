package org.morl4j.pareto.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/**
 * What decides what the jobs of a run compute, besides its agent and environment: values, which can
 * go to another process together with a {@link Job}.
 *
 * @param training what every job trains with
 * @param evaluation how policies are measured
 * @param reference hypervolume reference point; points below it are not archived [m]; null for a
 *     search that keeps no archive
 * @param seeds of the run
 * @param pace how often a job tells and saves
 */
public record RunPlan(
    Training training, Evaluation evaluation, @Nullable Vec reference, SeedTree seeds, Pace pace) {
  /**
   * What every job trains with.
   *
   * @param environments that a job steps together
   * @param signals of training, with the training discount
   * @param backend name of what runs networks
   * @param onlineData what becomes of recorded data once a job acts
   */
  public record Training(
      int environments, Signals signals, String backend, OnlineData onlineData) {}

  /**
   * How often a job tells and saves.
   *
   * @param checkpointEvery least time between two checkpoints of a job; it grows where writing them
   *     would take more than a tenth of the time
   * @param logEvery how much of a job, in the unit of its phase, goes to the metrics as one mean of
   *     losses and returns
   */
  public record Pace(Duration checkpointEvery, long logEvery) {}

  /** Writes all of it under names of its own. */
  public void save(State out) {
    out.put("environments", (long) training.environments);
    out.put("backend", training.backend);
    out.put("onlineData", training.onlineData.name());
    List<Signal> signals = training.signals.all();
    out.put("signals", String.join("\n", training.signals.names()));
    out.put("kinds", signals.stream().mapToInt(signal -> signal.kind().ordinal()).toArray());
    out.put("gammas", signals.stream().mapToDouble(Signal::gamma).toArray());
    out.put("lambdas", signals.stream().mapToDouble(Signal::gaeLambda).toArray());
    evaluation.save(out.child("evaluation"));
    if (reference != null) {
      out.put("reference", reference.toArray());
    }
    out.put("seed", seeds.seed());
    out.put("pace", new long[] {pace.checkpointEvery.toMillis(), pace.logEvery});
  }

  /** What {@link #save} wrote. */
  public static RunPlan restore(State in) {
    List<String> names = in.string("signals").lines().toList();
    int[] kinds = in.ints("kinds", names.size());
    double[] gammas = in.doubles("gammas", names.size());
    double[] lambdas = in.doubles("lambdas", names.size());
    List<Signal> signals = new ArrayList<>();
    for (int s = 0; s < kinds.length; s++) {
      Signal.Kind kind = Signal.Kind.values()[kinds[s]];
      signals.add(new Signal(names.get(s), kind, gammas[s], lambdas[s]));
    }
    long[] pace = in.longs("pace", 2);
    return new RunPlan(
        new Training(
            (int) in.scalarLong("environments"),
            new Signals(signals),
            in.string("backend"),
            OnlineData.valueOf(in.string("onlineData"))),
        Evaluation.restore(in.child("evaluation")),
        in.has("reference") ? Vec.of(in.doubles("reference")) : null,
        new SeedTree(in.scalarLong("seed")),
        new Pace(Duration.ofMillis(pace[0]), pace[1]));
  }
}
