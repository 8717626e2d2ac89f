package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.offline.Recording;
import org.morl4j.offline.RecordingSummary;
import org.morl4j.offline.Recordings;
import org.morl4j.offline.StateActionCoverage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataset info PATH}: what helps to choose an agent. */
@Command(
    name = "info",
    description =
        "Prints episodes, returns, lengths, how episodes ended, trajectory quality, state-action"
            + " coverage and costs.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DatasetInfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument data;

  @Option(names = "--json", description = "print JSON instead of tables")
  private boolean json;

  @Option(
      names = "--limit",
      split = ",",
      paramLabel = "COST=SUM,..",
      description = "prints the share of episodes whose sum of a cost is at most that")
  private Map<String, Double> limits = new TreeMap<>();

  @Option(
      names = "--random",
      paramLabel = "a,b,..",
      converter = VecConverter.class,
      description = "return of random actions, one number an objective (the dataset's own)")
  private @Nullable Vec random;

  @Option(
      names = "--expert",
      paramLabel = "a,b,..",
      converter = VecConverter.class,
      description = "best return of online training, one number an objective (the dataset's own)")
  private @Nullable Vec expert;

  @Option(
      names = "--reference",
      paramLabel = "PATH",
      description = "data that coverage is compared with, such as an online run's replay")
  private @Nullable Path reference;

  @Option(
      names = "--bins",
      paramLabel = "N",
      description = "bins of each number for the coverage (${DEFAULT-VALUE})")
  private int bins = 100;

  @Override
  public Integer call() throws IOException {
    if (bins < 1 || bins > 1_000_000) {
      throw new UsageException(
          "--bins is %d, but must lie between 1 and 1000000. Maybe leave it out.".formatted(bins));
    }
    Recording recording = data.open();
    for (String cost : limits.keySet()) {
      if (!recording.spec().costs().contains(cost)) {
        throw new UsageException(
            "--limit names %s, but the costs are %s.%s"
                .formatted(
                    Check.quoted(cost, 100),
                    recording.spec().costs(),
                    Check.maybe(cost, recording.spec().costs())));
      }
    }
    RecordingSummary summary = RecordingSummary.of(recording);
    DatasetText text =
        new DatasetText(data.path, summary, coverage(recording), scores(recording), limits);
    spec.commandLine().getOut().print(json ? text.json() : text.tables());
    return Main.DONE;
  }

  private StateActionCoverage coverage(Recording recording) throws IOException {
    if (reference == null) {
      return StateActionCoverage.of(recording, bins);
    }
    try {
      Recording other = Recordings.open(reference, CsvColumns.DEFAULT);
      return StateActionCoverage.of(recording, other, bins);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<ReferenceScores> scores(Recording recording) {
    try {
      Optional<ReferenceScores> own = recording.metadata().references();
      if (random == null && expert == null) {
        return own;
      }
      Vec low = random == null ? own.map(ReferenceScores::random).orElse(null) : random;
      Vec high = expert == null ? own.map(ReferenceScores::expert).orElse(null) : expert;
      if (low == null || high == null) {
        throw new UsageException(
            "--random and --expert go together, as the dataset has none of its own. Maybe add the other.");
      }
      ReferenceScores scores = new ReferenceScores(low, high);
      int m = recording.spec().objectives().size();
      if (low.size() != m) {
        throw new UsageException(
            "--random and --expert have %d numbers, but there are %d objectives."
                .formatted(low.size(), m));
      }
      return Optional.of(scores);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
