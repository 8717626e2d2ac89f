package org.morl4j.core.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * What a policy does in recorded states: raw actions at encoded observations. Actions of a Box are
 * clipped to its bounds, as environments are given them. A policy with a memory is at an episode's
 * first step everywhere.
 */
public final class PolicyActions implements Savable {
  private final EnvSpec spec;
  private final int rows;
  private final Actor actor;
  private final double[] obs; // [rows, obsSize]
  private final double @Nullable [] preference; // [rows, m]
  private final boolean[] starts;

  /**
   * A policy and how it acts.
   *
   * @param preference weights of the objectives [m], or null for a policy that takes none
   */
  public record Acting(Policy policy, @Nullable Vec preference, Mode mode) {}

  /**
   * @param rows states asked for at a time
   * @param seeds of what it draws
   */
  public PolicyActions(EnvSpec spec, Acting acting, int rows, SeedTree seeds) {
    this.spec = spec;
    this.rows = rows;
    actor = acting.policy.actor(rows, acting.mode, seeds.generators(rows));
    obs = new double[rows * spec.observationSpace().size()];
    preference = acting.preference == null ? null : acting.preference.repeated(rows);
    starts = new boolean[rows];
    Arrays.fill(starts, true);
  }

  /** The preference in each row as networks read it [rows, m], or null. */
  public float @Nullable [] preferences() {
    if (preference == null) {
      return null;
    }
    float[] all = new float[preference.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) preference[i];
    }
    return all;
  }

  /**
   * Acts.
   *
   * @param features encoded observations [rows, F]
   * @param act raw actions [rows, actSize], written
   */
  public void at(float[] features, double[] act) {
    spec.observationSpace().decodeRows(features, rows, obs);
    actor.begin(starts);
    actor.act(obs, preference, act, null);
    if (spec.actionSpace() instanceof Box box) {
      for (int i = 0; i < rows; i++) {
        box.clip(act, i * box.size());
      }
    }
  }

  @Override
  public void save(State out) {
    out.put("actor", actor);
  }

  @Override
  public void restore(State in) {
    in.restore("actor", actor);
  }
}
