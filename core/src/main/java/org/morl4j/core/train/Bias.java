package org.morl4j.core.train;

import java.util.List;

/**
 * How far a critic's predictions are from what came.
 *
 * @param signals one each
 */
public record Bias(List<OfSignal> signals) {
  public Bias {
    signals = List.copyOf(signals);
  }

  /**
   * One signal, over all visited states and actions that count.
   *
   * @param name of the signal
   * @param predicted mean prediction; NaN where nothing counts, as are the others
   * @param measured mean discounted return from there
   * @param bias mean of prediction minus return
   * @param deviation standard deviation of that difference, 0 for a single one
   * @param samples how many count
   */
  public record OfSignal(
      String name,
      double predicted,
      double measured,
      double bias,
      double deviation,
      long samples) {}
}
