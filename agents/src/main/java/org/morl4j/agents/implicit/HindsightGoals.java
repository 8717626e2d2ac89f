package org.morl4j.agents.implicit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Space;

/**
 * Goals in hindsight (Andrychowicz et al. 2017, arXiv 1707.01495): what recorded episodes came to,
 * as what they might have sought. Observations are a Dict with {@code achieved_goal} and {@code
 * desired_goal}, as Gymnasium-Robotics has them. G numbers a goal, N rows of data.
 *
 * <p>Rows of an episode belong together by {@link Column#EPISODE}, in their order; without it a row
 * follows the one before it unless that ended or led elsewhere.
 */
final class HindsightGoals {
  private final int achieved; // where it begins among features
  private final int desired;
  private final int size; // G
  private float[] reached = {}; // [N, G] by the step of each row, episode by episode
  private int[] place = {}; // [N] of each row in that order
  private int[] end = {}; // [N] of each place: where its episode ends

  private HindsightGoals(int achieved, int desired, int size) {
    this.achieved = achieved;
    this.desired = desired;
    this.size = size;
  }

  /**
   * Those of an environment's observations.
   *
   * @throws IllegalArgumentException if they have no goals
   */
  static HindsightGoals of(EnvSpec spec) {
    if (spec.observationSpace() instanceof DictSpace dict) {
      int achieved = at(dict, "achieved_goal");
      int desired = at(dict, "desired_goal");
      int size = size(dict, "achieved_goal");
      if (size > 0 && size == size(dict, "desired_goal")) {
        return new HindsightGoals(achieved, desired, size);
      }
    }
    throw new IllegalArgumentException(
        """
        %s has no goals: smore takes observations that are a Dict with achieved_goal and \
        desired_goal, Boxes of one size. Maybe use iql.\
        """
            .formatted(spec.id()));
  }

  private static int at(DictSpace dict, String key) {
    int at = 0;
    for (DictSpace.Entry entry : dict.entries()) {
      if (entry.key().equals(key)) {
        return at;
      }
      at += entry.space().features();
    }
    return at;
  }

  /** Features of a part, or 0 where there is no such Box. */
  private static int size(DictSpace dict, String key) {
    return dict.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(DictSpace.Entry::space)
        .filter(Box.class::isInstance)
        .mapToInt(Space::features)
        .sum();
  }

  /** Reads data through. */
  void read(DataView data) {
    double bytes = data.size() * (4.0 * size + 12);
    String what = "goals of %d rows".formatted(data.size());
    MemoryNeed.require(List.of(new MemoryNeed(what, (long) bytes, "the number of rows")), 1);
    int rows = Math.toIntExact(data.size());
    int[] episode = new int[rows];
    int[] starts = starts(episode, episodes(data, episode));
    place = new int[rows];
    end = new int[rows];
    reached = new float[Math.multiplyExact(rows, size)];
    int[] next = starts.clone();
    for (int row = 0; row < rows; row++) {
      place[row] = next[episode[row]]++;
      end[place[row]] = starts[episode[row] + 1];
    }
    int row = 0;
    for (Batch batch : data.batches()) {
      int features = batch.nextObs().length / batch.rows();
      for (int i = 0; i < batch.rows(); i++) {
        System.arraycopy(
            batch.nextObs(), i * features + achieved, reached, place[row++] * size, size);
      }
    }
  }

  /**
   * Numbers the episodes of rows, from 0.
   *
   * @return how many
   */
  private static int episodes(DataView data, int[] episode) {
    boolean numbered = data.columns().contains(Column.EPISODE);
    Map<Integer, Integer> numbers = new HashMap<>();
    int row = 0;
    int last = -1;
    float[] led = {}; // where the last row led, or nowhere
    for (Batch batch : data.batches()) {
      int features = batch.obs().length / batch.rows();
      for (int i = 0; i < batch.rows(); i++) {
        int from = i * features;
        if (numbered) {
          int number = batch.ints(Column.EPISODE)[i];
          numbers.putIfAbsent(number, numbers.size());
          episode[row++] = numbers.get(number);
          continue;
        }
        boolean follows = Arrays.equals(led, 0, led.length, batch.obs(), from, from + features);
        last += follows ? 0 : 1;
        episode[row++] = last;
        boolean over = batch.terminated()[i] || batch.truncated()[i];
        led = over ? new float[0] : Arrays.copyOfRange(batch.nextObs(), from, from + features);
      }
    }
    return numbered ? numbers.size() : last + 1;
  }

  /** Where each episode begins when they lie one after the other, and the end of the last. */
  private static int[] starts(int[] episode, int count) {
    int[] starts = new int[count + 1];
    for (int number : episode) {
      starts[number + 1]++;
    }
    for (int i = 0; i < count; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  /** G. */
  int size() {
    return size;
  }

  /**
   * Copies what a row's episode reached by that row or a later one, drawn uniformly.
   *
   * @param row its number in the data
   * @param goal [G], written
   */
  void future(int row, Rng rng, float[] goal) {
    if (row >= place.length) {
      throw new IllegalStateException("Goals are drawn from data that was read before.");
    }
    int from = place[row];
    int to = from + rng.nextInt(end[from] - from);
    System.arraycopy(reached, to * size, goal, 0, size);
  }

  /** Copies what an observation has achieved, which begins at {@code from}. */
  void achieved(float[] obs, int from, float[] goal) {
    System.arraycopy(obs, from + achieved, goal, 0, size);
  }

  /** Has an observation that begins at {@code from} seek a goal. */
  void seek(float[] goal, float[] obs, int from) {
    System.arraycopy(goal, 0, obs, from + desired, size);
  }
}
