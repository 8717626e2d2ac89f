package org.morl4j.core.metrics;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;

/** Takes measured values. Implementations are safe for several threads. */
public interface MetricsSink extends AutoCloseable {
  /**
   * One value.
   *
   * @param job which part of the run, e.g. {@code s1-r0-j03}
   * @param transitions training transitions of that job so far
   */
  void scalar(String job, long transitions, String metric, double value);

  /** Every numeric component of {@code losses}, as {@code prefix/component_name}. */
  default void record(String job, long transitions, String prefix, Record losses) {
    for (RecordComponent component : losses.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(losses);
        if (value instanceof Number number) {
          String snake = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
          scalar(job, transitions, prefix + "/" + snake, number.doubleValue());
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException(
            "Losses " + losses.getClass().getName() + " must be a public record.", e);
      }
    }
  }

  @Override
  void close();

  /** Several sinks as one. */
  static MetricsSink all(MetricsSink... sinks) {
    return new MetricsSink() {
      @Override
      public void scalar(String job, long transitions, String metric, double value) {
        for (MetricsSink sink : sinks) {
          sink.scalar(job, transitions, metric, value);
        }
      }

      @Override
      public void close() {
        for (MetricsSink sink : sinks) {
          sink.close();
        }
      }
    };
  }

  /** Forgets everything. */
  MetricsSink NONE = all();
}
