package org.morl4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.Environments;
import org.morl4j.configs.PluginsConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.onnx.PolicyExport;
import org.morl4j.configs.plugin.PluginJar;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.run.LongerRun;
import org.morl4j.configs.run.OffPolicyEvaluation;
import org.morl4j.configs.run.Play;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunListener;
import org.morl4j.configs.run.StartPolicy;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Estimate;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Mode;
import org.morl4j.envs.EnvironmentSource.IdForm;
import org.morl4j.envs.check.EnvironmentCheck;
import org.morl4j.nn.Networks;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.policy.SavedPolicy;
import org.slf4j.LoggerFactory;

/** {@link Runs} by the run engine and the catalogue in configs. */
final class EngineRuns implements Runs {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** Of a config to start from that learns from data. */
  private static final long UPDATES = 100_000;

  @Override
  public Path train(Path config, List<String> overrides, TrainOptions options, Progress progress) {
    RunConfig read = Catalogue.reader().read(config, overrides);
    RunConfig resolved = read.with(options.seed(), options.threads(), options.checkpointSeconds());
    Path named = options.out();
    Path folder = named != null ? named : folder(resolved);
    From from = options.from();
    try (Plugins own = Plugins.load(read.plugins().jars(config))) {
      StartPolicy start = from == null ? null : StartPolicy.read(from.run(), from.policy());
      Run run =
          named != null
              ? Run.create(resolved, folder, start)
              : Run.createBeside(resolved, folder, start);
      folder = run.path();
      execute(run, progress);
    } catch (IOException e) {
      throw failed(folder, e);
    }
    return folder;
  }

  private static Path folder(RunConfig config) {
    String time = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    return Path.of("out", config.name() + "-" + config.execution().seed() + "-" + time);
  }

  @Override
  public void resume(Path runFolder, ResumeOptions options, Progress progress) {
    try {
      if (options.transitions() != null) {
        LongerRun.prepare(runFolder, options.transitions());
      }
      execute(Run.open(runFolder, options.threads(), options.checkpointSeconds()), progress);
    } catch (IOException e) {
      throw failed(runFolder, e);
    }
  }

  /** Runs to the end; an interrupt from the keyboard or a termination saves the state first. */
  private static void execute(Run run, Progress progress) throws IOException {
    progress.started(run.path());
    RunListener listener =
        p ->
            progress.at(
                new Progress.Snapshot(
                        p.phase(),
                        p.done(),
                        p.resumed(),
                        p.total(),
                        p.frontSize(),
                        p.hypervolume(),
                        p.latest())
                    .of(run.config().search().budget()));
    try (SaveOnInterrupt hook = new SaveOnInterrupt(run::stop)) {
      executeUnder(run, listener);
    }
  }

  private static void executeUnder(Run run, RunListener listener) throws IOException {
    try {
      run.execute(listener);
    } catch (JobRunner.StoppedException e) {
      // Said here since the process ends as soon as the hook is closed.
      LoggerFactory.getLogger(EngineRuns.class)
          .warn("Stopped, the state is saved. Continue with: morl4j resume {}", run.path());
      throw e;
    }
  }

  private static UncheckedIOException failed(Path folder, IOException e) {
    return new UncheckedIOException(folder + ": " + e.getMessage(), e);
  }

  @Override
  public Evaluation eval(Path runFolder, EvalOptions options) {
    Run run = Run.open(runFolder, null, null);
    String policy = chosen(runFolder, options.policy(), options.preference());
    long seed = options.seed() == null ? 0 : options.seed();
    try {
      Measure measure = run.evaluate(policy, options.episodes(), seed);
      Returns returns = measure.evaluated();
      EnvSpec spec = run.spec();
      int m = spec.objectives().size();
      String mode = run.mode(policy) == Mode.EXPLORE ? "sampled" : "greedy";
      Signals trained = run.config().agent().signals(spec);
      List<LimitCheck> checks =
          run.limits().stream().map(limit -> check(limit, trained, measure.trained())).toList();
      return new Evaluation(
          policy,
          mode,
          returns.episodes(),
          means(spec.objectives(), returns, 0),
          means(spec.costs(), returns, m),
          checks);
    } catch (IOException e) {
      throw failed(runFolder, e);
    }
  }

  /** The policy of that name, or else the one that serves the preference best. */
  private static String chosen(Path runFolder, @Nullable String policy, @Nullable Vec preference) {
    return preference == null
        ? String.valueOf(policy)
        : preferred(FrontCsv.read(runFolder.resolve(Results.FRONT)), preference);
  }

  @Override
  public FqeResult fqe(List<Path> runFolders, FqeOptions options, Consumer<String> told) {
    OffPolicyEvaluation evaluation =
        new OffPolicyEvaluation(
            options.data(),
            new OffPolicyEvaluation.Options(
                options.critics(), options.gamma(), options.episodes(), options.seed()));
    Map<Run, List<String>> all = new LinkedHashMap<>();
    Path folder = runFolders.get(0);
    try {
      for (Path each : runFolders) {
        folder = each;
        Run run = Run.open(each, null, null);
        List<String> policies =
            options.policies().isEmpty()
                ? FrontCsv.read(each.resolve(Results.FRONT)).policies()
                : options.policies();
        evaluation.check(run, policies);
        all.put(run, policies);
      }
      long count = all.values().stream().mapToLong(List::size).sum();
      List<FqeResult.Row> rows = new ArrayList<>();
      long done = 0;
      for (Map.Entry<Run, List<String>> entry : all.entrySet()) {
        folder = entry.getKey().path();
        for (String policy : entry.getValue()) {
          rows.addAll(rows(evaluation.of(entry.getKey(), policy)));
          told.accept("%s %s (%d of %d)".formatted(folder, policy, ++done, count));
        }
      }
      return new FqeResult(evaluation.description(), rows);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static List<FqeResult.Row> rows(OffPolicyEvaluation.Result result) {
    List<FqeResult.Row> rows = new ArrayList<>();
    Returns measured = result.measured();
    for (int s = 0; s < result.signals().size(); s++) {
      rows.add(
          new FqeResult.Row(
              new FqeResult.Of(
                  result.run().toString(), result.policy(), result.signals().get(s).name()),
              result.signals().get(s).gamma(),
              estimate(result.estimated(), s),
              result.estimated().episodes(),
              measured == null ? null : estimate(measured, s),
              measured == null ? 0 : measured.episodes()));
    }
    return rows;
  }

  private static FqeResult.Estimate estimate(Returns returns, int signal) {
    return new FqeResult.Estimate(returns.mean().get(signal), returns.standardError().get(signal));
  }

  @Override
  public String play(Path runFolder, PlayOptions options, Play.Watcher watcher) {
    Run run = Run.open(runFolder, null, null);
    String policy = chosen(runFolder, options.policy(), options.preference());
    long seed = options.seed() == null ? 0 : options.seed();
    try {
      Play.run(
          run,
          new Play.Options(policy, options.episodes(), seed, options.mode(), options.pictures()),
          watcher);
      return policy;
    } catch (IOException e) {
      throw failed(runFolder, e);
    }
  }

  @Override
  public Exported export(Path runFolder, ExportOptions options) {
    Run run = Run.open(runFolder, null, null);
    String policy = chosen(runFolder, options.policy(), options.preference());
    try {
      SavedPolicy saved =
          PolicyExport.write(
              run.policyFolder(policy), options.out(), options.force(), Version.text());
      List<GraphValue> values = new ArrayList<>();
      values.add(
          new GraphValue(
              "obs", "[N, %d]".formatted(saved.observationSpace().size()), "raw observation"));
      if (saved.preferences() > 0) {
        values.add(
            new GraphValue(
                "preference",
                "[N, %d]".formatted(saved.preferences()),
                "weights of " + String.join(", ", saved.objectives())));
      }
      values.add(
          new GraphValue(
              "act", "[N, %d]".formatted(saved.actionSpace().size()), "raw action, greedy"));
      return new Exported(policy, PolicyExport.OPSET, saved.mode() == Mode.EXPLORE, values);
    } catch (IOException e) {
      throw failed(options.out(), e);
    }
  }

  /** Of signals that stand from {@code first} on. */
  private static List<Mean> means(List<String> names, Returns returns, int first) {
    List<Mean> means = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      means.add(
          new Mean(
              names.get(j), returns.mean().get(first + j), returns.standardError().get(first + j)));
    }
    return means;
  }

  private static LimitCheck check(Limit limit, Signals signals, Returns returns) {
    Estimate now = limit.measure(returns.each());
    Mean value = new Mean(limit.name(), now.value(), now.standardError());
    return new LimitCheck(
        signals.names().get(limit.signal()), limit.sense(), limit.value(), value, limit.holds(now));
  }

  /** The policy with the largest weighted sum of returns. */
  private static String preferred(FrontCsv front, Vec preference) {
    if (preference.size() != front.objectives().size()) {
      throw new UsageException(
          "--preference has "
              + preference.size()
              + " weights, but the front has "
              + front.objectives().size()
              + " objectives: "
              + String.join(", ", front.objectives())
              + ".");
    }
    int best = 0;
    for (int i = 1; i < front.points().length; i++) {
      if (preference.dot(Vec.of(front.points()[i]))
          > preference.dot(Vec.of(front.points()[best]))) {
        best = i;
      }
    }
    return front.policies().get(best);
  }

  @Override
  public Template template(
      String environment,
      String agent,
      String search,
      @Nullable String data,
      List<String> plugins) {
    known("algorithm", agent, Catalogue.agents());
    known("--search", search, Catalogue.searches());
    String place = environment.substring(environment.indexOf(':') + 1);
    String name = (agent + "-" + place).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    RunConfig config =
        Catalogue.defaults(name, environment, agent, search).with(new PluginsConfig(plugins));
    if (data != null) {
      boolean path = Files.exists(Path.of(data));
      config =
          config
              .withData(
                  new DataConfig(
                      path ? data : null, path ? null : data, DataConfig.Settings.DEFAULT))
              .with(config.search().withBudget(new Budget(0, UPDATES)));
    }
    Run.check(config);
    return new Template(name, Catalogue.write(config), Catalogue.writeCommented(config));
  }

  private static void known(String what, String given, Set<String> allowed) {
    if (!allowed.contains(given)) {
      throw new UsageException(
          what
              + " is "
              + given
              + ", but must be one of "
              + String.join(", ", allowed)
              + "."
              + Check.maybe(given, allowed));
    }
  }

  @Override
  public List<Listed> environments() {
    List<Listed> all = new ArrayList<>();
    for (EnvSpec spec : Environments.known()) {
      all.add(
          new Listed(
              spec.id(),
              spec.objectives(),
              spec.costs(),
              spec.horizon(),
              spec.reference(),
              spec.knownFront() != null,
              true));
    }
    for (IdForm form : Environments.forms()) {
      all.add(
          new Listed(form.form(), List.of(form.objectives()), List.of(), 0, null, false, false));
    }
    return all;
  }

  @Override
  public Runs.CheckResult check(CheckOptions options) {
    List<String> settings = new ArrayList<>();
    if (options.id() != null) {
      settings.add("environment.id=" + options.id());
    }
    if (options.kwargs() != null) {
      settings.add("environment.kwargs=" + options.kwargs());
    }
    Path file = options.config();
    RunConfig config;
    if (file == null) {
      RunConfig any = Catalogue.defaults("check", String.valueOf(options.id()), "ppo", "single");
      config = Catalogue.reader().parse(Catalogue.write(any), "check", settings);
    } else {
      config = Catalogue.reader().read(file, settings);
    }
    List<PluginJar> jars = file == null ? List.of() : config.plugins().jars(file);
    try (Plugins own = Plugins.load(jars)) {
      return new Runs.CheckResult(
          config.environment().id(),
          EnvironmentCheck.of(rows -> Environments.open(config.environment(), rows)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Table algorithms() {
    List<List<String>> rows = new ArrayList<>();
    Catalogue.agents().forEach(name -> rows.add(List.of("agent", name)));
    Catalogue.searches().forEach(name -> rows.add(List.of("search", name)));
    return new Table(List.of("kind", "type"), rows);
  }

  @Override
  public String schema() {
    return Catalogue.schema();
  }

  @Override
  public String kernel() {
    return Networks.kernel();
  }
}
