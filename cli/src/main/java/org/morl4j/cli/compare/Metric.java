package org.morl4j.cli.compare;

/** What of a run is compared. */
public enum Metric {
  /** Final return of one policy, measured with fresh seeds. */
  RETURN,
  /** Hypervolume of the final front under the run's reference point. */
  HYPERVOLUME
}
