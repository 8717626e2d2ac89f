package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;

/**
 * Measures a policy over a fixed number of whole episodes, greedily or as it acts in training.
 * Episode e always has the same seed, whatever n, and row e mod n, so short episodes are not
 * favoured over long ones.
 */
public final class Evaluator implements ReturnEstimator {
  private final int rows;
  private final Signals signals;
  private final WholeEpisodes loop;
  private final Mode mode;

  /** Measures greedily. */
  public Evaluator(VectorEnv env, Signals signals, int episodes) {
    this(env, signals, episodes, Mode.EXPLOIT);
  }

  /**
   * @param env at most {@code episodes} rows, else the surplus is stepped for nothing
   * @param signals with the discount to measure by
   * @param mode how the policy acts
   */
  public Evaluator(VectorEnv env, Signals signals, int episodes, Mode mode) {
    this.signals = signals;
    this.mode = mode;
    rows = env.size();
    loop = new WholeEpisodes(env, episodes);
  }

  /** Returns of {@code policy}, its episodes seeded from {@code seeds}. */
  public Returns evaluate(Policy policy, SeedTree seeds) {
    return evaluate(policy, null, seeds);
  }

  /**
   * Returns of {@code policy} under one preference in every row.
   *
   * @param preference weights of the objectives [m], or null for a policy that takes none
   */
  public Returns evaluate(Policy policy, @Nullable Vec preference, SeedTree seeds) {
    return evaluate(policy, preference, mode, seeds);
  }

  /** The same of a policy that acts as {@code as} says, whatever the others do. */
  public Returns evaluate(Policy policy, @Nullable Vec preference, Mode as, SeedTree seeds) {
    return evaluate(policy, preference, as, seeds, List.of(signals)).get(0);
  }

  /**
   * Returns of the same episodes under several discounts at once.
   *
   * @param discounts signals of the environment, each list with discounts of its own
   * @return one for each of {@code discounts}, in order
   */
  @Override
  public List<Returns> evaluate(
      Policy policy, @Nullable Vec preference, Mode as, SeedTree seeds, List<Signals> discounts) {
    List<EpisodeTally> tallies =
        discounts.stream().map(discount -> new EpisodeTally(discount, rows)).toList();
    loop.run(
        policy,
        preference,
        as,
        seeds,
        (step, counts) -> tallies.forEach(tally -> tally.add(step, counts)));
    List<Returns> all = new ArrayList<>();
    for (EpisodeTally tally : tallies) {
      all.add(Objects.requireNonNull(tally.drain(), "No episode ended."));
    }
    return all;
  }

  /** Environment steps taken for evaluations so far. */
  @Override
  public long transitions() {
    return loop.transitions();
  }
}
