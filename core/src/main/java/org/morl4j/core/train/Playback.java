package org.morl4j.core.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;

/**
 * Episodes of a policy to look at, step by step: the very episodes that an {@link Evaluator} with
 * the same seeds measures.
 */
public final class Playback {
  /**
   * One step.
   *
   * @param episode from 0
   * @param step of the episode, from 0
   * @param obs raw observation before it [obsSize]
   * @param act raw action [actSize]
   * @param reward [m]
   * @param cost [k]
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
  public record Moment(
      int episode,
      int step,
      double[] obs,
      double[] act,
      double[] reward,
      double[] cost,
      boolean terminated,
      boolean truncated) {
    public boolean ended() {
      return terminated || truncated;
    }
  }

  /** Sees what happens; during each call the environment is as it was left. */
  public interface Watcher {
    /** The first episode has begun, nothing has happened yet. */
    default void began() {}

    void stepped(Moment moment);

    /**
     * After the last step of an episode.
     *
     * @param lastObs raw observation behind it [obsSize]
     */
    default void ended(double[] lastObs) {}
  }

  private Playback() {}

  /**
   * Plays.
   *
   * @param env of one row
   * @param preference weights of the objectives [m], or null for a policy that takes none
   */
  public static void run(
      VectorEnv env,
      int episodes,
      Policy policy,
      @Nullable Vec preference,
      Mode mode,
      SeedTree seeds,
      Watcher watcher) {
    if (env.size() != 1) {
      throw new IllegalArgumentException(
          "Playback takes an environment of 1 row, but it has %d.".formatted(env.size()));
    }
    new WholeEpisodes(env, episodes).run(policy, preference, mode, seeds, new Steps(watcher));
  }

  private static final class Steps implements WholeEpisodes.Watcher {
    private final Watcher watcher;
    private double[] obs = {};
    private double[] act = {};
    private int episode;
    private int step;

    Steps(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void acted(double[] nowObs, double[] nowAct) {
      obs = nowObs.clone();
      act = nowAct.clone();
      if (episode == 0 && step == 0) {
        watcher.began();
      }
    }

    @Override
    public void stepped(VectorStep out, boolean[] counts) {
      Moment moment =
          new Moment(
              episode,
              step++,
              obs,
              act,
              Arrays.copyOf(out.reward(), out.reward().length),
              Arrays.copyOf(out.cost(), out.cost().length),
              out.terminated()[0],
              out.truncated()[0]);
      watcher.stepped(moment);
      if (moment.ended()) {
        watcher.ended(Arrays.copyOf(out.finalObs(), obs.length));
        episode++;
        step = 0;
      }
    }
  }
}
