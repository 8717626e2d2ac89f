package org.morl4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.run.Play;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Sense;
import org.morl4j.envs.check.Finding;
import org.slf4j.LoggerFactory;

/** Stands for the run engine: records what it was asked, writes a small run folder or fails. */
final class ScriptedRuns implements Runs {
  final List<Object> asked = new ArrayList<>();
  private final Path folder;
  private @Nullable Throwable failure;

  ScriptedRuns(Path folder) {
    this.folder = folder;
  }

  ScriptedRuns failing(Throwable with) {
    failure = with;
    return this;
  }

  static void writeRun(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("run.json"), "{\"format\": 1, \"status\": \"done\"}");
      Files.writeString(
          folder.resolve("front.csv"),
          "policy,treasure,time\np0003,0.69999999999999996,-1\np0011,8.1999999999999993,-3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path train(Path config, List<String> overrides, TrainOptions options, Progress progress) {
    asked.add(config);
    asked.add(overrides);
    asked.add(options);
    go(progress);
    return folder;
  }

  @Override
  public void resume(Path runFolder, ResumeOptions options, Progress progress) {
    asked.add(runFolder);
    asked.add(options);
    go(progress);
  }

  private void go(Progress progress) {
    writeRun(folder);
    progress.started(folder);
    progress.at(new Progress.Snapshot("stage 1", 500, 0, 1000, 2, 988.125, null));
    LoggerFactory.getLogger(ScriptedRuns.class).info("trained");
    fail();
  }

  private void fail() {
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public Evaluation eval(Path runFolder, EvalOptions options) {
    asked.add(options);
    return new Evaluation(
        "p0011",
        "sampled",
        options.episodes(),
        List.of(new Mean("treasure", 8.2, 0), new Mean("time", -3, 0.125)),
        List.of(),
        List.of(new LimitCheck("time", Sense.AT_LEAST, -4, new Mean("time", -3, 0.125), true)));
  }

  @Override
  public FqeResult fqe(List<Path> runFolders, FqeOptions options, Consumer<String> told) {
    asked.add(runFolders);
    asked.add(options);
    fail();
    return new FqeResult("the replay in out/data", List.of());
  }

  @Override
  public String play(Path runFolder, PlayOptions options, Play.Watcher watcher) {
    asked.add(options);
    return "p0011";
  }

  @Override
  public Exported export(Path runFolder, ExportOptions options) {
    asked.add(options);
    return new Exported(
        "p0011", 17, true, List.of(new GraphValue("obs", "[N, 2]", "raw observation")));
  }

  @Override
  public Template template(
      String environment,
      String agent,
      String search,
      @Nullable String data,
      List<String> plugins) {
    fail();
    return new Template(agent + "-x", "{\n}\n", "{\n}\n");
  }

  @Override
  public List<Listed> environments() {
    fail();
    return List.of(
        new Listed(
            "native:deep-sea-treasure-v0",
            List.of("treasure", "time"),
            List.of(),
            0,
            Vec.of(0, -50),
            true,
            true));
  }

  @Override
  public Runs.CheckResult check(CheckOptions options) {
    asked.add(options);
    fail();
    return new Runs.CheckResult(
        "java:reef",
        List.of(
            new Finding("repeat", Finding.Outcome.OK, "the same", ""),
            new Finding("seeds", Finding.Outcome.REMARK, "the same", "Maybe it is meant."),
            new Finding("bounds", Finding.Outcome.FAIL, "obs[0] is 2", "Maybe widen it.")));
  }

  @Override
  public Table algorithms() {
    return new Table(List.of("name"), List.of(List.of("ppo")));
  }

  @Override
  public String schema() {
    return "{}\n";
  }

  @Override
  public String kernel() {
    return "dnnl_sgemm 2.5.2";
  }
}
