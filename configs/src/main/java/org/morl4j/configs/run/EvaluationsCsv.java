package org.morl4j.configs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.metrics.CsvCell;
import org.morl4j.core.state.WholeFiles;
import org.morl4j.core.train.Bias;
import org.morl4j.pareto.search.EvaluationResult;
import org.morl4j.pareto.search.LimitResult;
import org.morl4j.pareto.search.SearchListener;

/**
 * Keeps {@code evaluations.csv}: one line a measured policy, jobs in their order. The file is
 * always replaced whole, now and then during the run and at its end, so threads and resumes don't
 * show in it.
 */
final class EvaluationsCsv implements SearchListener, AutoCloseable {
  /** Least time between two writes; a later one waits for the next evaluation or the end. */
  private static final long PAUSE_NANOS = 5_000_000_000L;

  /** Of {@link Bias.OfSignal}, after the signal's name. */
  private static final List<String> BIAS =
      List.of("_predicted", "_measured", "_bias", "_bias_deviation", "_bias_samples");

  /** Of a limit, after its name. */
  private static final List<String> LIMIT =
      List.of("/value", "/limit", "/violation", "/multiplier");

  private final Path file;
  private final List<Limit> limits;
  private final boolean estimated;
  private final String header;
  private final Map<String, List<String>> lines = new TreeMap<>(EvaluationResult.JOB_ORDER);
  private final boolean atTheEnd;
  private long written;
  private boolean complete;

  /**
   * Columns that not every run has.
   *
   * @param bias whether evaluations tell of the critics too
   * @param estimated whether returns are estimates of data, not measured
   */
  record Columns(boolean bias, boolean estimated) {}

  /**
   * @param limits the run's
   * @param columns those it has besides
   * @param atTheEnd whether only a complete file replaces the one that is there
   */
  EvaluationsCsv(Path file, EnvSpec spec, List<Limit> limits, Columns columns, boolean atTheEnd) {
    estimated = columns.estimated;
    this.atTheEnd = atTheEnd;
    this.limits = limits;
    this.file = file;
    List<String> measures = new ArrayList<>(spec.objectives());
    measures.addAll(spec.costs());
    StringBuilder names =
        new StringBuilder("job,policy,transitions,updates,evaluation_transitions,episodes");
    for (String name : measures) {
      names.append(',').append(CsvCell.of(name));
      names.append(',').append(CsvCell.of(name + "_standard_error"));
    }
    for (Limit limit : limits) {
      for (String column : LIMIT) {
        names.append(',').append(CsvCell.of("constraint/" + limit.name() + column));
      }
    }
    for (String name : columns.bias ? measures : List.<String>of()) {
      for (String column : BIAS) {
        names.append(',').append(CsvCell.of(name + column));
      }
    }
    if (estimated) {
      names.append(",estimated");
    }
    header = names.append('\n').toString();
    written = System.nanoTime();
  }

  @Override
  public synchronized void evaluated(EvaluationResult evaluated) {
    Vec mean = evaluated.returns().mean();
    Vec error = evaluated.returns().standardError();
    StringBuilder line = new StringBuilder();
    line.append(evaluated.job()).append(',').append(evaluated.policy()).append(',');
    line.append(evaluated.effort().transitions()).append(',');
    line.append(evaluated.effort().updates()).append(',');
    line.append(evaluated.evaluationTransitions());
    line.append(',').append(evaluated.returns().episodes());
    for (int s = 0; s < mean.size(); s++) {
      line.append(',').append(mean.get(s)).append(',').append(error.get(s));
    }
    for (int i = 0; i < limits.size(); i++) {
      LimitResult at = evaluated.limits().get(i);
      line.append(',').append(at.value()).append(',').append(limits.get(i).value());
      line.append(',').append(at.violation()).append(',');
      line.append(Double.isNaN(at.multiplier()) ? "" : Double.toString(at.multiplier()));
    }
    Bias bias = evaluated.bias();
    for (Bias.OfSignal of : bias == null ? List.<Bias.OfSignal>of() : bias.signals()) {
      line.append(',').append(of.predicted()).append(',').append(of.measured());
      line.append(',').append(of.bias()).append(',').append(of.deviation());
      line.append(',').append(of.samples());
    }
    if (estimated) {
      line.append(",1");
    }
    lines.computeIfAbsent(evaluated.job(), job -> new ArrayList<>()).add(line.append('\n') + "");
    if (!atTheEnd && System.nanoTime() - written >= PAUSE_NANOS) {
      write();
    }
  }

  private void write() {
    StringBuilder text = new StringBuilder(header);
    lines.values().forEach(job -> job.forEach(text::append));
    try {
      WholeFiles.replace(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("evaluations.csv can't be written: " + e.getMessage(), e);
    }
    written = System.nanoTime();
  }

  /** The search has come to its end. */
  synchronized void complete() {
    complete = true;
  }

  /** Writes what there is. */
  @Override
  public synchronized void close() {
    if (complete || !atTheEnd) {
      write();
    }
  }
}
