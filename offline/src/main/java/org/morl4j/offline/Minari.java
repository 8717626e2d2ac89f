package org.morl4j.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;

/**
 * Minari datasets (Farama Foundation, format of minari 0.5): a folder {@code data} with {@code
 * metadata.json} and {@code main_data.hdf5}. The latter has a group {@code episode_N} for each
 * episode with observations [T + 1, ..], actions [T, ..], rewards [T] or [T, m], terminations and
 * truncations [T], and where there are costs {@code infos/cost} [T + 1] or [T + 1, k], whose row t
 * + 1 came from action t.
 *
 * <p>Everything is checked at reading: shapes, finiteness, flags in the middle of an episode. What
 * is wrong is told with file, episode, key and row.
 */
public final class Minari {
  private static final long MOST_METADATA = 64 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python's Infinity inside spaces
          .build();

  private final Path file;
  private final JsonNode metadata;
  private final Space observationSpace;
  private final Space actionSpace;

  private Minari(Path file, JsonNode metadata) {
    this.file = file;
    this.metadata = metadata;
    Path of = file.resolveSibling("metadata.json");
    observationSpace = MinariSpaces.read(of, "observation_space", inner(of, "observation_space"));
    actionSpace = MinariSpaces.read(of, "action_space", inner(of, "action_space"));
  }

  /**
   * Reads a dataset whole.
   *
   * @param folder the dataset's, or its {@code data}
   * @throws DatasetException if it is not as it must be
   * @throws IOException if a file can't be read
   */
  public static Episodes read(Path folder) throws IOException {
    Path data = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
    Path described = regular(data.resolve("metadata.json"));
    if (Files.size(described) > MOST_METADATA) {
      throw new DatasetException(
          "%s has %d bytes, but at most %d are read."
              .formatted(described, Files.size(described), MOST_METADATA));
    }
    Path file = regular(data.resolve("main_data.hdf5"));
    try {
      return new Minari(file, JSON.readTree(described.toFile())).episodes();
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s is not JSON: %s".formatted(described, e.getOriginalMessage()), e);
    }
  }

  private static Path regular(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          "There is no file %s. Maybe name the folder of a Minari dataset, such as ENVIRONMENT/NAME-v0."
              .formatted(file));
    }
    return file;
  }

  private JsonNode inner(Path of, String key) {
    try {
      return JSON.readTree(metadata.path(key).asText());
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s: %s is not JSON: %s".formatted(of, key, e.getOriginalMessage()), e);
    }
  }

  private Episodes episodes() {
    int count = metadata.path("total_episodes").asInt();
    try (HdfFile hdf = new HdfFile(file)) {
      // Links come in no order, and names sort 10 before 2: episodes are asked for by number.
      List<Episode> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(episode(hdf, i));
      }
      EnvSpec spec = spec(hdf, list);
      return new Episodes(spec, list);
    } catch (HdfException | UnsupportedOperationException e) {
      throw new DatasetException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private EnvSpec spec(HdfFile hdf, List<Episode> list) {
    if (list.isEmpty()) {
      throw new DatasetException("%s holds no episode.".formatted(file));
    }
    int steps = length(dataset(group(hdf, 0), "terminations", 0));
    int m = list.get(0).reward().length / Math.max(1, steps);
    int k = list.get(0).cost().length / Math.max(1, steps);
    return new EnvSpec(
        "minari:" + metadata.path("dataset_id").asText("unnamed"),
        observationSpace,
        actionSpace,
        names("objective_names", "reward", m),
        names("cost_names", "cost", k),
        Math.max(0, inner(file, "env_spec").path("max_episode_steps").asInt(0)),
        null,
        null,
        "data");
  }

  /** Names from the metadata, else {@code base}, or base_0, base_1, .. of several. */
  private List<String> names(String key, String base, int count) {
    List<String> names = new ArrayList<>();
    metadata.path(key).forEach(name -> names.add(name.asText()));
    if (names.isEmpty()) {
      for (int i = 0; i < count; i++) {
        names.add(count == 1 ? base : base + "_" + i);
      }
    }
    if (names.size() != count) {
      throw new DatasetException(
          "%s: %s has %d names, but the data %d columns."
              .formatted(file.resolveSibling("metadata.json"), key, names.size(), count));
    }
    return names;
  }

  private Group group(HdfFile hdf, int episode) {
    if (hdf.getChild("episode_" + episode) instanceof Group group) {
      return group;
    }
    throw new DatasetException(
        "%s has no group episode_%d, but metadata.json counts %d episodes."
            .formatted(file, episode, metadata.path("total_episodes").asInt()));
  }

  private Episode episode(HdfFile hdf, int number) {
    Group group = group(hdf, number);
    boolean[] terminated = flags(group, "terminations", number);
    boolean[] truncated = flags(group, "truncations", number);
    int steps = terminated.length;
    if (steps == 0 || truncated.length != steps) {
      throw fault(
          number, "truncations", "has %d rows, but terminations %d", truncated.length, steps);
    }
    for (int t = 0; t < steps - 1; t++) {
      if (terminated[t] || truncated[t]) {
        throw fault(number, "terminations", "end the episode in row %d of %d", t, steps);
      }
    }
    double[] obs = numbers(group, "observations", number, steps + 1);
    double[] act = numbers(group, "actions", number, steps);
    width(number, "observations", obs, steps + 1, observationSpace.size());
    width(number, "actions", act, steps, actionSpace.size());
    double[] cost = new double[0];
    if (group.getChild("infos") instanceof Group infos && infos.getChild("cost") != null) {
      double[] all = numbers(infos, "cost", number, steps + 1);
      int k = all.length / (steps + 1);
      cost = Arrays.copyOfRange(all, k, all.length);
    }
    return new Episode(
        obs,
        act,
        numbers(group, "rewards", number, steps),
        cost,
        terminated[steps - 1],
        truncated[steps - 1]);
  }

  private Dataset dataset(Group group, String key, int episode) {
    @Nullable Node child = group.getChild(key);
    if (child instanceof Dataset dataset) {
      return dataset;
    }
    throw fault(episode, key, "is missing");
  }

  private static int length(Dataset dataset) {
    return dataset.getDimensions().length == 0 ? 0 : dataset.getDimensions()[0];
  }

  /** Rows of numbers, flat, all finite. */
  private double[] numbers(Group group, String key, int episode, int rows) {
    Dataset dataset = dataset(group, key, episode);
    if (length(dataset) != rows) {
      throw fault(episode, key, "has %d rows, but must have %d", length(dataset), rows);
    }
    Object data = dataset.getDataFlat();
    int n = Array.getLength(data);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      if (!(Array.get(data, i) instanceof Number number)) {
        throw fault(episode, key, "holds %s, but must hold numbers", dataset.getJavaType());
      }
      values[i] = number.doubleValue();
      if (!Double.isFinite(values[i])) {
        throw fault(episode, key, "is %s in row %d", values[i], i / (n / rows));
      }
    }
    return values;
  }

  /** Booleans: jHDF gives those of h5py as the words TRUE and FALSE, others as numbers. */
  private boolean[] flags(Group group, String key, int episode) {
    Object data = dataset(group, key, episode).getDataFlat();
    boolean[] flags = new boolean[Array.getLength(data)];
    for (int i = 0; i < flags.length; i++) {
      String word = String.valueOf(Array.get(data, i)).toLowerCase(Locale.ROOT);
      flags[i] =
          switch (word) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw fault(episode, key, "is %s in row %d, but must be true or false", word, i);
          };
    }
    return flags;
  }

  private void width(int episode, String key, double[] values, int rows, int size) {
    if (values.length != rows * size) {
      throw fault(
          episode, key, "has %d values a row, but its space %d", values.length / rows, size);
    }
  }

  private DatasetException fault(int episode, String key, String what, Object... arguments) {
    return new DatasetException(
        "%s: episode_%d: %s %s.".formatted(file, episode, key, what.formatted(arguments)));
  }
}
