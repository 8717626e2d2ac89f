package org.morl4j.offline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.offline.FlatRows.Block;

/**
 * OGBench's npz files (Park et al. 2024, arXiv 2410.20092): observations, actions and terminals of
 * N rows each, where the row with a terminal is a trajectory's last observation and no step;
 * rewards where there are any, else zeros; masks, 0 where a task was done, end an episode for good.
 */
final class OgBench {
  private static final int MOST_ENTRIES = 1000;
  private static final long RATIO = 1032; // deflate makes at most that many bytes of one

  private OgBench() {}

  /**
   * Reads a file.
   *
   * @throws DatasetException if it is not as it must be
   * @throws IOException if it can't be read
   */
  static Recording open(Path file) throws IOException {
    Map<String, NpyArray> arrays = new HashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw new DatasetException("%s has %d arrays.".formatted(file, zip.size()));
      }
      for (String key : List.of("observations", "actions", "terminals", "rewards", "masks")) {
        array(file, zip, key).ifPresent(array -> arrays.put(key, array));
      }
    } catch (DatasetException e) {
      throw e;
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new DatasetException(
          "%s can't be read as npz. Maybe it was cut short or damaged.".formatted(file), e);
    }
    return recording(file, arrays);
  }

  private static Optional<NpyArray> array(Path file, ZipFile zip, String key) throws IOException {
    ZipEntry entry = zip.getEntry(key + ".npy");
    if (entry == null) {
      return Optional.empty();
    }
    String name = file + ": " + key;
    long size = entry.getSize();
    if (size < 0
        || entry.getCompressedSize() > Files.size(file)
        || size / RATIO > entry.getCompressedSize()) {
      throw new DatasetException(
          "%s claims %d bytes, which can't be. Maybe the file is damaged.".formatted(name, size));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Optional.of(NpyArray.read(in, size, name));
    }
  }

  private static Recording recording(Path file, Map<String, NpyArray> arrays) {
    NpyArray obs = required(file, arrays, "observations", -1);
    int n = obs.rows();
    if (n < 1 || obs.width() < 1) {
      throw new DatasetException(file + ": observations has no rows.");
    }
    NpyArray act = required(file, arrays, "actions", n);
    boolean[] truncated = flags(file, "terminals", required(file, arrays, "terminals", n));
    boolean[] terminated = new boolean[n];
    if (arrays.containsKey("masks")) {
      boolean[] goesOn = flags(file, "masks", required(file, arrays, "masks", n));
      for (int i = 0; i < n; i++) {
        terminated[i] = !goesOn[i] && !truncated[i];
      }
    }
    NpyArray reward =
        arrays.containsKey("rewards")
            ? required(file, arrays, "rewards", n)
            : new NpyArray(new double[n], n, false);
    ActionRange range = new ActionRange(act.width());
    range.add(act.values());
    EnvSpec spec =
        FlatSpecs.spec(
            "npz:" + file.getFileName(),
            FlatSpecs.observations(obs.width()),
            range.space(act.whole()),
            FlatSpecs.names("reward", reward.width()),
            List.of());
    FlatRows rows = new FlatRows(spec, false);
    return FlatSpecs.recording(
        file,
        rows,
        FlatRows.spans(terminated, truncated),
        () ->
            (from, count) ->
                new Block(
                    part(obs, from, count),
                    new double[0],
                    part(act, from, count),
                    part(reward, from, count),
                    new double[0]));
  }

  private static double[] part(NpyArray array, int from, int n) {
    return Arrays.copyOfRange(array.values(), from * array.width(), (from + n) * array.width());
  }

  private static NpyArray required(Path file, Map<String, NpyArray> arrays, String key, int rows) {
    NpyArray array = arrays.get(key);
    if (array == null) {
      throw new DatasetException(
          "%s: %s is missing. Maybe it is no OGBench file.".formatted(file, key));
    }
    if (rows >= 0 && (array.rows() != rows || array.width() < 1)) {
      throw new DatasetException(
          "%s: %s has %d rows, but observations has %d.".formatted(file, key, array.rows(), rows));
    }
    FlatSpecs.requireFinite(file, key, 0, array.values(), Math.max(1, array.rows()));
    return array;
  }

  private static boolean[] flags(Path file, String key, NpyArray array) {
    if (array.width() != 1) {
      throw new DatasetException(
          "%s: %s has %d values a row, but must have 1.".formatted(file, key, array.width()));
    }
    return FlatSpecs.flags(file, key, array.values());
  }
}
