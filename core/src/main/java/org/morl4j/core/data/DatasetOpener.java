package org.morl4j.core.data;

import java.io.IOException;

/** Opens datasets of one kind; found by {@link java.util.ServiceLoader}, see {@link Datasets}. */
public interface DatasetOpener {
  /** Whether it knows what this stands for; nothing is read for it. */
  boolean opens(DatasetName name);

  /**
   * Opens it.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if it doesn't hold what it should, with a remedy
   */
  Dataset open(DatasetName name) throws IOException;
}
