package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.learn.DivergenceException;
import org.morl4j.core.state.StateException;

class MainTest {
  private final Path temp;

  MainTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void versionAndHelp() {
    CommandLineRun version = CommandLineRun.of("--version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).startsWith("morl4j 0.");
    assertThat(CommandLineRun.of("train", "--version").out()).isEqualTo(version.out());
    CommandLineRun help = CommandLineRun.of("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains(
            "init",
            "train",
            "sweep",
            "resume",
            "eval",
            "front",
            "report",
            "compare",
            "indicators",
            "envs",
            "algos",
            "schema",
            "doctor");
  }

  @Test
  void withoutACommandTellsWhichThereAreAsWrongUsage() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: morl4j").contains("train");
  }

  @Test
  void mistypedCommandsAndOptionsAreAnsweredWithTheLikelyOne() {
    CommandLineRun command = CommandLineRun.of("trian", "x.json");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err())
        .isEqualTo(
            """
            Unmatched arguments from index 0: 'trian', 'x.json'
            Did you mean: morl4j train?
            Help: morl4j --help
            """);
    CommandLineRun option = CommandLineRun.of("train", "x.json", "--sed=3");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err())
        .isEqualTo(
            """
            Unknown option: '--sed=3'
            Possible solutions: --seed, --seeds, --set
            Help: morl4j train --help
            """);
  }

  @Test
  void trainHandsItsOptionsOnAndEndsWithTheRunFolder() {
    Path folder = temp.resolve("run");
    ScriptedRuns runs = new ScriptedRuns(folder);
    CommandLineRun run =
        CommandLineRun.with(
            runs,
            "train",
            "c.json",
            "--seed",
            "7",
            "--threads=2",
            "--out",
            folder.toString(),
            "--checkpoint-seconds=1.5",
            "--set",
            "agent.epochs=3",
            "--set",
            "name=a=b");
    assertThat(run.err()).contains("stage 1  50 %  500/1,000  front 2  HV 988.125");
    assertThat(run.exitCode()).isZero();
    assertThat(runs.asked)
        .containsExactly(
            Path.of("c.json"),
            List.of("agent.epochs=3", "name=a=b"),
            new Runs.TrainOptions(7L, 2, folder, 1.5));
    assertThat(run.out())
        .isEqualTo(
            """
            policy  treasure  time
            p0003        0.7    -1
            p0011        8.2    -3
            report: %s
            run: %s
            """
                .formatted(folder.resolve("report.html"), folder));
    assertThat(folder.resolve("report.html")).exists();
    assertThat(folder.resolve("log.txt")).content().contains("INFO", "ScriptedRuns - trained");
  }

  @Test
  void quietLeavesStandardErrorEmpty() {
    CommandLineRun run =
        CommandLineRun.with(new ScriptedRuns(temp.resolve("run")), "train", "c.json", "--quiet");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("run: ");
  }

  @Test
  void optionsOutOfRangeAreWrongUsage() {
    ScriptedRuns runs = new ScriptedRuns(temp.resolve("run"));
    String remedy = " Maybe leave it out: the config's value then counts.\n";
    assertThat(CommandLineRun.with(runs, "train", "c.json", "--threads=0"))
        .isEqualTo(
            new CommandLineRun(2, "", "--threads is 0, but must lie between 1 and 1024." + remedy));
    assertThat(CommandLineRun.with(runs, "train", "c.json", "--seed=-1"))
        .isEqualTo(new CommandLineRun(2, "", "--seed is -1, but must be at least 0.\n"));
    assertThat(CommandLineRun.with(runs, "train", "c.json", "--checkpoint-seconds=1e308"))
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                "--checkpoint-seconds is 1.0E308, but must lie between 0 and 1e9." + remedy));
    for (String seconds : List.of("-1", "NaN", "1e10")) {
      CommandLineRun wrong =
          CommandLineRun.with(runs, "train", "c.json", "--checkpoint-seconds", seconds);
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).startsWith("--checkpoint-seconds is ").hasLineCount(1);
    }
    CommandLineRun seed = CommandLineRun.with(runs, "train", "c.json", "--seed=1e3");
    assertThat(seed.exitCode()).isEqualTo(2);
    assertThat(seed.err())
        .startsWith("Invalid value for option '--seed': '1e3' is no whole number between -9223")
        .contains("807. Maybe write it in digits alone.\n");
    assertThat(CommandLineRun.with(runs, "train", "c.json", "--checkpoint-seconds=soon").err())
        .contains("'soon' is no number. Maybe write it as in 0.5 or 1e-3.\n");
    String trials = "--trials=1000000000";
    assertThat(CommandLineRun.of("sweep", "c.json", "--vary=agent.clip=0.1,0.2", trials))
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                "--trials is 1000000000, but must lie between 1 and 10000. Maybe begin with 20.\n"));
    assertThat(runs.asked).isEmpty();
  }

  @Test
  void resumeAndEvalTakeARunFolderOnly() {
    Path folder = temp.resolve("run");
    ScriptedRuns runs = new ScriptedRuns(folder);
    CommandLineRun missing = CommandLineRun.with(runs, "resume", temp.resolve("rum").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no folder " + temp.resolve("rum"));
    ScriptedRuns.writeRun(folder);
    CommandLineRun near = CommandLineRun.with(runs, "resume", temp.resolve("rum").toString());
    assertThat(near.err()).contains("Maybe you meant run.");
    CommandLineRun parent = CommandLineRun.with(runs, "resume", temp.toString());
    assertThat(parent.err()).contains("has no run.json. Maybe you meant " + folder + ".");

    assertThat(CommandLineRun.with(runs, "resume", folder.toString(), "--threads=3").out())
        .endsWith("run: " + folder + "\n");
    assertThat(runs.asked).containsExactly(folder, new Runs.ResumeOptions(3, null));
  }

  @Test
  void evalTakesEitherAPolicyOrAPreference() {
    Path folder = temp.resolve("run");
    ScriptedRuns.writeRun(folder);
    ScriptedRuns runs = new ScriptedRuns(folder);
    String run = folder.toString();
    assertThat(CommandLineRun.with(runs, "eval", run, "--preference=.7,.3", "--episodes=5"))
        .isEqualTo(
            new CommandLineRun(
                0,
                """
                policy p0011, 5 episodes, sampled
                signal    mean  standard error
                treasure   8.2               0
                time        -3           0.125
                limit  is           value  standard error  within
                time   at least -4     -3           0.125  yes
                """,
                ""));
    assertThat(runs.asked).containsExactly(new Runs.EvalOptions(null, Vec.of(0.7, 0.3), 5, null));
    assertThat(CommandLineRun.with(runs, "eval", run).exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.with(runs, "eval", run, "--policy=a", "--preference=1,0").exitCode())
        .isEqualTo(2);
    CommandLineRun wrong = CommandLineRun.with(runs, "eval", run, "--preference=.7,x");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("\"x\" is not a finite number; write numbers as in 0.7,-50");
  }

  @Test
  void frontAndReportReadTheRunFolder() throws IOException {
    Path folder = temp.resolve("run");
    ScriptedRuns.writeRun(folder);
    assertThat(CommandLineRun.of("front", folder.toString()).out())
        .isEqualTo("policy  treasure  time\np0003        0.7    -1\np0011        8.2    -3\n");
    CommandLineRun report = CommandLineRun.of("report", folder.toString());
    assertThat(report)
        .isEqualTo(new CommandLineRun(0, "report: " + folder.resolve("report.html") + "\n", ""));
    Files.delete(folder.resolve("front.csv"));
    assertThat(CommandLineRun.of("front", folder.toString()))
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                folder
                    + " has no front.csv, which the end of a run writes. Maybe continue it with:"
                    + " morl4j resume "
                    + folder
                    + "\n"));
    Files.writeString(folder.resolve("run.json"), "{");
    CommandLineRun malformed = CommandLineRun.of("report", folder.toString());
    assertThat(malformed.exitCode()).isEqualTo(1);
    assertThat(malformed.err()).contains("run.json").doesNotContain("\tat ");
  }

  @Test
  void listsAndSchemaArePrintedAsTheyCome() {
    ScriptedRuns runs = new ScriptedRuns(temp);
    assertThat(CommandLineRun.with(runs, "envs").out())
        .isEqualTo(
            """
            id                           objectives      time limit  reference     known front
            native:deep-sea-treasure-v0  treasure, time           -  [0.0, -50.0]  yes
            """);
    assertThat(CommandLineRun.with(runs, "algos").out()).isEqualTo("name\nppo\n");
    assertThat(CommandLineRun.with(runs, "schema").out()).isEqualTo("{}\n");
  }

  @Test
  void wrongConfigsEndWithTwoAndTheMessageAsItIs() {
    String problem = "c.json:1:2: unknown key epocs. Allowed: epochs. Maybe you meant epochs.";
    ScriptedRuns runs = new ScriptedRuns(temp.resolve("run")).failing(new ConfigException(problem));
    CommandLineRun run = CommandLineRun.with(runs, "envs");
    assertThat(run).isEqualTo(new CommandLineRun(2, "", problem + "\n"));
  }

  @Test
  void failuresThatAreExplainedShowTheirMessageOnly() {
    ScriptedRuns runs = new ScriptedRuns(temp).failing(new EnvException("The worker died."));
    assertThat(CommandLineRun.with(runs, "envs"))
        .isEqualTo(new CommandLineRun(1, "", "The worker died.\n"));
  }

  @Test
  void unexpectedFailuresOfARunLeaveTheirTraceInItsLog() throws IOException {
    Path folder = temp.resolve("run");
    Files.createDirectories(folder.resolve("checkpoints"));
    Files.writeString(folder.resolve("checkpoints").resolve("s1r0j00.safetensors"), "");
    ScriptedRuns runs = new ScriptedRuns(folder).failing(new IllegalStateException("odd"));
    CommandLineRun run = CommandLineRun.with(runs, "train", "c.json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith(
            """
            Unexpected IllegalStateException: odd
            Stack trace: %s
            Maybe continue from the last checkpoint with: morl4j resume %s
            """
                .formatted(folder.resolve("log.txt"), folder))
        .doesNotContain("\tat ");
    assertThat(Files.readString(folder.resolve("log.txt")))
        .contains("java.lang.IllegalStateException: odd", "\tat org.morl4j.cli.MainTest");
  }

  @Test
  void aResumeIsAdvisedOnlyWhereItCanHelp() throws IOException {
    Path folder = temp.resolve("run");
    Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
    Files.writeString(checkpoints.resolve("lock"), "");
    ScriptedRuns broken = new ScriptedRuns(folder).failing(new EnvException("The worker died."));
    assertThat(CommandLineRun.with(broken, "train", "c.json").err())
        .as("without a checkpoint")
        .endsWith("The worker died.\n");
    Files.writeString(checkpoints.resolve("s1r0j00.safetensors"), "");
    assertThat(CommandLineRun.with(broken, "train", "c.json").err())
        .endsWith(
            "The worker died.\nMaybe mend the environment, then continue from the last checkpoint with: morl4j resume %s\n"
                .formatted(folder));
    ScriptedRuns damaged =
        new ScriptedRuns(folder).failing(new StateException("A file is damaged. Maybe delete it."));
    assertThat(CommandLineRun.with(damaged, "train", "c.json").err())
        .as("the same file would be read again")
        .endsWith("A file is damaged. Maybe delete it.\n");
  }

  @Test
  void errorsOfTheMachineAreAnsweredTheSameWay() throws IOException {
    ScriptedRuns runs = new ScriptedRuns(temp).failing(new StackOverflowError("deep"));
    CommandLineRun run = CommandLineRun.with(runs, "envs");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("Unexpected StackOverflowError: deep\nStack trace: ");
    Path trace = Path.of(run.err().lines().toList().get(1).substring("Stack trace: ".length()));
    assertThat(Files.readString(trace)).contains("java.lang.StackOverflowError");
    Files.delete(trace);
  }

  @Test
  void whatCanHappenToAnyRunIsToldWithItsRemedy() {
    told(
        new UncheckedIOException("out/a: x", new IOException("No space left on device")),
        "A file of %s can't be written: the disk is full. Maybe free some space, then resume.");
    told(
        new UncheckedIOException(
            new FileSystemException("out/a/run.json", null, "Read-only file system")),
        "out/a/run.json can't be written: the file system is read-only. Maybe copy the run"
            + " elsewhere, or name another --out.");
    told(
        new UncheckedIOException(new NoSuchFileException("out/a/policies")),
        "out/a/policies is not there. Maybe it was moved or deleted while it was in use.");
    told(
        new DivergenceException("Job s1r0j00 stopped. Maybe lower it.", new ArithmeticException()),
        "Job s1r0j00 stopped. Maybe lower it.");
    told(
        new OutOfMemoryError("Java heap space"),
        "The heap is full: Java heap space. Maybe raise -Xmx, or lower the sizes in the config.");
  }

  /** In one line and without a word of a stack trace, or of a resume that nothing is left for. */
  private void told(Throwable failure, String message) {
    Path folder = temp.resolve("run");
    CommandLineRun run =
        CommandLineRun.with(new ScriptedRuns(folder).failing(failure), "train", "c.json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().reduce((first, last) -> last)).hasValue(message.formatted(folder));
    assertThat(run.err()).doesNotContain("Unexpected", "Stack trace");
  }

  @Test
  void aMessageIsTextAndNotEndless() {
    EnvException endless = new EnvException("\u001b[2Jname\rx " + "y".repeat(5000));
    CommandLineRun run = CommandLineRun.with(new ScriptedRuns(temp).failing(endless), "envs");
    assertThat(run.err()).startsWith("\\u001B[2Jname\nx yyy").endsWith("yyy...\n").hasSize(2001);
  }
}
