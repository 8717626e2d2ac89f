package org.morl4j.core.train;

import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.rng.Simplex;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The preference each row's episode runs under: drawn at its start uniformly from the simplex of
 * the m objectives.
 */
final class Preferences implements Savable {
  private final int m;
  private final Rng[] generators;
  private final double[] values; // [n, m]

  Preferences(int m, SeedTree seeds, int rows) {
    this.m = m;
    generators = seeds.generators(rows);
    values = new double[rows * m];
  }

  /** Draws anew where an episode begins; all rows' preferences [n, m]. */
  double[] begin(boolean[] starts) {
    for (int i = 0; i < starts.length; i++) {
      if (starts[i]) {
        Simplex.draw(generators[i], values, i * m, m);
      }
    }
    return values;
  }

  @Override
  public void save(State out) {
    out.put("values", values);
    out.put("generators", generators);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.doubles("values", values.length), 0, values, 0, values.length);
    in.restore("generators", generators);
  }
}
