package org.morl4j.configs.run;

import java.io.IOException;
import java.util.ArrayList;
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
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
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
    return record(episodes, uniform(spec().actionSpace()), null, Mode.EXPLORE, "random");
  }

  private static Policy uniform(Space actions) {
    return (n, mode, generators) -> new UniformActor(actions, generators);
  }

  /** Draws for every row from its generator. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
  private record UniformActor(Space actions, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < generators.length; i++) {
        actions.sample(generators[i], act, i * actions.size());
      }
    }

    @Override
    public void save(State out) {
      // It has nothing of its own.
    }

    @Override
    public void restore(State in) {
      // It has nothing of its own.
    }
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
      return tape.episodes;
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
      Dataset data = new RunDatasets().open(name);
      if (data instanceof RunDatasets.Replay replay) {
        data = replay.in(run.opener(), run.config().environment().id());
      }
      EnvSpec spec = spec();
      DataView view = data.view(Signals.of(spec, 1, 1));
      return ReplayEpisodes.of(view, spec);
    } catch (IllegalArgumentException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Takes down what happens. */
  private static final class Tape implements Playback.Watcher {
    private final List<Episode> episodes = new ArrayList<>();
    private final List<Playback.Moment> moments = new ArrayList<>();

    @Override
    public void stepped(Playback.Moment moment) {
      moments.add(moment);
    }

    @Override
    public void ended(double[] lastObs) {
      List<double[]> obs = new ArrayList<>(moments.stream().map(Playback.Moment::obs).toList());
      obs.add(lastObs);
      Playback.Moment last = moments.get(moments.size() - 1);
      episodes.add(
          new Episode(
              flat(obs),
              flat(moments.stream().map(Playback.Moment::act).toList()),
              flat(moments.stream().map(Playback.Moment::reward).toList()),
              flat(moments.stream().map(Playback.Moment::cost).toList()),
              last.terminated(),
              last.truncated() && !last.terminated()));
      moments.clear();
    }

    private static double[] flat(List<double[]> rows) {
      int width = rows.get(0).length;
      double[] all = new double[rows.size() * width];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i), 0, all, i * width, width);
      }
      return all;
    }
  }
}
