package org.morl4j.core.data;

/** What is done to recorded data before it is learned from; a config lists them. */
public interface DataTransform {
  /**
   * The same rows, changed.
   *
   * @throws IllegalArgumentException if these can't be changed so
   */
  DataView apply(DataView view, Signals signals);
}
