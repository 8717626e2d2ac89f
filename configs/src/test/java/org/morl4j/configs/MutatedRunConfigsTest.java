package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.ConfigMutations.Kind;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Run;

/**
 * Whatever is done to a run config: it is refused in words before anything is trained, or it fits.
 * More than the few hundred of a build: {@code -Dmorl4j.mutatedConfigs=10000}.
 */
class MutatedRunConfigsTest {
  private static final int COUNT = Integer.getInteger("morl4j.mutatedConfigs", 800);
  private static final int LONGEST = 2000;

  @TempDir private Path temp;

  private final Map<Kind, int[]> tally = new EnumMap<>(Kind.class);
  private int python;
  private String slowest = "";
  private double slowestSeconds;

  @Test
  void everyMistakeIsToldInWords() throws IOException {
    List<String> bases = bases();
    SplittableRandom random = new SplittableRandom(11);
    ConfigMutations mutations = new ConfigMutations(12);
    Kind[] kinds = Kind.values();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Kind kind = kinds[i % kinds.length];
      String base = bases.get(random.nextInt(bases.size()));
      String text = mutations.mutated(base, kind);
      long start = System.nanoTime();
      String complaint = complaint(text, kind);
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (seconds > slowestSeconds) {
        slowestSeconds = seconds;
        slowest = kind + " " + text.substring(0, Math.min(text.length(), 300));
      }
      if (!complaint.isEmpty()) {
        bad.add(kind + ": " + complaint + "\n" + text.substring(0, Math.min(600, text.length())));
      }
    }
    tell();
    assertThat(bad).isEmpty();
    assertThat(tally).hasSize(kinds.length);
  }

  private void tell() {
    int accepted = tally.values().stream().mapToInt(counts -> counts[0]).sum();
    int refused = tally.values().stream().mapToInt(counts -> counts[1]).sum();
    System.out.printf(
        Locale.ROOT,
        "%d mutated configs of %d kinds: %d refused, %d accepted (of these %d without a look at"
            + " their Python environment), slowest %.2f s: %s%n",
        COUNT,
        tally.size(),
        refused,
        accepted,
        python,
        slowestSeconds,
        slowest.lines().findFirst().orElse(""));
    tally.forEach(
        (kind, counts) ->
            System.out.printf("%s: %d fit, %d refused%n", kind, counts[0], counts[1]));
  }

  /** What is wrong with how a config is answered; empty if nothing. */
  private String complaint(String text, Kind kind) throws IOException {
    Path file = temp.resolve("run.json");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    int[] counts = tally.computeIfAbsent(kind, any -> new int[2]);
    try {
      RunConfig config = Catalogue.reader().read(file, List.of());
      if (config.environment().id().startsWith("native:")) {
        Run.check(config);
      } else {
        python++;
      }
      counts[0]++;
      return "";
    } catch (ConfigException e) {
      counts[1]++;
      return ofMessage(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      return "unexpected " + e;
    }
  }

  private static String ofMessage(String message) {
    if (message.length() > LONGEST) {
      return "a message of " + message.length() + " characters";
    }
    boolean control = message.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n');
    if (control) {
      return "a control character in " + message;
    }
    boolean java = message.contains("Exception") || message.contains("\tat ");
    return java || message.contains("null.") ? "Java in " + message : "";
  }

  /** Those of this repository, small enough to be looked at quickly, and each agent's defaults. */
  private static List<String> bases() throws IOException {
    List<String> bases = new ArrayList<>();
    for (Path folder : List.of(Path.of("runs"), Path.of("..", "examples"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          String text = Files.readString(file);
          if (text.contains("\"search\"") && !text.contains("//")) {
            bases.add(text);
          }
        }
      }
    }
    for (String agent : Catalogue.agents()) {
      for (String environment : List.of("native:Pendulum-v1", "native:CartPole-v1")) {
        bases.add(Catalogue.write(Catalogue.defaults("a", environment, agent, "single")));
      }
    }
    return bases;
  }
}
