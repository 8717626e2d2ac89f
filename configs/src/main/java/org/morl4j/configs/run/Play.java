package org.morl4j.configs.run;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Playback;
import org.morl4j.policy.SavedPolicy;

/** Episodes of a policy of a run's front to look at, or to read step by step. */
public final class Play {
  /** Sees the episodes. */
  public interface Watcher {
    /**
     * Before anything else.
     *
     * @param mode how the policy acts
     */
    void starts(EnvSpec spec, Mode mode);

    /**
     * A picture: of the first episode's start, then after each step, before {@link #stepped}. Only
     * where pictures are asked for.
     */
    default void drawn(Frame frame) {}

    void stepped(Playback.Moment moment);
  }

  /**
   * What to play.
   *
   * @param policy its id
   * @param seed the one of {@link Run#evaluate}: the same episodes
   * @param mode how it acts; null for as it was measured
   * @param pictures whether the environment is to draw
   */
  public record Options(
      String policy, int episodes, long seed, @Nullable Mode mode, Pictures pictures) {
    public Options {
      Check.atLeast("episodes", episodes, 1);
    }
  }

  /** Whether an environment is to draw. */
  public enum Pictures {
    NO,
    /** One that can't is played without. */
    WHERE_DRAWN,
    /** One that can't is refused. */
    YES
  }

  private final VectorEnv env;
  private final Watcher watcher;
  private Pictures pictures;

  private Play(VectorEnv env, Watcher watcher, Pictures pictures) {
    this.env = env;
    this.watcher = watcher;
    this.pictures = pictures;
  }

  /**
   * Plays.
   *
   * @throws ConfigException if the run has no such policy, or its environment does not draw
   */
  public static void run(Run run, Options options, Watcher watcher) throws IOException {
    RecordedRun.requireEnvironment(run.config(), run.path(), "to play episodes");
    SavedPolicy policy = run.fitting(options.policy());
    Mode mode = Objects.requireNonNullElse(options.mode(), policy.mode());
    try (VectorEnv env = open(run, options.pictures())) {
      watcher.starts(env.spec(), mode);
      Play play = new Play(env, watcher, options.pictures());
      SeedTree seeds = new SeedTree(options.seed()).child("eval");
      Playback.run(
          env,
          options.episodes(),
          policy.policy(),
          policy.preference(),
          mode,
          seeds,
          play.new Steps());
    }
  }

  private static VectorEnv open(Run run, Pictures pictures) {
    EnvironmentOpener opener = run.opener();
    EnvironmentConfig config = run.config().environment();
    if (pictures == Pictures.NO) {
      return opener.open(config, 1);
    }
    try {
      return opener.openToDraw(config, 1);
    } catch (EnvException e) {
      if (pictures == Pictures.WHERE_DRAWN) {
        return opener.open(config, 1);
      }
      throw undrawn(config.id() + " can't be opened to draw: " + firstLine(e));
    }
  }

  private final class Steps implements Playback.Watcher {
    @Override
    public void began() {
      draw();
    }

    @Override
    public void stepped(Playback.Moment moment) {
      draw();
      watcher.stepped(moment);
    }
  }

  private void draw() {
    if (pictures == Pictures.NO) {
      return;
    }
    Frame frame = null;
    String why = env.spec().id() + " draws no pictures.";
    try {
      frame = env.render(0);
    } catch (EnvException e) {
      why = firstLine(e) + ".";
    }
    if (frame != null) {
      watcher.drawn(frame);
    } else if (pictures == Pictures.WHERE_DRAWN) {
      pictures = Pictures.NO;
    } else {
      throw undrawn(why);
    }
  }

  /** The rest is Python's traceback. */
  private static String firstLine(EnvException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static ConfigException undrawn(String why) {
    return new ConfigException(why + " Maybe read the episode instead: --out episode.csv");
  }
}
