package org.morl4j.configs.run;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.train.Playback;
import org.morl4j.offline.Episode;

/** Takes down what happens, as episodes. */
final class Tape implements Playback.Watcher {
  private final List<Episode> episodes = new ArrayList<>();
  private final List<Playback.Moment> moments = new ArrayList<>();

  /** Those that have ended. */
  List<Episode> episodes() {
    return episodes;
  }

  @Override
  public void stepped(Playback.Moment moment) {
    moments.add(moment);
  }

  @Override
  public void ended(double[] lastObs) {
    List<double[]> obs = new ArrayList<>(moments.stream().map(Playback.Moment::obs).toList());
    obs.add(lastObs);
    Playback.Moment last = moments.get(moments.size() - 1);
    episodes.add(
        new Episode(
            flat(obs),
            flat(moments.stream().map(Playback.Moment::act).toList()),
            flat(moments.stream().map(Playback.Moment::reward).toList()),
            flat(moments.stream().map(Playback.Moment::cost).toList()),
            last.terminated(),
            last.truncated() && !last.terminated()));
    moments.clear();
  }

  private static double[] flat(List<double[]> rows) {
    int width = rows.get(0).length;
    double[] all = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return all;
  }
}
