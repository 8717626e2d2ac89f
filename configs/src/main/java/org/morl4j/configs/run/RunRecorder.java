package org.morl4j.configs.run;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;
import org.morl4j.core.train.Playback;
import org.morl4j.offline.Episode;
import org.morl4j.offline.ReplayEpisodes;
import org.morl4j.policy.SavedPolicy;

/** Records episodes in a finished run's environment, by its policies or at random. */
public final class RunRecorder {
  private final Run run;
  private final long seed;

  /**
   * @param seed of environment and actions; each method starts from it anew
   */
  public RunRecorder(Run run, long seed) {
    this.run = run;
    this.seed = seed;
  }

  /** The run's environment. */
  public EnvSpec spec() {
    return run.spec();
  }

  /** Episodes of actions drawn uniformly, those without bounds from a standard normal. */
  public List<Episode> random(int episodes) {
    return record(episodes, new UniformPolicy(spec().actionSpace()), null, Mode.EXPLORE, "random");
  }

  /**
   * Episodes of a policy.
   *
   * @param mode how it acts; null for as it was measured
   * @throws ConfigException if the run has no such policy
   */
  public List<Episode> policy(String id, int episodes, @Nullable Mode mode) throws IOException {
    SavedPolicy policy = run.fitting(id);
    Mode how = Objects.requireNonNullElse(mode, policy.mode());
    return record(episodes, policy.policy(), policy.preference(), how, id);
  }

  private List<Episode> record(
      int episodes, Policy policy, @Nullable Vec preference, Mode mode, String name) {
    try (VectorEnv env = run.opener().open(run.config().environment(), 1)) {
      Tape tape = new Tape();
      SeedTree seeds = new SeedTree(seed).child("record").child(name);
      Playback.run(env, episodes, policy, preference, mode, seeds, tape);
      return tape.episodes();
    }
  }

  /**
   * The episodes of the replay that the run kept, as far as it reaches back.
   *
   * @throws ConfigException if it kept none, or its steps can't be told apart
   */
  public List<Episode> replay() throws IOException {
    try {
      DatasetName name = new DatasetName(DatasetName.Kind.PATH, run.path().toString());
      Dataset data = new RunDatasets().open(name).in(run.opener(), run.config().environment().id());
      EnvSpec spec = spec();
      DataView view = data.view(Signals.of(spec, 1, 1));
      return ReplayEpisodes.of(view, spec);
    } catch (IllegalArgumentException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
