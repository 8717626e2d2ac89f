package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.play.EpisodeCsv;
import org.morl4j.cli.play.EpisodeGif;
import org.morl4j.cli.play.EpisodePage;
import org.morl4j.cli.play.Reel;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.run.Play;
import org.morl4j.configs.run.Play.Pictures;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Frame;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.state.WholeFiles;
import org.morl4j.core.train.Playback.Moment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code play RUN}: an episode of one policy to watch or to read. */
@Command(
    name = "play",
    description = {
      "Plays episodes of one policy: to watch as an animated GIF or a page, or to read as CSV, the"
          + " episodes that eval with the same seed measures.",
      "Without --out and --report the CSV goes to standard output."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PlayCommand implements Callable<Integer> {
  private static final int SLOWEST = 3;
  private static final int FASTEST = 30;

  /** Of an episode with this many steps and more, pictures pass at the fastest rate. */
  private static final int LONG = 150;

  /** How the policy acts. */
  enum As {
    GREEDY(Mode.EXPLOIT),
    SAMPLED(Mode.EXPLORE);

    private final Mode mode;

    As(Mode mode) {
      this.mode = mode;
    }
  }

  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Mixin private RunArgument run;

  @ArgGroup(multiplicity = "1")
  private PolicyChoice choice;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "x.gif, x.html or x.csv; an older file is replaced")
  private @Nullable Path out;

  @Option(
      names = "--report",
      description = "keep the pictures in the run folder and show them in its report")
  private boolean report;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "episodes to play (default: ${DEFAULT-VALUE})")
  private int episodes;

  @Option(names = "--seed", paramLabel = "N", description = "seed of the episodes (default: 0)")
  private @Nullable Long seed;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "greedy or sampled (default: as the policy was measured)")
  private @Nullable As mode;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "pictures a second (default: 3 to 30, the more the longer the episode)")
  private @Nullable Double rate;

  PlayCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  /** What a file's name asks for. */
  private enum Form {
    GIF(Pictures.YES),
    HTML(Pictures.WHERE_DRAWN),
    CSV(Pictures.NO);

    private final Pictures pictures;

    Form(Pictures pictures) {
      this.pictures = pictures;
    }

    static Form of(@Nullable Path file) {
      if (file == null) {
        return CSV;
      }
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      for (Form form : values()) {
        if (name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
          return form;
        }
      }
      throw new UsageException(
          "--out is %s, but must end in .gif, .html or .csv. Maybe use: --out episode.gif"
              .formatted(file));
    }
  }

  @Override
  public Integer call() {
    check();
    Form form = Form.of(out);
    boolean toScreen = out == null && !report;
    PrintWriter text = spec.commandLine().getOut();
    Episodes seen = new Episodes(toScreen ? text : null, out == null ? null : form);
    Runs.PlayOptions options =
        new Runs.PlayOptions(
            choice.policy,
            choice.preference,
            episodes,
            seed,
            mode == null ? null : mode.mode,
            report ? Pictures.YES : form.pictures);
    String policy;
    try (Plugins loaded = plugins.load(run.folder)) {
      policy = runs.play(run.folder, options, seen);
    }
    try {
      write(form, policy, seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrintWriter told = toScreen ? spec.commandLine().getErr() : text;
    told.printf("policy %s, %s, %s%n", policy, seen.acted(), seen.count());
    if (!toScreen) {
      told.print(seen.sums().print());
    }
    if (out != null) {
      told.println("episode: " + out);
    }
    if (report) {
      told.println("report: " + HtmlReport.write(run.folder));
    }
    return Main.DONE;
  }

  private void check() {
    if (episodes < 1) {
      throw new UsageException("--episodes is " + episodes + ", but must be at least 1.");
    }
    if (rate != null && !(rate > 0 && rate <= 100)) {
      throw new UsageException("--rate is " + rate + ", but must be above 0 and at most 100.");
    }
    if (out != null) {
      Path parent = out.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw new UsageException(
            "--out is %s, but there is no folder %s. Maybe make it first.".formatted(out, parent));
      }
    }
  }

  private void write(Form form, String policy, Episodes seen) throws IOException {
    double speed =
        rate != null
            ? rate
            : Math.max(SLOWEST, Math.min(FASTEST, seen.reel.seen() * (double) FASTEST / LONG));
    if (out != null) {
      switch (form) {
        case GIF -> WholeFiles.replace(out, EpisodeGif.of(seen.reel, speed));
        case CSV -> WholeFiles.replace(out, seen.csv.toString().getBytes(StandardCharsets.UTF_8));
        case HTML ->
            EpisodePage.write(
                out,
                "%s of %s".formatted(policy, run.folder.toAbsolutePath().normalize().getFileName()),
                seen.spec(),
                seen.moments,
                seen.reel,
                speed);
      }
    }
    if (report) {
      Path folder = WholeFiles.folder(run.folder.resolve(HtmlReport.EPISODES));
      WholeFiles.replace(folder.resolve(policy + ".gif"), EpisodeGif.of(seen.reel, speed));
    }
  }

  /** What was played. */
  private static final class Episodes implements Play.Watcher {
    private final @Nullable PrintWriter screen;
    private final @Nullable Form file;
    private final List<Moment> moments = new ArrayList<>();
    private final Reel reel = new Reel();
    private final StringBuilder csv = new StringBuilder();
    private @Nullable EnvSpec spec;
    private Mode mode = Mode.EXPLOIT;
    private int steps;
    private int ended;
    private double[] total = {};

    Episodes(@Nullable PrintWriter screen, @Nullable Form file) {
      this.screen = screen;
      this.file = file;
    }

    @Override
    public void starts(EnvSpec of, Mode as) {
      spec = of;
      mode = as;
      total = new double[of.objectives().size() + of.costs().size()];
      line(EpisodeCsv.header(of));
    }

    @Override
    public void drawn(Frame frame) {
      reel.add(frame);
    }

    @Override
    public void stepped(Moment moment) {
      steps++;
      ended += moment.ended() ? 1 : 0;
      int m = moment.reward().length;
      for (int s = 0; s < total.length; s++) {
        total[s] += s < m ? moment.reward()[s] : moment.cost()[s - m];
      }
      if (file == Form.HTML) {
        moments.add(moment);
      }
      line(EpisodeCsv.line(moment));
    }

    private void line(String text) {
      if (screen != null) {
        screen.println(text);
      } else if (file == Form.CSV) {
        csv.append(text).append('\n');
      }
    }

    EnvSpec spec() {
      return Objects.requireNonNull(spec, "Nothing was played.");
    }

    String acted() {
      return mode == Mode.EXPLORE ? "sampled" : "greedy";
    }

    String count() {
      return "%d %s, %d steps".formatted(ended, ended == 1 ? "episode" : "episodes", steps);
    }

    /** Means over the episodes of undiscounted sums. */
    Table sums() {
      List<String> names = new ArrayList<>(spec().objectives());
      names.addAll(spec().costs());
      List<List<String>> rows = new ArrayList<>();
      for (int s = 0; s < names.size(); s++) {
        rows.add(List.of(names.get(s), Table.number(total[s] / ended)));
      }
      return new Table(List.of("signal", "undiscounted"), rows);
    }
  }
}
