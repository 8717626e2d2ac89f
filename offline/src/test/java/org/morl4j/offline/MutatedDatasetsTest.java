package org.morl4j.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.state.WholeFiles;

/**
 * Whatever is done to a dataset: it is refused in words, or it is whole. Faults in keys, shapes,
 * order and numbers must be found; a changed byte may leave other numbers that are as good. More
 * than those of a build: {@code -Dmorl4j.mutatedDatasets=5000}; of other Minari sets: {@code
 * -Dmorl4j.datasets=FOLDER}, in which they lie side by side.
 */
class MutatedDatasetsTest {
  private static final int COUNT = Integer.getInteger("morl4j.mutatedDatasets", 500);
  private static final int LONGEST = 2000;

  private enum Kind {
    BYTES(false),
    CUT(true),
    METADATA(false),
    KEY(true),
    SHAPE(true),
    ORDER(true),
    NOT_A_NUMBER(true);

    private final boolean refused;

    Kind(boolean refused) {
      this.refused = refused;
    }
  }

  @TempDir private Path temp;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<Kind, int[]> tally = new EnumMap<>(Kind.class);

  @Test
  void everyFaultIsToldInWords() throws IOException {
    List<Path> bases = bases();
    List<String> bad = new ArrayList<>();
    double slowest = 0;
    for (int i = 0; i < COUNT; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      Path base = bases.get(i / Kind.values().length % bases.size());
      Path folder = temp.resolve("mutated");
      WholeFiles.delete(folder);
      Files.createDirectories(folder.resolve("data"));
      String what = mutate(base, folder, kind);
      long start = System.nanoTime();
      String complaint = complaint(folder, kind);
      slowest = Math.max(slowest, (System.nanoTime() - start) * 1e-9);
      if (!complaint.isEmpty()) {
        bad.add("%d %s of %s (%s): %s".formatted(i, kind, base.getFileName(), what, complaint));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d mutated copies of %d sets, slowest %.2f s%n",
        COUNT,
        bases.size(),
        slowest);
    tally.forEach(
        (kind, counts) ->
            System.out.printf("%s: %d whole, %d refused%n", kind, counts[0], counts[1]));
    assertThat(bad).isEmpty();
    assertThat(tally).hasSize(Kind.values().length);
  }

  private List<Path> bases() throws IOException {
    String named = System.getProperty("morl4j.datasets", "");
    if (!named.isEmpty()) {
      try (var folders = Files.list(Path.of(named))) {
        return folders.sorted().toList();
      }
    }
    Path rich = temp.resolve("rich-v0");
    MinariWriter.write(Written.rich(), rich, "test/rich-v0");
    return List.of(
        MinariTest.resource("pendulum-cost-v0"), MinariTest.resource("dst-buffers-v0"), rich);
  }

  /** What is wrong with how a copy is answered; empty if nothing. */
  private String complaint(Path folder, Kind kind) {
    int[] counts = tally.computeIfAbsent(kind, any -> new int[2]);
    try {
      RecordingSummary.of(Recordings.open(folder, CsvColumns.DEFAULT));
      counts[0]++;
      return kind.refused ? "it was taken" : "";
    } catch (DatasetException e) {
      counts[1]++;
      return ofMessage(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | Error e) {
      return "unexpected " + e;
    }
  }

  private static String ofMessage(String message) {
    boolean control = message.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n');
    boolean java = message.contains("Exception") || message.contains("\tat ");
    return message.length() > LONGEST || control || java || message.contains(": null")
        ? "the message " + message
        : "";
  }

  private String mutate(Path base, Path folder, Kind kind) throws IOException {
    Path rows = folder.resolve("data/main_data.hdf5");
    Path metadata = folder.resolve("data/metadata.json");
    byte[] bytes = Files.readAllBytes(base.resolve("data/main_data.hdf5"));
    byte[] text = Files.readAllBytes(base.resolve("data/metadata.json"));
    String what = "";
    switch (kind) {
      case BYTES -> what = flip(bytes);
      case CUT -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case METADATA -> {
        if (random.nextBoolean()) {
          what = flip(text);
        } else {
          text = Arrays.copyOf(text, random.nextInt(text.length));
        }
      }
      default -> {
        Files.write(metadata, text);
        Recording whole = Minari.open(base);
        return new Faulty(Episodes.of(whole), kind).write(rows);
      }
    }
    Files.write(rows, bytes);
    Files.write(metadata, text);
    return what.isEmpty() ? bytes.length + " bytes" : what;
  }

  /** One to 20 bytes, half of them in the first KiB, where structures lie thickest. */
  private String flip(byte[] bytes) {
    StringBuilder what = new StringBuilder();
    for (int n = 1 + random.nextInt(20); n > 0; n--) {
      int at = random.nextInt(random.nextBoolean() ? Math.min(1024, bytes.length) : bytes.length);
      bytes[at] = (byte) random.nextInt(256);
      what.append(at).append(' ');
    }
    return what.toString().strip();
  }

  /** The same episodes, written anew with one fault. */
  private final class Faulty {
    private final Episodes of;
    private final Kind kind;
    private final int at;
    private final int key;

    Faulty(Episodes of, Kind kind) {
      this.of = of;
      this.kind = kind;
      int some = random.nextInt(of.list().size());
      // An end in the middle needs an episode that has a middle.
      int longest = 0;
      for (int e = 0; e < of.list().size(); e++) {
        int steps = of.list().get(e).steps(of.spec());
        longest = steps > of.list().get(longest).steps(of.spec()) ? e : longest;
      }
      at = kind == Kind.ORDER ? longest : some;
      key = random.nextInt(5);
    }

    String write(Path file) {
      List<String> keys =
          List.of("observations", "actions", "rewards", "terminations", "truncations");
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        for (int e = 0; e < of.list().size(); e++) {
          WritableGroup group = hdf.putGroup("episode_" + e);
          for (String name : keys) {
            put(group, name, of.list().get(e), e == at && name.equals(keys.get(key)));
          }
        }
      }
      return "episode " + at + ", " + keys.get(key);
    }

    private void put(WritableGroup group, String name, Episode episode, boolean fault) {
      int steps = episode.steps(of.spec());
      boolean flags = name.startsWith("t");
      boolean broken = fault || (kind == Kind.ORDER && flags && episode == of.list().get(at));
      if (broken && kind == Kind.KEY) {
        if (random.nextBoolean()) {
          group.putDataset(name.toUpperCase(Locale.ROOT), new double[] {1});
        }
        return;
      }
      double[] values = values(name, episode, steps);
      int rows = name.equals("observations") ? steps + 1 : steps;
      int width = values.length / rows;
      int shown = rows + (broken && kind == Kind.SHAPE ? (random.nextBoolean() ? 1 : -1) : 0);
      values = Arrays.copyOf(values, Math.max(shown, rows) * width);
      if (broken && kind == Kind.NOT_A_NUMBER) {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        values[random.nextInt(rows * width)] = odd[random.nextInt(odd.length)];
      } else if (broken && kind == Kind.ORDER) {
        values[random.nextInt(Math.max(1, steps - 1))] = 1;
      }
      if (shown == 0) {
        return; // there are no datasets without rows: the key is missing
      }
      int[] shape = width == 1 ? new int[] {shown} : new int[] {shown, width};
      group.putDataset(name, NumpyType.FLOAT64.nested(values, 0, width, shape));
    }

    private double[] values(String name, Episode episode, int steps) {
      double[] flags = new double[steps];
      return switch (name) {
        case "observations" -> episode.obs();
        case "actions" -> episode.act();
        case "rewards" -> episode.reward();
        case "terminations" -> {
          flags[steps - 1] = episode.terminated() ? 1 : 0;
          yield flags;
        }
        default -> {
          flags[steps - 1] = episode.truncated() ? 1 : 0;
          yield flags;
        }
      };
    }
  }
}
