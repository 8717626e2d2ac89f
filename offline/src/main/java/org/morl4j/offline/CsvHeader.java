package org.morl4j.offline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.CsvColumns;

/**
 * Where a CSV file has what.
 *
 * @param names of all columns
 * @param numbers which of them hold numbers
 * @param rewardNames of the objectives
 * @param costNames of the costs
 * @param ends which of them tell episodes apart
 */
record CsvHeader(
    List<String> names,
    Numbers numbers,
    List<String> rewardNames,
    List<String> costNames,
    Ends ends) {
  /** Indexes of columns. */
  @SuppressWarnings("ArrayRecordComponent") // read by index; equality is never asked for
  record Numbers(int[] obs, int[] nextObs, int[] act, int[] reward, int[] cost) {}

  /** Indexes of columns, -1 where a flag has none. */
  record Ends(int episode, int terminated, int truncated) {}

  /**
   * Finds the columns.
   *
   * @throws DatasetException if one is missing or stands twice
   */
  static CsvHeader of(Path file, List<String> names, CsvColumns columns) {
    Finder finder = new Finder(file, names);
    int[] obs = finder.required("obs", columns.obs());
    int[] nextObs = finder.all("nextObs", columns.nextObs());
    if (nextObs.length > 0 && nextObs.length != obs.length) {
      throw new DatasetException(
          "%s: data.columns.nextObs are %d columns, but obs are %d."
              .formatted(file, nextObs.length, obs.length));
    }
    int[] reward = finder.required("reward", columns.reward());
    int[] cost = finder.all("cost", columns.cost());
    int episode = finder.index(columns.episode());
    if (episode < 0) {
      throw finder.missing("episode", columns.episode());
    }
    return new CsvHeader(
        names,
        new Numbers(obs, nextObs, finder.required("act", columns.act()), reward, cost),
        finder.bare("reward", reward),
        finder.bare("cost", cost),
        new Ends(episode, finder.index(columns.terminated()), finder.index(columns.truncated())));
  }

  private record Finder(Path file, List<String> names) {
    int index(String name) {
      int index = names.indexOf(name);
      if (index >= 0 && names.lastIndexOf(name) != index) {
        throw new DatasetException(
            "%s: two columns are named %s.".formatted(file, Check.quoted(name, 100)));
      }
      return index;
    }

    int[] required(String key, List<String> wanted) {
      int[] found = all(key, wanted);
      if (found.length == 0) {
        throw missing(key, key + ":..");
      }
      return found;
    }

    int[] all(String key, List<String> wanted) {
      if (wanted.isEmpty()) {
        return IntStream.range(0, names.size())
            .filter(i -> names.get(i).equals(key) || names.get(i).startsWith(key + ":"))
            .map(i -> index(names.get(i)))
            .toArray();
      }
      List<Integer> found = new ArrayList<>();
      for (String name : wanted) {
        int index = index(name) >= 0 ? index(name) : index(key + ":" + name);
        if (index < 0) {
          throw missing(key, name);
        }
        found.add(index);
      }
      return found.stream().mapToInt(Integer::intValue).toArray();
    }

    List<String> bare(String key, int[] columns) {
      return IntStream.of(columns)
          .mapToObj(names::get)
          .map(n -> n.startsWith(key + ":") ? n.substring(key.length() + 1) : n)
          .toList();
    }

    DatasetException missing(String key, String name) {
      List<String> some = names.subList(0, Math.min(20, names.size()));
      return new DatasetException(
          "%s has no column %s, only %s%s. Maybe name it in data.columns.%s.%s"
              .formatted(
                  file,
                  Check.quoted(name, 100),
                  Check.quoted(String.join(", ", some), 500),
                  names.size() > some.size() ? ", .." : "",
                  key,
                  Check.maybe(name, some)));
    }
  }
}
