package org.morl4j.core.metrics;

import org.morl4j.core.learn.Effort;

/** Takes measured values. Implementations are safe for several threads. */
public interface MetricsSink extends AutoCloseable {
  /**
   * One value.
   *
   * @param job which part of the run, e.g. {@code s1-r0-j03}
   * @param effort of that job so far
   */
  void scalar(String job, Effort effort, String metric, double value);

  @Override
  void close();

  /** Several sinks as one. */
  static MetricsSink all(MetricsSink... sinks) {
    return new MetricsSink() {
      @Override
      public void scalar(String job, Effort effort, String metric, double value) {
        for (MetricsSink sink : sinks) {
          sink.scalar(job, effort, metric, value);
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
