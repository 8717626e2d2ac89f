package org.morl4j.core.metrics;

import java.util.Arrays;
import java.util.function.ObjDoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Means of the numbers in records that are made alike, such as a learner's losses. */
public final class RecordMeans implements Savable {
  private @Nullable NumberRecord numbers; // of the records' type, once there are any
  private double[] sums = new double[0];
  private long count;

  /**
   * Adds a record, always one made alike.
   *
   * @throws ArithmeticException naming the number that is not finite
   */
  public void add(Record record) {
    NumberRecord of = numbers == null ? bind(record) : numbers;
    for (int i = 0; i < sums.length; i++) {
      double value = of.value(i, record);
      if (!Double.isFinite(value)) {
        throw new ArithmeticException(of.name(i) + " is " + value + ", but must be finite.");
      }
      sums[i] += value;
    }
    count++;
  }

  private NumberRecord bind(Record example) {
    NumberRecord of = NumberRecord.of(example);
    numbers = of;
    if (sums.length != of.size()) {
      sums = new double[of.size()];
      count = 0;
    }
    return of;
  }

  /** Gives the mean of each number, by its name in snake case, and starts anew. */
  public void drain(ObjDoubleConsumer<String> means) {
    for (int i = 0; numbers != null && count > 0 && i < numbers.size(); i++) {
      means.accept(numbers.name(i), sums[i] / count);
    }
    Arrays.fill(sums, 0);
    count = 0;
  }

  @Override
  public void save(State out) {
    out.put("sums", sums);
    out.put("count", count);
  }

  @Override
  public void restore(State in) {
    sums = in.doubles("sums");
    count = in.scalarLong("count");
  }
}
