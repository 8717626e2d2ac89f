package org.morl4j.core.metrics;

/** Takes measured values. Implementations are safe for several threads. */
public interface MetricsSink extends AutoCloseable {
  /**
   * One value.
   *
   * @param job which part of the run, e.g. {@code s1-r0-j03}
   * @param transitions training transitions of that job so far
   */
  void scalar(String job, long transitions, String metric, double value);

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
