package org.morl4j.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.cli.report.RunReport.CriticCurve;
import org.morl4j.cli.report.RunReport.CurvePoint;
import org.morl4j.cli.report.RunReport.LearningCurve;
import org.morl4j.cli.report.RunReport.LimitCurve;
import org.morl4j.cli.report.RunReport.LimitText;
import org.morl4j.cli.report.RunReport.MetricCurve;
import org.morl4j.cli.report.RunReport.Setting;
import org.morl4j.cli.report.RunReport.Summary;

/**
 * The JSON that the page's scripts draw. Numbers that aren't finite become null: a chart skips
 * them.
 */
final class ChartData {
  /** More points a curve has than a screen has columns. */
  static final int MAX_CURVE = 1500;

  /** Fronts over time that the slider steps through. */
  static final int MAX_FRAMES = 60;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ChartData() {}

  static String of(RunReport run) {
    ObjectNode top = JSON.objectNode();
    ArrayNode names = top.putArray("objectives");
    run.objectives().forEach(names::add);
    Summary summary = run.summary();
    double[] reference = summary == null ? null : summary.reference();
    top.set("reference", reference == null ? JSON.nullNode() : numbers(reference));
    List<double[]> known = summary == null ? null : summary.knownFront();
    top.set("known", points(known == null ? List.of() : known));
    ArrayNode policies = top.putArray("policies");
    run.policies().forEach(p -> policies.add(policy(p)));
    top.set("curve", curve(run.curve()));
    top.set("frames", frames(run.curve()));
    ArrayNode bias = top.putArray("bias");
    run.training().bias().forEach(critic -> bias.add(critic(critic)));
    ArrayNode costs = top.putArray("costs");
    if (summary != null) {
      summary.costs().forEach(costs::add);
    }
    ArrayNode limits = top.putArray("limits");
    run.training().limits().forEach(limit -> limits.add(limit(limit)));
    ArrayNode learning = top.putArray("learning");
    run.training().learning().forEach(one -> learning.add(learning(one)));
    ArrayNode metrics = top.putArray("metrics");
    run.training().metrics().forEach(one -> metrics.add(metric(one)));
    setting(top, run);
    return top.toString();
  }

  private static void setting(ObjectNode top, RunReport run) {
    Setting setting = run.setting();
    top.put("run", setting.folder());
    top.put("title", run.title());
    top.put("single", setting.single());
    OptionalInt knee = run.single() ? OptionalInt.empty() : FrontWords.knee(run.front());
    top.put("knee", knee.isEmpty() ? null : run.front().get(knee.getAsInt()).policy());
    ArrayNode constraints = top.putArray("constraints");
    for (LimitText limit : setting.limits()) {
      ObjectNode node = constraints.addObject();
      node.put("name", limit.name()).put("signal", limit.signal());
      node.put("atMost", limit.atMost()).put("per", limit.per());
      add(node, "value", limit.value());
    }
  }

  private static ObjectNode learning(LearningCurve curve) {
    ObjectNode node = JSON.objectNode();
    node.put("signal", curve.signal()).put("objective", curve.objective());
    node.put("unit", curve.unit());
    node.set("x", thinned(curve.x()));
    node.set("mean", thinned(curve.mean()));
    node.set("error", thinned(curve.error()));
    return node;
  }

  private static ObjectNode metric(MetricCurve curve) {
    ObjectNode node = JSON.objectNode();
    node.put("name", curve.name()).put("unit", curve.unit());
    node.set("x", numbers(curve.x()));
    node.set("value", numbers(curve.value()));
    return node;
  }

  private static ObjectNode policy(ArchivePoint policy) {
    ObjectNode node = JSON.objectNode();
    node.put("id", policy.policy());
    node.put("stage", policy.stage());
    node.put("round", policy.round());
    node.put("parent", policy.parent());
    node.put("objective", policy.objective());
    double[] preference = policy.preference();
    node.set("preference", preference == null ? JSON.nullNode() : numbers(preference));
    node.put("transitions", policy.transitions());
    node.set("returns", numbers(policy.returns()));
    node.set("error", numbers(policy.standardError()));
    node.set("archived", numbers(policy.archivedReturns()));
    node.set("costs", numbers(policy.costs().means()));
    node.set("costError", numbers(policy.costs().standardError()));
    node.put("within", policy.costs().withinLimits());
    node.put("front", policy.onFront());
    return node;
  }

  private static ObjectNode limit(LimitCurve curve) {
    ObjectNode node = JSON.objectNode();
    node.put("name", curve.name());
    node.put("job", curve.job());
    add(node, "limit", curve.limit());
    node.put("unit", curve.unit());
    node.set("training", thinned(curve.x()));
    node.set("value", thinned(curve.value()));
    node.set("multiplier", thinned(curve.multiplier()));
    return node;
  }

  private static void add(ObjectNode node, String name, double value) {
    node.set(name, numbers(new double[] {value}).get(0));
  }

  private static ObjectNode critic(CriticCurve curve) {
    ObjectNode node = JSON.objectNode();
    node.put("signal", curve.signal());
    node.set("training", thinned(curve.transitions()));
    node.set("predicted", thinned(curve.predicted()));
    node.set("measured", thinned(curve.measured()));
    return node;
  }

  private static ArrayNode thinned(double[] values) {
    int step = stride(values.length, MAX_CURVE);
    ArrayNode column = JSON.arrayNode();
    for (int i = 0; i < values.length; i++) {
      if (isKept(i, values.length, step)) {
        add(column, values[i]);
      }
    }
    return column;
  }

  /** One array a column: a fifth of the size of one object a line. */
  private static ObjectNode curve(List<CurvePoint> lines) {
    int step = stride(lines.size(), MAX_CURVE);
    ObjectNode node = JSON.objectNode();
    column(node, "stage", lines, step, CurvePoint::stage);
    column(node, "round", lines, step, CurvePoint::round);
    column(node, "training", lines, step, CurvePoint::trainingTransitions);
    column(node, "evaluation", lines, step, CurvePoint::evaluationTransitions);
    column(node, "hypervolume", lines, step, CurvePoint::hypervolume);
    column(node, "expectedUtility", lines, step, CurvePoint::expectedUtility);
    column(node, "cardinality", lines, step, CurvePoint::cardinality);
    column(node, "sparsity", lines, step, CurvePoint::sparsity);
    return node;
  }

  private static void column(
      ObjectNode node,
      String name,
      List<CurvePoint> lines,
      int step,
      ToDoubleFunction<CurvePoint> value) {
    ArrayNode column = node.putArray(name);
    for (int i = 0; i < lines.size(); i++) {
      if (isKept(i, lines.size(), step)) {
        add(column, value.applyAsDouble(lines.get(i)));
      }
    }
  }

  private static ArrayNode frames(List<CurvePoint> lines) {
    int step = stride(lines.size(), MAX_FRAMES);
    ArrayNode frames = JSON.arrayNode();
    for (int i = 0; i < lines.size(); i++) {
      if (isKept(i, lines.size(), step)) {
        CurvePoint line = lines.get(i);
        ObjectNode frame = frames.addObject();
        frame.put("stage", line.stage());
        frame.put("round", line.round());
        frame.put("training", line.trainingTransitions());
        frame.set("points", points(line.points()));
      }
    }
    return frames;
  }

  static int stride(int size, int max) {
    return Math.max(1, (size + max - 1) / max);
  }

  /** Every step-th line, counted back from the last, which is always there. */
  static boolean isKept(int index, int size, int step) {
    return (size - 1 - index) % step == 0;
  }

  private static ArrayNode points(List<double[]> points) {
    ArrayNode array = JSON.arrayNode();
    points.forEach(p -> array.add(numbers(p)));
    return array;
  }

  private static ArrayNode numbers(double[] values) {
    ArrayNode array = JSON.arrayNode();
    for (double value : values) {
      add(array, value);
    }
    return array;
  }

  private static void add(ArrayNode array, double value) {
    if (!Double.isFinite(value)) {
      array.addNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      array.add((long) value);
    } else {
      array.add(value);
    }
  }

  /** True where every return is a number that a chart can place. */
  static boolean isDrawable(double @Nullable [] values) {
    if (values == null) {
      return false;
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
