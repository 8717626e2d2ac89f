package org.morl4j.core.data;

import java.io.IOException;
import java.util.Locale;
import org.morl4j.core.plugin.Providers;

/**
 * Opens recorded data with whichever {@link DatasetOpener} on the class path or in a plugin knows
 * it.
 */
public final class Datasets {
  private Datasets() {}

  /**
   * Opens it.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if nothing knows it, or it doesn't hold what it should
   */
  public static Dataset open(DatasetName name) throws IOException {
    for (DatasetOpener opener : Providers.of(DatasetOpener.class)) {
      if (opener.opens(name)) {
        return opener.open(name);
      }
    }
    throw new IllegalArgumentException(
        "data.%s is \"%s\", which is no recorded data that can be read here. Maybe name a run that was trained with execution.keepState set to replay."
            .formatted(name.kind().name().toLowerCase(Locale.ROOT), name.name()));
  }
}
