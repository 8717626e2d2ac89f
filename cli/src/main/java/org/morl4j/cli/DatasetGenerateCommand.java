package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunRecorder;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.offline.Episode;
import org.morl4j.offline.Episodes;
import org.morl4j.offline.Metadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataset generate OUT --from RUN}: data of one's own. */
@Command(
    name = "generate",
    description = {
      "Records episodes in the environment of a finished run, and measures the returns of random"
          + " actions and of the expert, against which scores are taken.",
      "Kinds: random (uniform actions), medium (policy last, or --policy), expert (policy best of"
          + " the run, or of --expert), medium-replay (the replay the run kept), medium-expert (half"
          + " and half), front (every policy of the run in turn)."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DatasetGenerateCommand implements Callable<Integer> {
  /** What is recorded. */
  enum Kind {
    RANDOM,
    MEDIUM,
    MEDIUM_REPLAY,
    MEDIUM_EXPERT,
    EXPERT,
    FRONT;

    /** As it is written. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      throw new UsageException(
          "--kind is %s, but must be one of %s."
              .formatted(
                  Check.quoted(word, 100),
                  String.join(", ", Stream.of(values()).map(Kind::word).toList())));
    }
  }

  private static final String BEST = "best";
  private static final String LAST = "last";

  @Spec private CommandSpec spec;

  @Mixin private final PluginOption plugins;

  @Mixin private DatasetOutput output;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "folder of a finished run")
  private Path from;

  @Option(names = "--kind", required = true, paramLabel = "KIND", description = "see above")
  private String kind;

  @Option(names = "--policy", paramLabel = "ID", description = "whose episodes are medium (last)")
  private @Nullable String policy;

  @Option(
      names = "--expert",
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "run whose policy best is the expert (the run itself)")
  private @Nullable Path expertRun;

  @Option(names = "--expert-policy", paramLabel = "ID", description = "another policy of it (best)")
  private @Nullable String expertPolicy;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "episodes to record, of a front each policy's (${DEFAULT-VALUE})")
  private int episodes = 100;

  @Option(
      names = "--measured",
      paramLabel = "N",
      description = "episodes that either reference return is the mean of (${DEFAULT-VALUE})")
  private int measured = 20;

  @Option(names = "--seed", paramLabel = "N", description = "seed of all (${DEFAULT-VALUE})")
  private long seed;

  DatasetGenerateCommand(PluginOption plugins) {
    this.plugins = plugins;
  }

  @Override
  public Integer call() throws IOException {
    if (episodes < 1 || measured < 1) {
      throw new UsageException(
          "--episodes is %d and --measured %d, but both must be at least 1."
              .formatted(episodes, measured));
    }
    Kind wanted = Kind.of(kind);
    try (Plugins loaded = plugins.load(from)) {
      RunRecorder recorder = new RunRecorder(Run.open(from, null, null), seed);
      Path of = expertRun == null ? from : expertRun;
      RunRecorder best = new RunRecorder(Run.open(of, null, null), seed);
      EnvSpec environment = recorder.spec();
      List<Episode> all = episodes(wanted, recorder, best);
      Metadata metadata =
          Metadata.EMPTY
              .with("algorithm_name", "%s of %s".formatted(wanted.word(), from.getFileName()))
              .with("morl4j_environment", environment.id());
      if (wanted != Kind.FRONT) {
        metadata = metadata.with(scores(recorder, best));
      }
      spec.commandLine().getOut().println(output.write(new Episodes(environment, metadata, all)));
    }
    return Main.DONE;
  }

  private List<Episode> episodes(Kind wanted, RunRecorder recorder, RunRecorder best)
      throws IOException {
    String medium = policy == null ? LAST : policy;
    return switch (wanted) {
      case RANDOM -> recorder.random(episodes);
      case MEDIUM -> recorder.policy(medium, episodes, null);
      case EXPERT -> best.policy(expertId(), episodes, null);
      case MEDIUM_REPLAY -> recorder.replay();
      case MEDIUM_EXPERT -> {
        int half = Math.max(1, episodes / 2);
        List<Episode> both = new ArrayList<>(recorder.policy(medium, half, null));
        both.addAll(best.policy(expertId(), half, null));
        yield both;
      }
      case FRONT -> {
        List<Episode> front = new ArrayList<>();
        for (String id : policies()) {
          front.addAll(recorder.policy(id, episodes, null));
        }
        yield front;
      }
    };
  }

  private String expertId() {
    return expertPolicy == null ? BEST : expertPolicy;
  }

  private List<String> policies() throws IOException {
    try (Stream<Path> folders = Files.list(from.resolve("policies"))) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("[A-Za-z0-9]+"))
          .sorted()
          .toList();
    }
  }

  private ReferenceScores scores(RunRecorder recorder, RunRecorder best) throws IOException {
    try {
      return new ReferenceScores(
          mean(recorder.random(measured), recorder.spec()),
          mean(best.policy(expertId(), measured, null), recorder.spec()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Vec mean(List<Episode> episodes, EnvSpec spec) {
    double[] mean = new double[spec.objectives().size()];
    for (Episode episode : episodes) {
      double[] returns = episode.returns(spec);
      for (int j = 0; j < mean.length; j++) {
        mean[j] += returns[j] / episodes.size();
      }
    }
    return Vec.of(mean);
  }
}
