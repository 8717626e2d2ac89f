package org.morl4j.agents.policy;

import org.morl4j.core.check.Check;

/**
 * How a policy uses the stock at the end of its observations: c' = (c + r) / gamma after reward r,
 * so that gamma^t c_t = c_0 + the discounted rewards before t.
 *
 * @param utility U, by which actions and, greedily, c_0 are chosen
 * @param gamma discount of the return and the stock
 */
public record Stock(Utility utility, double gamma) {
  public Stock {
    Check.positiveUpTo1("gamma", gamma);
  }

  /**
   * E U(c + G) of quantiles of one signal.
   *
   * @param features of an observation, the stock last
   */
  ActionValue actionValue(int features, int actions, int count) {
    return (quantiles, in, rows, values) -> {
      for (int i = 0; i < rows * actions; i++) {
        float stock = in[(i / actions + 1) * features - 1];
        double sum = 0;
        for (int k = i * count; k < (i + 1) * count; k++) {
          sum += utility.of((double) stock + quantiles[k]);
        }
        values[i] = (float) (sum / count);
      }
    };
  }
}
