package org.morl4j.offline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.WholeFiles;

/**
 * Writes {@link Minari} datasets that the package minari 0.5 loads. Flags are HDF5 bit fields,
 * which h5py reads as uint8: the library below writes no enumerations (docs/decisions/005).
 */
public final class MinariWriter {
  private static final String VERSION = "0.5.4";

  private final EnvSpec spec;

  private MinariWriter(EnvSpec spec) {
    this.spec = spec;
  }

  /**
   * Writes a recording as a new dataset, whole or not at all.
   *
   * @param folder of the dataset; must not exist
   * @param id of the dataset, such as {@code morl4j/pendulum-medium-v0}
   * @throws IllegalArgumentException if the folder exists
   * @throws DatasetException if the heap has no room for the rows: the library below writes a file
   *     from memory
   * @throws IOException if it can't be written
   */
  public static void write(Recording recording, Path folder, String id) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "%s exists already. Maybe name another folder.".formatted(folder));
    }
    requireMemory(recording);
    Path absolute = folder.toAbsolutePath();
    Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
    WholeFiles.delete(partial);
    try {
      Path data = Files.createDirectories(partial.resolve("data"));
      Path rows = data.resolve(Minari.ROWS);
      int episodes = new MinariWriter(recording.spec()).episodes(recording, rows);
      Path described = data.resolve(Minari.METADATA);
      WholeFiles.write(described, metadata(recording, id, episodes, Files.size(rows)));
      Files.move(partial, absolute);
    } catch (IOException | RuntimeException e) {
      WholeFiles.delete(partial);
      throw e;
    }
  }

  private static void requireMemory(Recording recording) {
    EnvSpec spec = recording.spec();
    long width = spec.observationSpace().size() + spec.actionSpace().size();
    width += spec.objectives().size() + spec.costs().size();
    RowMemory.require("Writing " + spec.id(), 8.0 * width * recording.steps(), "slice it first");
  }

  private static String metadata(Recording recording, String id, int episodes, long bytes)
      throws IOException {
    EnvSpec spec = recording.spec();
    ObjectNode json = recording.metadata().json();
    json.put("total_episodes", episodes);
    json.put("total_steps", recording.steps());
    json.put("data_format", "hdf5");
    json.put("jpeg_encoding", false);
    text(json, "observation_space", spec.observationSpace());
    text(json, "action_space", spec.actionSpace());
    json.put("dataset_size", Math.round(bytes / 1e5) / 10.0);
    json.put("dataset_id", id);
    json.put("minari_version", VERSION);
    spec.objectives().forEach(json.putArray("objective_names")::add);
    spec.costs().forEach(json.putArray("cost_names")::add);
    return Minari.JSON.writeValueAsString(json);
  }

  private static void text(ObjectNode json, String key, Space space) throws IOException {
    json.put(key, Minari.JSON.writeValueAsString(MinariSpaces.write(space)));
  }

  private int episodes(Recording recording, Path file) throws IOException {
    int count = 0;
    try (EpisodeCursor cursor = recording.open();
        WritableHdfFile hdf = HdfFile.write(file)) {
      while (cursor.hasNext()) {
        WritableGroup group = hdf.putGroup("episode_" + count);
        write(cursor.next(), group);
        group.putAttribute("id", (long) count);
        count++;
      }
    }
    return count;
  }

  private void write(Episode episode, WritableGroup group) {
    int steps = episode.steps(spec);
    group.putAttribute("total_steps", (long) steps);
    values(group, "observations", spec.observationSpace(), episode.obs(), steps + 1);
    values(group, "actions", spec.actionSpace(), episode.act(), steps);
    group.putDataset("rewards", columns(episode.reward(), steps, spec.objectives().size()));
    boolean[] terminated = new boolean[steps];
    boolean[] truncated = new boolean[steps];
    terminated[steps - 1] = episode.terminated();
    truncated[steps - 1] = episode.truncated();
    group.putDataset("terminations", terminated);
    group.putDataset("truncations", truncated);
    int k = spec.costs().size();
    if (k > 0) { // the library below writes no group without anything in it
      WritableGroup infos = group.putGroup("infos");
      double[] late = new double[(steps + 1) * k]; // row 0 is the reset's, which costs nothing
      System.arraycopy(episode.cost(), 0, late, k, steps * k);
      infos.putDataset("cost", columns(late, steps + 1, k));
    }
  }

  private static Object columns(double[] values, int rows, int width) {
    int[] shape = width == 1 ? new int[] {rows} : new int[] {rows, width};
    return NumpyType.FLOAT64.nested(values, 0, width, shape);
  }

  private static void values(
      WritableGroup group, String key, Space space, double[] values, int rows) {
    for (SpaceLeaf leaf : SpaceLeaf.of(space)) {
      WritableGroup in = group;
      List<String> names = new ArrayList<>(List.of(key));
      names.addAll(leaf.path());
      for (String name : names.subList(0, names.size() - 1)) {
        in = in.getChild(name) instanceof WritableGroup there ? there : in.putGroup(name);
      }
      int[] inner = leaf.shape();
      int[] shape = new int[inner.length + 1];
      shape[0] = rows;
      System.arraycopy(inner, 0, shape, 1, inner.length);
      Object array = NumpyType.of(leaf.dtype()).nested(values, leaf.offset(), space.size(), shape);
      in.putDataset(names.get(names.size() - 1), array);
    }
  }
}
