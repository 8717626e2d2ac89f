package org.morl4j.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;

/**
 * Minari datasets (Farama Foundation, format of minari 0.5): a folder {@code data} with {@code
 * metadata.json} and {@code main_data.hdf5}. The latter has a group {@code episode_N} for each
 * episode with observations [T + 1, ..], actions [T, ..], rewards [T] or [T, m], terminations and
 * truncations [T], and where there are costs {@code infos/cost} [T + 1] or [T + 1, k], whose row t
 * + 1 came from action t. Of Dict and Tuple spaces, observations and actions are groups.
 *
 * <p>Everything is checked at reading: shapes, finiteness, flags in the middle of an episode. What
 * is wrong is told with file, episode, key and row.
 */
public final class Minari {
  private static final long MOST_METADATA = 64 << 20;

  static final String METADATA = "metadata.json";
  static final String ROWS = "main_data.hdf5";

  /** Python writes infinite bounds as Infinity, and so do we. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private Minari() {}

  /** The folder with the two files: the dataset's own or its {@code data}. */
  static Path data(Path folder) {
    return Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
  }

  /** Whether a folder has the file of a Minari dataset in HDF5. */
  static boolean holds(Path folder) {
    return Files.exists(data(folder).resolve(ROWS));
  }

  /**
   * Opens a dataset: reads its metadata and how long its episodes are.
   *
   * @param folder the dataset's, or its {@code data}
   * @throws DatasetException if it is not as it must be
   * @throws IOException if a file can't be read
   */
  public static Recording open(Path folder) throws IOException {
    Path data = data(folder);
    ObjectNode metadata = metadata(regular(data.resolve(METADATA)));
    return MinariRecording.open(regular(data.resolve(ROWS)), metadata);
  }

  private static ObjectNode metadata(Path file) throws IOException {
    try {
      JsonNode json = JSON.readTree(WholeFiles.text(file, MOST_METADATA));
      if (json instanceof ObjectNode object) {
        return object;
      }
      throw new DatasetException(file + " is no JSON object.");
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s is not JSON: %s".formatted(file, Check.plain(e.getOriginalMessage())), e);
    } catch (StateException e) {
      throw new DatasetException(String.valueOf(e.getMessage()), e);
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

  /** A key whose text is JSON; nothing where it is missing. */
  static JsonNode inner(Path file, ObjectNode metadata, String key) {
    JsonNode node = metadata.path(key);
    try {
      return node.isTextual() ? JSON.readTree(node.asText()) : node;
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s: %s is not JSON: %s".formatted(file, key, Check.plain(e.getOriginalMessage())), e);
    }
  }

  /**
   * What the metadata says of the environment.
   *
   * @param m columns of the rewards
   * @param k columns of the costs
   */
  static EnvSpec spec(Path file, ObjectNode metadata, int m, int k) {
    JsonNode horizon = inner(file, metadata, "env_spec").path("max_episode_steps");
    Space observations = space(file, metadata, "observation_space");
    Space actions = space(file, metadata, "action_space");
    if (metadata.path("jpeg_encoding").asBoolean() && hasPictures(observations)) {
      throw new DatasetException(
          "%s: jpeg_encoding is true, but pictures are read only as they are. Maybe record them with jpeg_encoding=False."
              .formatted(file));
    }
    try {
      return new EnvSpec(
          "minari:" + metadata.path("dataset_id").asText("unnamed"),
          observations,
          actions,
          names(metadata, "objective_names", "reward", m),
          names(metadata, "cost_names", "cost", k),
          Math.max(0, horizon.asInt(0)),
          null,
          null,
          "data");
    } catch (IllegalArgumentException e) {
      throw new DatasetException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** What minari packs: a Box of bytes with rows, columns and colours. */
  private static boolean hasPictures(Space space) {
    return SpaceLeaf.of(space).stream()
        .anyMatch(leaf -> leaf.dtype() == Dtype.UINT8 && leaf.shape().length == 3);
  }

  private static Space space(Path file, ObjectNode metadata, String key) {
    Space space = MinariSpaces.read(file, key, inner(file, metadata, key));
    if (space.size() < 1) {
      throw new DatasetException("%s: %s has no numbers.".formatted(file, key));
    }
    return space;
  }

  /** Names from the metadata, else those of {@link FlatSpecs#names}. */
  private static List<String> names(ObjectNode metadata, String key, String base, int count) {
    List<String> names = new ArrayList<>();
    metadata.path(key).forEach(name -> names.add(name.asText()));
    if (names.isEmpty()) {
      return FlatSpecs.names(base, count);
    }
    if (names.size() != count) {
      throw new IllegalArgumentException(
          "%s has %d names, but the data %d columns.".formatted(key, names.size(), count));
    }
    return names;
  }
}
