package org.morl4j.core.data;

import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Which columns of a CSV file with one row a step hold what. An empty list stands for the columns
 * whose names begin with the key and a colon, such as {@code obs:height}, and the one named as the
 * key is, in the order of the file. A column may be called by its name with or without that prefix;
 * rewards and costs get the name that stands here, without the prefix.
 *
 * @param obs what was seen before the step
 * @param nextObs what was seen after it; where there are none, the next row's obs are taken and the
 *     last step of an episode that did not terminate is dropped
 * @param act the action
 * @param reward one column an objective
 * @param cost one column a cost
 * @param episode names the episode; its rows stand together, in order
 * @param terminated 1 or true where the episode ended for good; may be missing
 * @param truncated 1 or true where a time limit cut it; may be missing
 */
public record CsvColumns(
    @Allowed(maxItems = 100_000, maxLength = 1000) List<String> obs,
    @Allowed(maxItems = 100_000, maxLength = 1000) List<String> nextObs,
    @Allowed(maxItems = 10_000, maxLength = 1000) List<String> act,
    @Allowed(maxItems = 1000, maxLength = 1000) List<String> reward,
    @Allowed(maxItems = 1000, maxLength = 1000) List<String> cost,
    @Allowed(maxLength = 1000) String episode,
    @Allowed(maxLength = 1000) String terminated,
    @Allowed(maxLength = 1000) String truncated) {
  /** Those that a conversion to CSV writes. */
  public static final CsvColumns DEFAULT =
      new CsvColumns(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "episode",
          "terminated",
          "truncated");

  public CsvColumns {
    Check.allowed(CsvColumns.class, "obs", obs);
    Check.allowed(CsvColumns.class, "nextObs", nextObs);
    Check.allowed(CsvColumns.class, "act", act);
    Check.allowed(CsvColumns.class, "reward", reward);
    Check.allowed(CsvColumns.class, "cost", cost);
    Check.allowed(CsvColumns.class, "episode", episode);
    Check.allowed(CsvColumns.class, "terminated", terminated);
    Check.allowed(CsvColumns.class, "truncated", truncated);
    obs = List.copyOf(obs);
    nextObs = List.copyOf(nextObs);
    act = List.copyOf(act);
    reward = List.copyOf(reward);
    cost = List.copyOf(cost);
  }

  /** The same with other {@code obs}. */
  public CsvColumns withObs(List<String> value) {
    return new CsvColumns(value, nextObs, act, reward, cost, episode, terminated, truncated);
  }

  /** The same with other {@code nextObs}. */
  public CsvColumns withNextObs(List<String> value) {
    return new CsvColumns(obs, value, act, reward, cost, episode, terminated, truncated);
  }

  /** The same with other {@code act}. */
  public CsvColumns withAct(List<String> value) {
    return new CsvColumns(obs, nextObs, value, reward, cost, episode, terminated, truncated);
  }

  /** The same with other {@code reward}. */
  public CsvColumns withReward(List<String> value) {
    return new CsvColumns(obs, nextObs, act, value, cost, episode, terminated, truncated);
  }

  /** The same with other {@code cost}. */
  public CsvColumns withCost(List<String> value) {
    return new CsvColumns(obs, nextObs, act, reward, value, episode, terminated, truncated);
  }

  /** The same with another {@code episode}. */
  public CsvColumns withEpisode(String value) {
    return new CsvColumns(obs, nextObs, act, reward, cost, value, terminated, truncated);
  }

  /** The same with another {@code terminated}. */
  public CsvColumns withTerminated(String value) {
    return new CsvColumns(obs, nextObs, act, reward, cost, episode, value, truncated);
  }

  /** The same with another {@code truncated}. */
  public CsvColumns withTruncated(String value) {
    return new CsvColumns(obs, nextObs, act, reward, cost, episode, terminated, value);
  }
}
