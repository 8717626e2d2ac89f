package org.morl4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.morl4j.configs.run.Run;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;

/**
 * Damages copies of a run's files in one JVM and counts what happens, for {@code trust.py}.
 *
 * <pre>
 * policies POLICY SCRATCH FLIPS      single bits of a policy's two files
 * checkpoints RUN SCRATCH FLIPS      single bits of a stopped run's checkpoints
 * load RUN...                        loads each policy that front.csv lists
 * </pre>
 *
 * Prints one line of counts and, for each miss, the file and the bit.
 */
final class TrustChecks {
  private static final int OBSERVATIONS = 500;

  /** One flip in so many hits policy.json, the others the weights. */
  private static final int JSON_EVERY = 6;

  /** What a damaged file came to. */
  private enum Fate {
    REFUSED("refused"),
    SAME("no effect"),
    OTHERWISE("OTHERWISE"),
    UNNAMED("REFUSED WITHOUT THE FILE'S NAME"),
    UNEXPECTED("UNEXPECTED EXCEPTION");

    private final String text;

    Fate(String text) {
      this.text = text;
    }
  }

  /** Uses the damaged files and says whether they gave what the whole ones give. */
  @FunctionalInterface
  private interface Use {
    boolean isSame() throws IOException;
  }

  private final SplittableRandom random = new SplittableRandom(1);
  private final TreeMap<Fate, Integer> counts = new TreeMap<>();

  private TrustChecks() {}

  public static void main(String[] args) throws IOException {
    TrustChecks checks = new TrustChecks();
    switch (args[0]) {
      case "policies" ->
          checks.policies(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
      case "checkpoints" ->
          checks.checkpoints(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
      case "load" -> {
        for (String run : Arrays.asList(args).subList(1, args.length)) {
          load(Path.of(run));
        }
        return;
      }
      default -> throw new IllegalArgumentException("There is no check " + args[0] + ".");
    }
    for (Fate fate : Fate.values()) {
      System.out.printf("%s %d%n", fate.text, checks.counts.getOrDefault(fate, 0));
    }
  }

  private void policies(Path policy, Path scratch, int flips) throws IOException {
    SavedPolicy whole = Policies.load(policy);
    double[][] observations = new double[OBSERVATIONS][whole.observationSpace().size()];
    Rng rng = new SeedTree(1).child("observations").generator();
    for (double[] obs : observations) {
      whole.observationSpace().sample(rng, obs, 0);
    }
    double[][] acts = acts(whole, observations);
    Path copy = scratch.resolve("policy");
    copy(policy, copy);
    for (int i = 0; i < flips; i++) {
      Path file = copy.resolve(i % JSON_EVERY == 0 ? "policy.json" : "policy.safetensors");
      byte[] bytes = Files.readAllBytes(file);
      long bit = random.nextLong(8L * bytes.length);
      use(file, bytes, bit, () -> Arrays.deepEquals(acts, acts(Policies.load(copy), observations)));
    }
  }

  private static double[][] acts(SavedPolicy policy, double[][] observations) {
    return Arrays.stream(observations).map(policy::act).toArray(double[][]::new);
  }

  /** Half of the flips hit headers, the other half any byte. */
  private void checkpoints(Path run, Path scratch, int flips) throws IOException {
    Path reference = scratch.resolve("whole");
    copy(run, reference);
    Run.open(reference, 1, null).execute(p -> {});
    List<Path> names;
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      names =
          files
              .map(Path::getFileName)
              .filter(name -> name.toString().endsWith(".safetensors"))
              .sorted()
              .toList();
    }
    System.out.println("checkpoints: " + names);
    for (int i = 0; i < flips; i++) {
      Path copy = scratch.resolve("flipped");
      copy(run, copy);
      Path file = copy.resolve("checkpoints").resolve(names.get(i % names.size()));
      byte[] bytes = Files.readAllBytes(file);
      boolean header = i / names.size() % 2 == 0;
      long bit = random.nextLong(8L * (header ? headerEnd(bytes) : bytes.length));
      use(
          file,
          bytes,
          bit,
          () -> {
            Run.open(copy, 1, null).execute(p -> {});
            return sameResult(reference, copy);
          });
    }
  }

  /** Of a safetensors file: eight bytes of length, then JSON. */
  private static int headerEnd(byte[] bytes) {
    return 8 + (bytes[0] & 0xff) + ((bytes[1] & 0xff) << 8) + ((bytes[2] & 0xff) << 16);
  }

  private static boolean sameResult(Path expected, Path found) throws IOException {
    if (Files.mismatch(expected.resolve("front.csv"), found.resolve("front.csv")) >= 0) {
      return false;
    }
    for (String id : front(expected)) {
      for (String name : List.of("policy.json", "policy.safetensors")) {
        Path file = Path.of("policies", id, name);
        if (Files.mismatch(expected.resolve(file), found.resolve(file)) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Flips the bit, uses the file, and puts it back. */
  private void use(Path file, byte[] bytes, long bit, Use use) throws IOException {
    byte[] flipped = bytes.clone();
    flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    Files.write(file, flipped);
    Fate fate;
    String told = "";
    try {
      fate = use.isSame() ? Fate.SAME : Fate.OTHERWISE;
    } catch (StateException e) {
      told = String.valueOf(e.getMessage());
      fate = told.contains(file.getFileName().toString()) ? Fate.REFUSED : Fate.UNNAMED;
    } catch (RuntimeException | IOException e) {
      told = e.toString();
      fate = Fate.UNEXPECTED;
    }
    counts.merge(fate, 1, Integer::sum);
    if (fate.compareTo(Fate.SAME) > 0) {
      System.out.printf("MISS %s bit %d: %s %s%n", file.getFileName(), bit, fate.text, told);
    }
    if (Files.exists(file)) {
      Files.write(file, bytes);
    }
  }

  /** Prints how many policies of its front a run has, or why one can't be loaded. */
  private static void load(Path run) throws IOException {
    List<String> ids = front(run);
    for (String id : ids) {
      try {
        Policies.load(run.resolve("policies").resolve(id));
      } catch (StateException | IOException e) {
        System.out.printf("MISS %s: %s%n", id, e);
        return;
      }
    }
    System.out.printf("loaded %d%n", ids.size());
  }

  private static List<String> front(Path run) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("front.csv"))) {
      ids.add(line.substring(0, line.indexOf(',')));
    }
    return ids.subList(1, ids.size());
  }

  /** Of a folder, in the place of what stands there. */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> old = Files.walk(to)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
