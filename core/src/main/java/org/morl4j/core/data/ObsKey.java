package org.morl4j.core.data;

import java.util.Arrays;

/**
 * An encoded observation as a key of maps: equal to others to the last bit.
 *
 * @param hash of the values
 * @param values [F], not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, copied when made
public record ObsKey(int hash, float[] values) {
  /** That of a row of observations [rows, F]. */
  public static ObsKey of(float[] obs, int row, int features) {
    float[] values = Arrays.copyOfRange(obs, row * features, (row + 1) * features);
    return new ObsKey(Arrays.hashCode(values), values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObsKey key && Arrays.equals(values, key.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
