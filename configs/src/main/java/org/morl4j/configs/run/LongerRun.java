package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;
import org.morl4j.core.train.KeepState;
import org.morl4j.pareto.search.FinishedJobs;
import org.morl4j.pareto.search.JobStates;
import org.morl4j.pareto.search.Single;

/** Gives a finished run a larger budget, so that {@link Run#execute} goes on from its end. */
public final class LongerRun {
  /** In run.json: the budgets that the run has had before. */
  static final String BUDGETS = "earlier_budgets";

  private LongerRun() {}

  /**
   * Writes the larger budget into the run's folder. Asked again for the same, it changes nothing,
   * or ends what a kill interrupted.
   *
   * @param transitions in all, those of the run so far included
   * @throws ConfigException if the run can't go on
   * @throws IOException if the folder can't be written
   */
  public static void prepare(Path path, long transitions) throws IOException {
    Path file = path.resolve("config.json");
    RunConfig config = Run.open(path, null, null).config();
    if (!(config.search() instanceof Single.Options search)) {
      throw new ConfigException(
          "%s: search.type is not single, and only runs of it can go on beyond their budget. Maybe train again with more transitions."
              .formatted(path));
    }
    RunFolder folder = new RunFolder(path);
    if (search.transitions() == transitions) {
      reopen(folder);
      return;
    }
    if (search.transitions() == 0 || transitions < search.transitions()) {
      throw new ConfigException(
          "--transitions is %d, but %s has taken %d already, and can only go on from there. Maybe give more: it is the number in all."
              .formatted(transitions, path, search.transitions()));
    }
    RunConfig longer = Catalogue.reader().read(file, List.of("search.transitions=" + transitions));
    Run.check(longer);
    try (RunLock lock = RunLock.take(path)) {
      ObjectNode record = folder.earlier();
      if (!record.path("status").asText().equals("done")) {
        throw new ConfigException(
            "%s is %s, not done. Maybe first go on to its end with: morl4j resume %s"
                .formatted(path, record.path("status").asText("not begun"), path));
      }
      State trainer = trainer(path, config);
      State checkpoint = FinishedJobs.goingOn(Checkpoints.read(checkpoint(folder)), trainer);
      // In this order a kill anywhere leaves what the same command brings to its end.
      new Checkpoints(folder.file("checkpoints"), Fingerprint.of(longer))
          .write(FinishedJobs.ONLY, checkpoint);
      record.withArray(BUDGETS).add(search.transitions());
      folder.run(record.put(RunRecord.FINGERPRINT, Fingerprint.of(longer)));
      folder.config(Catalogue.write(longer));
    }
    reopen(folder);
  }

  private static Path checkpoint(RunFolder folder) {
    return folder.file("checkpoints").resolve(FinishedJobs.ONLY + ".safetensors");
  }

  /** Says of a run that was done and has got a larger budget that it is so no more. */
  private static void reopen(RunFolder folder) throws IOException {
    ObjectNode record = folder.earlier();
    boolean done = record.path("status").asText().equals("done");
    if (done && Checkpoints.read(checkpoint(folder)).scalarLong("finished") == 0) {
      folder.run(record.put("status", "stopped"));
    }
  }

  private static State trainer(Path path, RunConfig config) throws IOException {
    Path file = path.resolve(JobStates.FOLDER).resolve(FinishedJobs.ONLY + ".safetensors");
    KeepState needed = replays(config) ? KeepState.REPLAY : KeepState.LEARNER;
    String remedy =
        "Maybe train again with --set execution.keepState=%s, which keeps what it takes to go on."
            .formatted(needed.name().toLowerCase(Locale.ROOT));
    if (!Files.exists(file)) {
      throw new ConfigException(
          "%s kept no state to go on from: its execution.keepState was none. %s"
              .formatted(path, remedy));
    }
    State trainer = JobStates.trainer(file);
    if (needed == KeepState.REPLAY && !trainer.hasChild("replay")) {
      throw new ConfigException(
          "%s kept its learner, but not its replay: execution.keepState was learner. %s"
              .formatted(path, remedy));
    }
    return trainer;
  }

  private static boolean replays(RunConfig config) {
    Optional<Schedule> acting = config.agent().factory().requirements().schedule(Phase.ONLINE);
    return acting.isPresent() && acting.get() instanceof Schedule.Replay;
  }
}
