package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Bias;
import org.morl4j.pareto.archive.Lineage;

/** Evaluations, to and from saved state: a few long arrays, since there can be thousands. */
final class EvaluationState {
  private static final int COUNTS = 2;

  /** Numbers of a {@link Bias.OfSignal}. */
  private static final int BIAS = 5;

  private EvaluationState() {}

  /** Writes evaluations of {@code signals} signals. */
  static void save(State out, String name, List<EvaluationResult> evaluations, int signals) {
    int width = 3 * signals + 2;
    long[] counts = new long[evaluations.size() * COUNTS];
    double[] values = new double[evaluations.size() * width];
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < evaluations.size(); i++) {
      EvaluationResult evaluated = evaluations.get(i);
      Returns returns = evaluated.returns();
      names.append(evaluated.job()).append(' ').append(evaluated.policy()).append('\n');
      counts[i * COUNTS] = evaluated.evaluationTransitions();
      counts[i * COUNTS + 1] = returns.episodes();
      System.arraycopy(returns.mean().toArray(), 0, values, i * width, signals);
      System.arraycopy(returns.standardError().toArray(), 0, values, i * width + signals, signals);
      System.arraycopy(
          returns.discountedLength().toArray(), 0, values, i * width + 2 * signals, signals);
      values[i * width + 3 * signals] = returns.length();
      values[i * width + 3 * signals + 1] = evaluated.violation();
    }
    State to = out.child(name);
    to.put("names", names.toString());
    to.put("counts", counts);
    to.put("values", values);
    LineageState.save(
        to.child("lineages"), evaluations.stream().map(EvaluationResult::lineage).toList());
    LimitResults.save(to.child("limits"), evaluations);
    if (!evaluations.isEmpty() && evaluations.get(0).bias() != null) {
      saveBias(to.child("bias"), evaluations, signals);
    }
  }

  private static void saveBias(State out, List<EvaluationResult> evaluations, int signals) {
    double[] values = new double[evaluations.size() * signals * BIAS];
    String names = "";
    int next = 0;
    for (EvaluationResult evaluated : evaluations) {
      Bias bias = evaluated.bias();
      List<Bias.OfSignal> all = bias == null ? List.of() : bias.signals();
      names = all.stream().map(Bias.OfSignal::name).collect(Collectors.joining("\n"));
      for (Bias.OfSignal of : all) {
        values[next++] = of.predicted();
        values[next++] = of.measured();
        values[next++] = of.bias();
        values[next++] = of.deviation();
        values[next++] = of.samples();
      }
    }
    out.put("names", names);
    out.put("values", values);
  }

  private static @Nullable Bias bias(State in, int evaluation, int signals) {
    if (!in.hasChild("bias")) {
      return null;
    }
    List<String> names = in.child("bias").string("names").lines().toList();
    double[] values = in.child("bias").doubles("values");
    List<Bias.OfSignal> all = new ArrayList<>();
    for (int s = 0; s < signals; s++) {
      int v = (evaluation * signals + s) * BIAS;
      all.add(
          new Bias.OfSignal(
              names.get(s),
              values[v],
              values[v + 1],
              values[v + 2],
              values[v + 3],
              (long) values[v + 4]));
    }
    return new Bias(all);
  }

  /** What {@link #save} wrote. */
  static List<EvaluationResult> restore(State in, String name, int signals) {
    State from = in.child(name);
    int width = 3 * signals + 2;
    List<String> names = from.string("names").lines().toList();
    long[] counts = from.longs("counts", names.size() * COUNTS);
    double[] values = from.doubles("values", names.size() * width);
    List<EvaluationResult> evaluations = new ArrayList<>();
    List<Lineage> lineages = LineageState.restore(from.child("lineages"), names.size());
    for (int i = 0; i < names.size(); i++) {
      String[] jobAndPolicy = (names.get(i) + " ").split(" ", 3);
      Returns returns =
          new Returns(
              part(values, i * width, signals),
              part(values, i * width + signals, signals),
              part(values, i * width + 2 * signals, signals),
              (int) counts[i * COUNTS + 1],
              values[i * width + 3 * signals]);
      evaluations.add(
          new EvaluationResult(
              SavedNames.job(jobAndPolicy[0]),
              SavedNames.policy(jobAndPolicy[1]),
              lineages.get(i),
              counts[i * COUNTS],
              returns,
              LimitResults.restore(from.child("limits"), i),
              values[i * width + 3 * signals + 1],
              bias(from, i, signals)));
    }
    return evaluations;
  }

  private static Vec part(double[] values, int from, int length) {
    return Vec.of(Arrays.copyOfRange(values, from, from + length));
  }
}
