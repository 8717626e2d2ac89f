package org.morl4j.cli.play;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.metrics.CsvCell;
import org.morl4j.core.train.Playback.Moment;

/**
 * Steps as CSV with all digits: {@code episode, step, obs_0 ..., act_0 ..., reward_NAME ...,
 * cost_NAME ..., terminated, truncated}; obs is the raw observation before the action.
 */
public final class EpisodeCsv {
  private EpisodeCsv() {}

  /** The first line. */
  public static String header(EnvSpec spec) {
    List<String> names = new ArrayList<>(List.of("episode", "step"));
    for (int j = 0; j < spec.observationSpace().size(); j++) {
      names.add("obs_" + j);
    }
    for (int j = 0; j < spec.actionSpace().size(); j++) {
      names.add("act_" + j);
    }
    spec.objectives().forEach(name -> names.add(CsvCell.of("reward_" + name)));
    spec.costs().forEach(name -> names.add(CsvCell.of("cost_" + name)));
    names.addAll(List.of("terminated", "truncated"));
    return String.join(",", names);
  }

  /** A step's line. */
  public static String line(Moment moment) {
    StringBuilder line = new StringBuilder();
    line.append(moment.episode()).append(',').append(moment.step());
    for (double[] values : List.of(moment.obs(), moment.act(), moment.reward(), moment.cost())) {
      for (double value : values) {
        line.append(',').append(text(value));
      }
    }
    line.append(',').append(moment.terminated() ? 1 : 0);
    return line.append(',').append(moment.truncated() ? 1 : 0).toString();
  }

  private static String text(double value) {
    long whole = (long) value;
    return whole == value && Math.abs(whole) < 1L << 53
        ? Long.toString(whole)
        : Double.toString(value);
  }
}
