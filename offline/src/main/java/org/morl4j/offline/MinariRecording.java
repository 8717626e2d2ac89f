package org.morl4j.offline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Space;

/**
 * The episodes of a {@link Minari} dataset. Links of a group come in no order, and names sort 10
 * before 2: episodes are asked for by number.
 *
 * @param file with the episodes
 * @param spec of the environment
 * @param metadata of the dataset
 * @param episodes how many
 * @param steps of all
 */
record MinariRecording(Path file, EnvSpec spec, Metadata metadata, int episodes, long steps)
    implements Recording {
  private static final int MOST_EPISODES = 100_000_000;

  static Recording open(Path file, ObjectNode metadata) throws IOException {
    int episodes = count(file, metadata);
    try (HdfNumbers hdf = HdfNumbers.open(file)) {
      Source first = new Source(file, hdf, 0, episodes);
      int length = first.length();
      int m = first.columns(first.dataset(first.group, "rewards"), "rewards", length);
      int k = first.cost().map(cost -> first.columns(cost, "infos/cost", length + 1)).orElse(0);
      EnvSpec spec = Minari.spec(file.resolveSibling(Minari.METADATA), metadata, m, k);
      long steps = length;
      for (int e = 1; e < episodes; e++) {
        steps += new Source(file, hdf, e, episodes).length();
      }
      requireTotal(file, metadata, steps);
      if (hdf.child(hdf.root(), "episode_" + episodes).isPresent()) {
        throw new DatasetException(
            "%s has a group episode_%d, but metadata.json counts %d episodes. Maybe total_episodes is wrong."
                .formatted(file, episodes, episodes));
      }
      return new MinariRecording(file, spec, new Metadata(metadata), episodes, steps);
    }
  }

  private static int count(Path file, ObjectNode metadata) {
    int episodes = metadata.path("total_episodes").asInt();
    if (episodes < 1 || episodes > MOST_EPISODES) {
      throw new DatasetException(
          episodes == 0
              ? "%s holds no episode.".formatted(file)
              : "%s: metadata.json counts %d episodes.".formatted(file, episodes));
    }
    return episodes;
  }

  private static void requireTotal(Path file, ObjectNode metadata, long steps) {
    long total = metadata.path("total_steps").asLong(steps);
    if (total != steps) {
      throw new DatasetException(
          "%s has %d steps, but metadata.json counts %d. Maybe the two files are of different datasets."
              .formatted(file, steps, total));
    }
  }

  @Override
  public EpisodeCursor open() throws IOException {
    HdfNumbers hdf = HdfNumbers.open(file);
    return new EpisodeCursor() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < episodes;
      }

      @Override
      public Episode next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Source source = new Source(file, hdf, next++, episodes);
        return HdfNumbers.guarded(file, () -> source.read(spec));
      }

      @Override
      public void close() {
        hdf.close();
      }
    };
  }

  /** One episode in the file. */
  private static final class Source {
    private final Path file;
    private final HdfNumbers hdf;
    private final int number;
    private final Group group;

    Source(Path file, HdfNumbers hdf, int number, int episodes) {
      this.file = file;
      this.hdf = hdf;
      this.number = number;
      group =
          hdf.group(hdf.root(), "episode_" + number)
              .orElseThrow(
                  () ->
                      new DatasetException(
                          "%s has no group episode_%d, but metadata.json counts %d episodes."
                              .formatted(file, number, episodes)));
    }

    int length() {
      return hdf.length(dataset(group, "terminations"));
    }

    Dataset dataset(Group in, String key) {
      return hdf.dataset(in, key).orElseThrow(() -> fault(key, "is missing"));
    }

    Optional<Dataset> cost() {
      return hdf.group(group, "infos").flatMap(infos -> hdf.dataset(infos, "cost"));
    }

    /** Numbers a row, 1 of a flat dataset. */
    int columns(Dataset dataset, String key, int rows) {
      requireRows(dataset, key, rows);
      return Math.toIntExact(dataset.getSize() / Math.max(1, rows));
    }

    private void requireRows(Dataset dataset, String key, int rows) {
      if (hdf.length(dataset) != rows) {
        throw fault(key, "has %d rows, but must have %d", hdf.length(dataset), rows);
      }
    }

    Episode read(EnvSpec spec) {
      boolean[] terminated = flags("terminations", length());
      int steps = terminated.length;
      if (steps == 0) {
        throw fault("terminations", "has no rows");
      }
      boolean[] truncated = flags("truncations", steps);
      for (int t = 0; t < steps - 1; t++) {
        if (terminated[t] || truncated[t]) {
          String key = terminated[t] ? "terminations" : "truncations";
          throw fault(key, "end the episode in row %d of %d", t, steps);
        }
      }
      int k = spec.costs().size();
      double[] cost = new double[0];
      if (k > 0) {
        Dataset dataset = cost().orElseThrow(() -> fault("infos/cost", "is missing"));
        double[] all = numbers(dataset, "infos/cost", steps + 1, k);
        cost = Arrays.copyOfRange(all, k, all.length);
      } else if (cost().isPresent()) {
        throw fault("infos/cost", "is there, but episode_0 has none");
      }
      return new Episode(
          values("observations", spec.observationSpace(), steps + 1),
          values("actions", spec.actionSpace(), steps),
          numbers(dataset(group, "rewards"), "rewards", steps, spec.objectives().size()),
          cost,
          terminated[steps - 1],
          truncated[steps - 1]);
    }

    /** Raw values of a space, put together from its parts. */
    private double[] values(String key, Space space, int rows) {
      List<SpaceLeaf> leaves = SpaceLeaf.of(space);
      for (SpaceLeaf leaf : leaves) { // before room is made for all
        require(dataset(key, leaf), leaf.name(key), rows, leaf.space().size());
      }
      double[] all = new double[leaves.size() == 1 ? 0 : Math.multiplyExact(rows, space.size())];
      for (SpaceLeaf leaf : leaves) {
        int width = leaf.space().size();
        double[] part = numbers(dataset(key, leaf), leaf.name(key), rows, width);
        if (leaves.size() == 1) {
          all = part;
        } else {
          for (int row = 0; row < rows; row++) {
            int at = row * space.size() + leaf.offset();
            System.arraycopy(part, row * width, all, at, width);
          }
        }
      }
      requireMembers(key, space, all, rows);
      return all;
    }

    private Dataset dataset(String key, SpaceLeaf leaf) {
      if (leaf.path().isEmpty()) {
        return dataset(group, key);
      }
      Group in = hdf.group(group, key).orElseThrow(() -> fault(key, "is missing"));
      for (String name : leaf.path().subList(0, leaf.path().size() - 1)) {
        Group of = in;
        in = hdf.group(of, name).orElseThrow(() -> fault(leaf.name(key), "is missing"));
      }
      return hdf.dataset(in, leaf.path().get(leaf.path().size() - 1))
          .orElseThrow(() -> fault(leaf.name(key), "is missing"));
    }

    /** A one-hot code of a number that isn't one of the space would be all zeros. */
    private void requireMembers(String key, Space space, double[] values, int rows) {
      for (SpaceLeaf leaf : SpaceLeaf.of(space)) {
        if (leaf.space() instanceof Box) {
          continue;
        }
        for (int row = 0; row < rows; row++) {
          int at = row * space.size() + leaf.offset();
          if (!leaf.space().contains(values, at)) {
            throw fault(
                leaf.name(key), "is %s in row %d, which its space doesn't hold", values[at], row);
          }
        }
      }
    }

    private void require(Dataset dataset, String key, int rows, int width) {
      requireRows(dataset, key, rows);
      if (dataset.getSize() != (long) rows * width) {
        throw fault(key, "has %d values a row, but must have %d", dataset.getSize() / rows, width);
      }
    }

    private double[] numbers(Dataset dataset, String key, int rows, int width) {
      require(dataset, key, rows, width);
      double[] values = hdf.all(dataset);
      if (values.length != rows * width) {
        throw fault(key, "has %d values, but must have %d", values.length, rows * width);
      }
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(values[i])) {
          throw fault(key, "is %s in row %d", values[i], i / width);
        }
      }
      return values;
    }

    private boolean[] flags(String key, int rows) {
      double[] values = numbers(dataset(group, key), key, rows, 1);
      boolean[] flags = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        if (values[i] != 0 && values[i] != 1) {
          throw fault(key, "is %s in row %d, but must be true or false", values[i], i);
        }
        flags[i] = values[i] == 1;
      }
      return flags;
    }

    private DatasetException fault(String key, String what, Object... arguments) {
      return new DatasetException(
          "%s: episode_%d: %s %s.".formatted(file, number, key, what.formatted(arguments)));
    }
  }
}
