package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataSets;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReturnsToGo;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.Trainer;

/**
 * What every {@link Learner} owes the rest of the framework, checked bit for bit under the real
 * {@link Trainer}:
 *
 * <ul>
 *   <li>the same seed gives the same bits, and training moves the policy;
 *   <li>saved in the middle of training and restored in a fresh learner, it goes on as if nothing
 *       had happened;
 *   <li>a snapshot is frozen, survives a safetensors file and acts as the learner did;
 *   <li>{@code start} leaves nothing of the learner's past but the state of its generators: no
 *       optimiser moments, no annealed rate;
 *   <li>a greedy actor draws nothing, and rows may be split over actors;
 *   <li>a policy conditioned on a preference acts by that of each row;
 *   <li>a state that lacks entries is refused.
 * </ul>
 *
 * <p>Use short rollouts or warm-ups: ten updates are run or so. An off-policy learner is saved with
 * its replay buffer inside. One that learns only from recorded data gets steps of the environment
 * driven at random, in each of the sets that it names.
 */
public final class LearnerContract {
  private static final int UPDATES = 6;
  private static final long BUDGET = 20_000;
  private static final SeedTree SEEDS = new SeedTree(20240721);

  private final LearnerFactory factory;
  private final EnvSpec spec;
  private final Signals signals;
  private final Supplier<VectorEnv> envs;
  private final Probes probes;

  private LearnerContract(
      LearnerFactory factory, EnvSpec spec, Signals signals, Supplier<VectorEnv> envs) {
    this.factory = factory;
    this.spec = spec;
    this.signals = signals;
    this.envs = envs;
    probes = new Probes(spec, envs, factory.requirements().preference(), SEEDS);
  }

  /**
   * Checks all of it.
   *
   * @param envs gives fresh environments of one kind and size; episodes must end within a few
   *     rollouts for learners that need returns
   * @throws AssertionError naming what differs
   */
  public static void check(
      LearnerFactory factory, EnvSpec spec, Signals signals, Supplier<VectorEnv> envs) {
    LearnerContract contract = new LearnerContract(factory, spec, signals, envs);
    contract.sameSeedSameBits();
    contract.resumedEqualsUninterrupted();
    contract.snapshotIsFrozen();
    contract.startForgetsThePast();
    contract.actorsKeepToTheirRows();
    contract.preferenceCounts();
    contract.incompleteStateIsRefused();
  }

  private void sameSeedSameBits() {
    try (Training a = new Training(SEEDS);
        Training b = new Training(SEEDS)) {
      State fresh = a.learner.snapshot().state();
      States.assertSame(
          "of two fresh learners with one seed",
          States.stateOf(a.learner),
          States.stateOf(b.learner));
      List<Record> lossesA = a.advance(2);
      List<Record> lossesB = b.advance(2);
      assertThat(lossesA).as("losses of two trainings with one seed").isEqualTo(lossesB);
      States.assertSame(
          "of two trainings with one seed", States.stateOf(a.trainer), States.stateOf(b.trainer));
      assertThat(States.differences(fresh, a.learner.snapshot().state(), false))
          .as("entries of the snapshot that two updates changed")
          .isNotEmpty();
      assertThat(a.learner.requirements().hooks())
          .as("places the learner serves")
          .contains(Hook.WEIGHTS);
    }
  }

  private void resumedEqualsUninterrupted() {
    try (Training whole = new Training(SEEDS);
        Training resumed = new Training(SEEDS)) {
      whole.advance(2);
      resumed.trainer.restore(States.throughFile(States.stateOf(whole.trainer)));
      States.assertSame(
          "after restore", States.stateOf(whole.trainer), States.stateOf(resumed.trainer));
      List<Record> expected = whole.advance(2);
      List<Record> actual = resumed.advance(2);
      assertThat(actual).as("losses after restore").isEqualTo(expected);
      States.assertSame(
          "two updates after restore",
          States.stateOf(whole.trainer),
          States.stateOf(resumed.trainer));
    }
  }

  private void snapshotIsFrozen() {
    try (Training training = new Training(SEEDS)) {
      training.advance(2);
      Snapshot snapshot = training.learner.snapshot();
      Map<String, Object> kept = States.copy(snapshot.state());
      double[] live = probes.greedy(training.learner.policy());
      double[] drawn = probes.drawn(training.learner.policy());
      assertThat(probes.greedy(snapshot.policy()))
          .as("greedy actions of the snapshot")
          .isEqualTo(live);
      training.advance(2);
      assertThat(probes.greedy(snapshot.policy()))
          .as("of the snapshot after more training")
          .isEqualTo(live);
      assertThat(probes.drawn(snapshot.policy())).as("drawn by the snapshot").isEqualTo(drawn);
      States.assertSame("of the snapshot after more training", kept, snapshot.state().entries());

      Snapshot thawed =
          factory.restore(new Setup(spec, signals, 1, SEEDS), States.throughFile(snapshot.state()));
      assertThat(probes.greedy(thawed.policy())).as("greedy actions of the thawed").isEqualTo(live);
      assertThat(probes.drawn(thawed.policy())).as("actions drawn by the thawed").isEqualTo(drawn);
      States.assertSame("of the thawed snapshot", kept, thawed.state().entries());

      Learner<?> started = create(SEEDS.child("other"));
      started.start(thawed);
      assertThat(probes.greedy(started.policy())).as("greedy actions after start").isEqualTo(live);
      States.assertSame(
          "of the started learner's snapshot", kept, started.snapshot().state().entries());
    }
  }

  private void startForgetsThePast() {
    try (Training other = new Training(SEEDS.child("other"));
        Training old = new Training(SEEDS);
        Training fresh = new Training(SEEDS)) {
      other.advance(1);
      Snapshot snapshot = other.learner.snapshot();
      old.advance(3);
      old.learner.start(snapshot);
      fresh.learner.start(snapshot);
      assertThat(
              States.differences(States.stateOf(fresh.learner), States.stateOf(old.learner), true))
          .as("entries that start() left of the past, generators apart")
          .isEmpty();
    }
  }

  private void actorsKeepToTheirRows() {
    int n = 3;
    Learner<?> learner = create(SEEDS);
    double[] obs = probes.observations(n);
    int width = obs.length / n;
    int actSize = spec.actionSpace().size();

    Rng[] untouched = SEEDS.child("greedy").generators(n);
    learner
        .policy()
        .actor(n, Mode.EXPLOIT, untouched)
        .act(obs, probes.preferences(n), new double[n * actSize], null);
    for (int i = 0; i < n; i++) {
      assertThat(untouched[i].nextLong())
          .as("next draw of row %s's generator after a greedy act", i)
          .isEqualTo(SEEDS.child("greedy").child(i).generator().nextLong());
    }

    // Last bits may differ: a matrix product may sum differently for another number of rows.
    Actor together = learner.policy().actor(n, Mode.EXPLORE, SEEDS.child("rows").generators(n));
    Actor[] alone = new Actor[n];
    for (int i = 0; i < n; i++) {
      Rng[] own = {SEEDS.child("rows").child(i).generator()};
      alone[i] = learner.policy().actor(1, Mode.EXPLORE, own);
    }
    double[] preference = probes.preferences(n);
    double[] act = new double[n * actSize];
    double[] logProb = new double[n];
    double[] oneAct = new double[actSize];
    double[] oneLogProb = new double[1];
    for (int t = 0; t < 10; t++) {
      together.act(obs, preference, act, logProb);
      for (int i = 0; i < n; i++) {
        double[] oneObs = Arrays.copyOfRange(obs, i * width, (i + 1) * width);
        alone[i].act(oneObs, Probes.part(preference, i, n), oneAct, oneLogProb);
        for (int j = 0; j < actSize; j++) {
          assertThat(oneAct[j])
              .as("action %s of row %s alone", j, i)
              .isCloseTo(act[i * actSize + j], Offset.offset(1e-4));
        }
        assertThat(oneLogProb[0])
            .as("logProb of row %s alone", i)
            .isCloseTo(logProb[i], Offset.offset(1e-4));
      }
    }
  }

  /** One observation under many preferences: an unconditioned policy can't tell them apart. */
  private void preferenceCounts() {
    if (!factory.requirements().preference()) {
      return;
    }
    try (Training training = new Training(SEEDS)) {
      training.advance(2);
      int n = 64;
      double[] obs = new double[n * spec.observationSpace().size()];
      double[] first = probes.observations(1);
      for (int j = 0; j < obs.length; j++) {
        obs[j] = first[j % first.length];
      }
      double[] act = new double[n * spec.actionSpace().size()];
      double[] logProb = new double[n];
      Rng[] alike = new Rng[n];
      Arrays.setAll(alike, i -> SEEDS.child("alike").generator());
      Actor actor = training.learner.policy().actor(n, Mode.EXPLORE, alike);
      actor.act(obs, probes.preferences(n), act, logProb);
      List<String> acted = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        acted.add(Arrays.toString(Probes.part(act, i, n)) + logProb[i]);
      }
      assertThat(acted.stream().distinct().count())
          .as("different actions or log-probabilities under %s preferences", n)
          .isGreaterThan(1);
    }
  }

  private void incompleteStateIsRefused() {
    assertThatThrownBy(() -> create(SEEDS).restore(new State()))
        .as("restore from an empty state")
        .isInstanceOf(StateException.class);
    Learner<?> learner = create(SEEDS);
    Snapshot empty = new Snapshot(learner.policy(), new State());
    assertThatThrownBy(() -> learner.start(empty))
        .as("start from an empty snapshot")
        .isInstanceOf(StateException.class);
  }

  private Learner<?> create(SeedTree seeds) {
    long perAdvance =
        factory.requirements().schedules().values().stream()
            .mapToInt(Schedule::updatesInARow)
            .max()
            .orElse(1);
    return factory.create(new Setup(spec, signals, UPDATES * perAdvance, seeds.child("learner")));
  }

  /** Online where the learner acts and needs no data, else on a recording. */
  private Plan plan(VectorEnv env) {
    Requirements requirements = factory.requirements();
    if (requirements.schedule(Phase.ONLINE).isPresent() && !requirements.scan()) {
      return Plan.online(BUDGET);
    }
    return Plan.offline(BUDGET, recording(env, requirements));
  }

  private DataView recording(VectorEnv env, Requirements requirements) {
    int steps = 64;
    Set<Column> columns = EnumSet.noneOf(Column.class);
    columns.addAll(requirements.columns());
    columns.remove(Column.SOURCE);
    if (requirements.sets().isEmpty()) {
      columns.add(Column.EPISODE);
      DataView rows = Recordings.random(env, signals, columns, steps, SEEDS);
      return ReturnsToGo.where(columns, rows, signals);
    }
    Map<String, DataView> sets = new LinkedHashMap<>();
    for (String name : requirements.sets()) {
      sets.put(name, Recordings.random(env, signals, columns, steps, SEEDS.child(name)));
    }
    return new DataSets(sets, requirements.sets());
  }

  /** A learner at work in its own environments. */
  private final class Training implements AutoCloseable {
    final VectorEnv env = envs.get();
    final Learner<?> learner;
    final Trainer trainer;

    Training(SeedTree seeds) {
      learner = create(seeds);
      trainer =
          new Trainer(
              env, learner, new SumOfObjectives(signals), signals, plan(env), seeds.child("train"));
    }

    /** Goes on until it has learned so many more times; warming up is no learning. */
    List<Record> advance(int times) {
      List<Record> losses = new ArrayList<>();
      while (losses.size() < times) {
        Record last = trainer.advance();
        if (last != null) {
          losses.add(last);
        }
        assertThat(trainer.transitions()).as("transitions of so few updates").isLessThan(BUDGET);
      }
      return losses;
    }

    @Override
    public void close() {
      env.close();
    }
  }
}
