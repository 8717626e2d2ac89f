package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.Trainer;

/** Trainings that have more than one phase, or no environment. */
class PlanTest {
  private static final SeedTree SEEDS = new SeedTree(17);
  private static final Signals SIGNALS = Signals.of(new Corridor(6, 9).spec(), 0.9, 1);

  /** Two steps of each environment, then one update; learning begins at 6 transitions. */
  private static final Requirements REPLAY =
      Requirements.replay(new ReplayOptions(1000, 5, 6, 2, 1, 1, null, Storage.HEAP));

  private static final Requirements BATCHES = Requirements.batches(5);

  private static VectorEnv corridor() {
    return VectorEnv.of(() -> new Corridor(6, 9, 0.2), 2);
  }

  private static TransitionTable data() {
    try (VectorEnv env = corridor()) {
      return Recordings.random(env, SIGNALS, Set.of(), 20, SEEDS);
    }
  }

  /** A coin that writes down what it is told. */
  private static final class Heard implements Learner<OffPolicyCoin.Losses> {
    final List<String> told = new ArrayList<>();
    final List<Long> recorded = new ArrayList<>(); // rows of each batch that are data
    private final OffPolicyCoin coin;
    private final Requirements requirements;

    Heard(Requirements requirements) {
      this.requirements = requirements;
      coin =
          new OffPolicyCoin(
              OffPolicyCoin.Flaw.NONE,
              requirements,
              new Corridor(6, 9).spec(),
              SEEDS.child("learner"));
    }

    @Override
    public Requirements requirements() {
      return requirements;
    }

    @Override
    public void enter(Phase phase) {
      told.add("enter " + phase);
    }

    @Override
    public void prepare(DataView data) {
      told.add("prepare " + data.size());
    }

    @Override
    public OffPolicyCoin.Losses update(Batch batch, Criterion criterion) {
      told.add(batch.has(Column.SOURCE) ? "mix" : batch.has(Column.ROW) ? "data" : "own");
      recorded.add(recorded(batch));
      return coin.update(batch, criterion);
    }

    private static long recorded(Batch batch) {
      if (!batch.has(Column.SOURCE)) {
        return batch.has(Column.ROW) ? batch.rows() : 0;
      }
      return Arrays.stream(batch.ints(Column.SOURCE)).filter(source -> source == 0).count();
    }

    @Override
    public Policy policy() {
      return coin.policy();
    }

    @Override
    public Snapshot snapshot() {
      return coin.snapshot();
    }

    @Override
    public void start(Snapshot snapshot) {
      coin.start(snapshot);
    }

    @Override
    public void save(State out) {
      coin.save(out);
    }

    @Override
    public void restore(State in) {
      told.add("restore");
      coin.restore(in);
    }
  }

  private static Trainer trainer(@Nullable VectorEnv env, Heard learner, Plan plan) {
    return new Trainer(
        env, learner, new SumOfObjectives(SIGNALS), SIGNALS, plan, SEEDS.child("train"));
  }

  @Test
  void dataNeedsNoEnvironment() {
    Heard learner = new Heard(BATCHES);
    Trainer trainer = trainer(null, learner, Plan.offline(3, data()));
    while (trainer.hasNext()) {
      assertThat(trainer.advance()).isNotNull();
    }
    assertThat(learner.told).containsExactly("enter OFFLINE", "data", "data", "data");
    assertThat(trainer.effort()).isEqualTo(new Effort(0, 3));
    assertThat(trainer.transitions()).isZero();
    assertThat(trainer.returns()).isNull();
    assertThat(trainer.phase()).isEqualTo(Phase.OFFLINE);
  }

  /** 3 updates, then 15 transitions: 3 turns of 4, the first of which only warms up. */
  @Test
  void offlineComesFirst() {
    try (VectorEnv env = corridor()) {
      Heard learner = new Heard(REPLAY);
      Trainer trainer = trainer(env, learner, Plan.of(new Budget(15, 3), data()));
      List<String> progress = new ArrayList<>();
      while (trainer.hasNext()) {
        boolean learned = trainer.advance() != null;
        progress.add(
            trainer.phase()
                + " "
                + trainer.spent()
                + " of turn "
                + trainer.turn()
                + (trainer.hasRoom() ? "" : " ends")
                + (learned ? "" : " idle"));
      }
      assertThat(progress)
          .containsExactly(
              "OFFLINE 1 of turn 1",
              "OFFLINE 2 of turn 1",
              "OFFLINE 3 of turn 1 ends",
              "ONLINE 4 of turn 4 idle",
              "ONLINE 8 of turn 4",
              "ONLINE 12 of turn 4 ends");
      assertThat(learner.told)
          .containsExactly("enter OFFLINE", "data", "data", "data", "enter ONLINE", "mix", "mix");
      assertThat(trainer.effort()).isEqualTo(new Effort(12, 5));
    }
  }

  /** Of 60 batches of 5 the rows that are data, while the replay grows from 8 to 248 rows. */
  @ParameterizedTest
  @EnumSource(OnlineData.class)
  void dataIsASourceOfManyOnceALearnerActs(OnlineData online) {
    try (VectorEnv env = corridor()) {
      Heard learner = new Heard(REPLAY);
      Trainer trainer = trainer(env, learner, Plan.of(new Budget(244, 1), data(), online));
      while (trainer.hasNext()) {
        trainer.advance();
      }
      assertThat(learner.told).startsWith("enter OFFLINE", "data", "enter ONLINE");
      List<Long> rows = learner.recorded.subList(1, learner.recorded.size());
      assertThat(rows).hasSize(60);
      double sum = rows.stream().mapToLong(Long::longValue).sum();
      switch (online) {
        case UNION -> assertThat(sum).as("40 rows of 48 to 288").isBetween(60.0, 125.0);
        case HALF_HALF -> assertThat(rows).as("half of 5").allMatch(n -> n == 3);
        case OWN -> assertThat(sum).isZero();
      }
    }
  }

  /** Without data rows act at random until learning begins; after data the policy does. */
  @ParameterizedTest
  @CsvSource({"0, true", "3, false"})
  void afterDataThePolicyWarmsUp(int updates, boolean random) {
    try (VectorEnv env = corridor()) {
      Trainer trainer = trainer(env, new Heard(REPLAY), Plan.of(new Budget(4, updates), data()));
      while (trainer.hasNext()) {
        trainer.advance();
      }
      assertThat(trainer.effort()).as("nothing of its own yet").isEqualTo(new Effort(4, updates));
      State loop = States.stateOf(trainer).detach("loop");
      State untouched = new State();
      untouched.put("warmup", SEEDS.child("train").child("warmup").generators(2));
      assertThat(loop.entries().keySet()).containsAll(untouched.entries().keySet());
      untouched
          .entries()
          .forEach(
              (name, state) ->
                  assertThat(Objects.deepEquals(loop.entries().get(name), state))
                      .as(name + " drew nothing")
                      .isEqualTo(!random));
    }
  }

  @Test
  void actingAloneLearnsFromItself() {
    try (VectorEnv env = corridor()) {
      Heard learner = new Heard(REPLAY);
      Trainer trainer = trainer(env, learner, Plan.of(Budget.transitions(8), null));
      while (trainer.hasNext()) {
        trainer.advance();
      }
      assertThat(learner.told).containsExactly("enter ONLINE", "own");
      trainer.advance();
      assertThat(trainer.transitions()).as("the last part goes on when asked").isEqualTo(12);
    }
  }

  /** Saved in either phase and at the seam. */
  @ParameterizedTest
  @CsvSource({
    "UNION, 0",
    "UNION, 2",
    "UNION, 3",
    "UNION, 4",
    "UNION, 6",
    "HALF_HALF, 2",
    "HALF_HALF, 3",
    "HALF_HALF, 4",
    "HALF_HALF, 6",
    "OWN, 2",
    "OWN, 3",
    "OWN, 4",
    "OWN, 6"
  })
  void resumedEqualsUninterrupted(OnlineData online, int turns) {
    Plan plan = Plan.of(new Budget(40, 3), data(), online);
    try (VectorEnv wholeEnv = corridor();
        VectorEnv resumedEnv = corridor()) {
      Trainer whole = trainer(wholeEnv, new Heard(REPLAY.withScan()), plan);
      for (int t = 0; t < turns; t++) {
        whole.advance();
      }
      Heard learner = new Heard(REPLAY.withScan());
      Trainer resumed = trainer(resumedEnv, learner, plan);
      resumed.restore(States.throughFile(States.stateOf(whole)));
      assertThat(resumed.effort()).isEqualTo(whole.effort());
      String phase = turns > 3 ? "enter ONLINE" : "enter OFFLINE";
      assertThat(learner.told).as("told").containsExactly("enter OFFLINE", phase, "restore");
      while (whole.hasNext()) {
        assertThat(resumed.advance()).isEqualTo(whole.advance());
      }
      assertThat(resumed.hasNext()).isFalse();
      States.assertSame("at the end", States.stateOf(whole), States.stateOf(resumed));
      assertThat(learner.told.get(3))
          .as("what is built of data isn't saved")
          .isEqualTo("prepare 40");
    }
  }

  @Test
  void aStateWithoutReplayIsSmall() {
    try (VectorEnv env = corridor()) {
      Trainer trainer = trainer(env, new Heard(REPLAY), Plan.online(40));
      trainer.advance();
      State all = States.stateOf(trainer);
      State learner = new State();
      trainer.saveWithoutReplay(learner);
      State replay = new State();
      trainer.saveReplay(replay);
      assertThat(all.hasChild("replay")).isTrue();
      assertThat(learner.hasChild("replay")).isFalse();
      assertThat(learner.entries().size() + replay.entries().size())
          .isEqualTo(all.entries().size());
    }
  }

  /** With the learner's moments and the replay, so nothing is warmed up again. */
  @Test
  void aTrainerGoesOnFromAnother() {
    try (VectorEnv env = corridor();
        VectorEnv later = corridor()) {
      Trainer first = trainer(env, new Heard(REPLAY), Plan.online(20));
      while (first.hasNext()) {
        first.advance();
      }
      State saved = States.throughFile(States.stateOf(first));
      Heard learner = new Heard(REPLAY);
      Trainer second = trainer(later, learner, Plan.online(40));
      second.goOnFrom(saved);
      States.assertSame(
          "of the learner", saved.detach("learner"), States.stateOf(second).detach("learner"));
      assertThat(second.effort()).isEqualTo(Effort.NONE);
      assertThat(second.advance()).as("learned at once").isNotNull();
      State now = States.stateOf(second);
      assertThat(now.scalarLong("replay.size")).isEqualTo(24);
      assertThat(now.scalarLong("replay.capacity")).isEqualTo(40);
      assertThat(second.effort()).isEqualTo(new Effort(4, 1));

      Trainer resumed = trainer(later, new Heard(REPLAY), Plan.online(40));
      resumed.restore(States.throughFile(now));
      assertThat(resumed.advance()).as("nor after a resume").isNotNull();

      Trainer bare = trainer(later, new Heard(REPLAY), Plan.online(40));
      State withoutReplay = new State();
      first.saveWithoutReplay(withoutReplay);
      bare.goOnFrom(withoutReplay);
      assertThat(bare.advance()).as("without a replay it warms up").isNull();
    }
  }

  @Test
  void dataIsReadThroughBeforeTheFirstUpdate() {
    Heard learner = new Heard(BATCHES.withScan());
    Trainer trainer = trainer(null, learner, Plan.offline(2, data()));
    trainer.advance();
    trainer.advance();
    assertThat(learner.told).containsExactly("enter OFFLINE", "prepare 40", "data", "data");
  }

  private static void refused(Requirements requirements, Plan plan, String message) {
    try (VectorEnv env = corridor()) {
      assertThatThrownBy(() -> trainer(env, new Heard(requirements), plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void whatALearnerCantBeGivenIsRefused() {
    refused(
        Requirements.rollout(3),
        Plan.offline(1, data()),
        "Heard learns only from what its own policy does, not from recorded data. Maybe set"
            + " search.updates to 0.");
    refused(
        BATCHES,
        Plan.online(9),
        "Heard learns only from recorded data. Maybe set search.transitions to 0 and"
            + " search.updates.");
    refused(
        REPLAY.withScan(),
        Plan.online(9),
        "Heard reads recorded data through, but the run has none. Maybe name some by data.path, or by --data of init.");
    refused(
        BATCHES.with(Column.RETURN_TO_GO),
        Plan.offline(1, data()),
        "Heard needs the column RETURN_TO_GO, but a recording gives only [ROW]. Maybe choose"
            + " another agent or source.");
    refused(
        REPLAY.with(Column.VERDICT),
        Plan.online(9),
        "Heard needs the column VERDICT, but a replay buffer gives only []. Maybe choose another"
            + " agent or source.");
    refused(
        REPLAY.with(Column.EPISODE),
        Plan.of(new Budget(9, 0), data()),
        "Heard needs the column EPISODE, but a mix of a recording and a replay buffer gives only"
            + " [SOURCE]. Maybe choose another agent or source.");
    TransitionTable empty;
    try (VectorEnv env = corridor()) {
      empty = Recordings.random(env, SIGNALS, Set.of(), 0, SEEDS);
    }
    refused(
        BATCHES,
        Plan.offline(1, empty),
        "Heard learns from a recording, which holds no transition. Maybe name other data by"
            + " data.path.");
  }

  @Test
  void plansWithoutWorkOrDataAreRefused() {
    assertThatThrownBy(() -> Plan.of(Budget.NONE, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is nothing to train.");
    assertThatThrownBy(() -> Plan.of(new Budget(5, 7), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.updates is 7, but there is no data to learn from. Maybe name some by"
                + " data.path.");
  }

  @Test
  void requirementsAreOfTheirPhase() {
    assertThat(REPLAY.schedule(Phase.OFFLINE)).contains(new Schedule.Batches(5));
    assertThat(BATCHES.schedule(Phase.ONLINE)).isEmpty();
    Requirements both = BATCHES.with(Phase.ONLINE, new Schedule.Rollout(7)).with(Hook.LOSS);
    assertThat(both.schedules())
        .isEqualTo(
            Map.of(Phase.OFFLINE, new Schedule.Batches(5), Phase.ONLINE, new Schedule.Rollout(7)));
    assertThat(both.hooks()).containsExactlyInAnyOrder(Hook.WEIGHTS, Hook.LOSS);
    assertThat(new Schedule.Batches(5).updates(9, 3)).isEqualTo(9);
  }

  @Test
  void budgetsAreSharedRoundedDown() {
    Budget budget = new Budget(100, 9);
    assertThat(budget.over(3)).isEqualTo(new Budget(33, 3));
    assertThat(budget.times(0.5)).isEqualTo(new Budget(50, 4));
    assertThat(budget.phases()).containsExactly(Phase.OFFLINE, Phase.ONLINE);
    assertThat(Budget.of(Phase.OFFLINE, 4)).isEqualTo(new Budget(0, 4));
    assertThat(budget.minus(new Budget(1, 2)).plus(new Budget(0, 1)).sum()).isEqualTo(99 + 8);
  }
}
