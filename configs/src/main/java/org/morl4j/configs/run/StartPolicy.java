package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.Environments;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.Datasets;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.search.FinishedJobs;

/**
 * A policy of another run that a run starts from, with its critics and normalisers, as that run's
 * checkpoints keep them. A copy lies in the run's own folder, so a resume needs no other.
 *
 * @param run the other run's folder
 * @param policy its id there
 * @param config the other run's
 * @param state see {@link Snapshot#state}
 */
public record StartPolicy(Path run, String policy, RunConfig config, State state) {
  /** In run.json: where a run started from. */
  static final String FROM = "from";

  private static final String NAME = "start";

  /**
   * Reads it.
   *
   * @throws ConfigException if there is no such run or policy
   */
  public static StartPolicy read(Path run, String policy) {
    RunConfig config = Run.open(run, null, null).config();
    try {
      State state =
          FinishedJobs.policy(name -> checkpoint(run, name), policy)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "%s has no policy %s to start from. Maybe look up its name in archive.json, or let the run come to its end."
                              .formatted(run, policy)));
      return new StartPolicy(run, policy, config, state);
    } catch (IOException e) {
      throw new ConfigException("%s can't be read: %s".formatted(run, e.getMessage()));
    }
  }

  private static Optional<State> checkpoint(Path run, String name) throws IOException {
    Path file = run.resolve("checkpoints").resolve(name + ".safetensors");
    return Files.exists(file) ? Optional.of(Checkpoints.read(file)) : Optional.empty();
  }

  /**
   * Checks that a run's learners can start from it.
   *
   * @param setup of one of them
   * @throws ConfigException naming what differs
   */
  void requireFits(RunConfig own, Setup setup) {
    same("agent.type", type(config), type(own));
    EnvSpec other = spec();
    EnvSpec spec = setup.spec();
    same("objectives", other.objectives(), spec.objectives());
    same("costs", other.costs(), spec.costs());
    same("observation space", other.observationSpace(), spec.observationSpace());
    same("action space", other.actionSpace(), spec.actionSpace());
    try {
      started(own.agent().factory(), setup);
    } catch (StateException | IllegalArgumentException e) {
      throw new ConfigException(
          "policy %s of %s has another network than this config's agent: %s Maybe set the agent as in %s."
              .formatted(policy, run, fact(e), run.resolve("config.json")));
    }
  }

  /** What a message says, without its own remedy. */
  private static String fact(RuntimeException e) {
    return String.valueOf(e.getMessage()).replaceAll("(?s) Maybe .*", "");
  }

  private EnvSpec spec() {
    DataConfig data = config.data();
    if (config.environment().recorded() && data != null) {
      try {
        return Datasets.open(data.dataset()).spec();
      } catch (IllegalArgumentException | StateException | IOException e) {
        throw new ConfigException(String.valueOf(e.getMessage()));
      }
    }
    try (VectorEnv env = Environments.open(config.environment(), 1)) {
      return env.spec();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private void same(String what, Object there, Object here) {
    if (!there.equals(here)) {
      throw new ConfigException(
          "policy %s of %s has the %s %s, but this config has %s. Maybe start from a policy of the same."
              .formatted(policy, run, what, there, here));
    }
  }

  private static String type(RunConfig config) {
    return Catalogue.types().named(AgentOptions.class).entrySet().stream()
        .filter(entry -> entry.getValue() == config.agent().getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private Learner<?> started(LearnerFactory factory, Setup setup) {
    return starting(factory, state).create(setup);
  }

  /** Copies it into the folder of the run that starts from it. */
  void write(RunFolder folder, RunConfig own) throws IOException {
    State copy = new State();
    copy.put("run", run.toString());
    copy.put("policy", policy);
    copy.put("config", Fingerprint.of(config));
    copy.putAll("learner", state);
    new Checkpoints(folder.path(), Fingerprint.of(own)).write(NAME, copy);
  }

  private static Optional<State> kept(RunFolder folder, RunConfig own) throws IOException {
    // Asked first: only a run's own folder is made, not that of one which is looked at.
    return Files.exists(folder.file(NAME + ".safetensors"))
        ? new Checkpoints(folder.path(), Fingerprint.of(own)).read(NAME)
        : Optional.empty();
  }

  /** Adds to what run.json says so far where the run started from. */
  static ObjectNode noted(RunFolder folder, RunConfig own) throws IOException {
    ObjectNode record = folder.earlier();
    kept(folder, own)
        .ifPresent(
            start ->
                record
                    .putObject(FROM)
                    .put("run", start.string("run"))
                    .put("policy", start.string("policy"))
                    .put("config", start.string("config")));
    return record;
  }

  /**
   * What makes the learners of a run: as its config says, or starting from the policy that its
   * folder has a copy of.
   *
   * @throws IOException if that can't be read
   */
  static LearnerFactory learners(RunFolder folder, RunConfig config) throws IOException {
    LearnerFactory fresh = config.agent().factory();
    return kept(folder, config)
        .map(start -> starting(fresh, start.detach("learner")))
        .orElse(fresh);
  }

  private static LearnerFactory starting(LearnerFactory fresh, State state) {
    return new LearnerFactory() {
      @Override
      public Requirements requirements() {
        return fresh.requirements();
      }

      @Override
      public Learner<?> create(Setup setup) {
        Learner<?> learner = fresh.create(setup);
        learner.start(new Snapshot(learner.policy(), state));
        return learner;
      }

      @Override
      public Optional<LearnerFactory> cloning() {
        return fresh.cloning();
      }

      @Override
      public Snapshot restore(Setup setup, State saved) {
        return fresh.restore(setup, saved);
      }
    };
  }
}
