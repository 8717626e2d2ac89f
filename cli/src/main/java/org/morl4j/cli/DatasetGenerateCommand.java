package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig.Settings;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.run.MazeRecorder;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunRecorder;
import org.morl4j.core.check.Check;
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

/** {@code dataset generate OUT --from RUN}, or {@code --maze ID}: data of one's own. */
@Command(
    name = "generate",
    description = {
      "Records episodes in the environment of a finished run, or by walking a point maze, and"
          + " measures the returns of random actions and of the expert, against which scores are"
          + " taken.",
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
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "folder of a finished run")
  private @Nullable Path from;

  @Option(names = "--kind", paramLabel = "KIND", description = "see above")
  private @Nullable String kind;

  @Option(
      names = "--maze",
      paramLabel = "ID",
      description =
          "a maze to walk by waypoints instead of a run, such as gymnasium:PointMaze_UMaze-v3")
  private @Nullable String maze;

  @Option(
      names = "--kwarg",
      paramLabel = "name=value",
      description =
          "argument of the maze's constructor, such as reset_target=true or reward_type=dense; may"
              + " be repeated")
  private Map<String, String> kwargs = new LinkedHashMap<>();

  @Option(
      names = "--noise",
      paramLabel = "SD",
      description = "deviation of the noise on a walker's actions (${DEFAULT-VALUE})")
  private double noise = MazeRecorder.Options.DEFAULT.noise();

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
    Path run = from;
    String walk = maze;
    Episodes made;
    if (run != null && walk == null) {
      made = recorded(run);
    } else if (run == null && walk != null) {
      made = walked(walk);
    } else {
      throw new UsageException(
          "dataset generate takes --from RUN or --maze ID, and has %s. Maybe %s."
              .formatted(
                  run == null ? "neither" : "both",
                  run == null ? "name the folder of a finished run" : "leave out one of them"));
    }
    spec.commandLine().getOut().println(output.write(made));
    return Main.DONE;
  }

  private Episodes walked(String id) {
    if (kind != null) {
      throw new UsageException(
          "--kind is given, but a maze is walked in one way. Maybe leave it out.");
    }
    Settings settings = Settings.DEFAULT;
    EnvironmentConfig environment =
        new EnvironmentConfig(id, settings.withKwargs(KwargText.values(kwargs)));
    try {
      return MazeRecorder.record(
          environment, new MazeRecorder.Options(episodes, measured, noise, seed));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Episodes recorded(Path run) throws IOException {
    if (kind == null) {
      throw new UsageException("--from needs --kind. Maybe --kind expert.");
    }
    Kind wanted = Kind.of(kind);
    try (Plugins loaded = plugins.load(run)) {
      RunRecorder recorder = new RunRecorder(Run.open(run, null, null), seed);
      Path of = expertRun == null ? run : expertRun;
      RunRecorder best = new RunRecorder(Run.open(of, null, null), seed);
      EnvSpec environment = recorder.spec();
      List<Episode> all = episodes(wanted, recorder, best, run);
      Metadata metadata =
          Metadata.EMPTY
              .with("algorithm_name", "%s of %s".formatted(wanted.word(), run.getFileName()))
              .with("morl4j_environment", environment.id());
      if (wanted != Kind.FRONT) {
        metadata = metadata.with(scores(recorder, best));
      }
      return new Episodes(environment, metadata, all);
    }
  }

  private List<Episode> episodes(Kind wanted, RunRecorder recorder, RunRecorder best, Path run)
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
        for (String id : policies(run)) {
          front.addAll(recorder.policy(id, episodes, null));
        }
        yield front;
      }
    };
  }

  private String expertId() {
    return expertPolicy == null ? BEST : expertPolicy;
  }

  private static List<String> policies(Path run) throws IOException {
    try (Stream<Path> folders = Files.list(run.resolve("policies"))) {
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
          Episode.meanReturns(recorder.random(measured), recorder.spec()),
          Episode.meanReturns(best.policy(expertId(), measured, null), recorder.spec()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
