package org.morl4j.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Part;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

/** The shell around an algorithm, with one that counts. */
class GradientLearnerTest {
  private static final Requirements ROLLOUT = Requirements.rollout(1);
  private static final Criterion CRITERION = new Mixture(Mixer.weightedSum(Vec.of(1)), List.of());
  private static final Batch BATCH =
      new Batch(
          new Signals(List.of()),
          new int[1],
          new float[0],
          new float[0],
          new double[0],
          new double[0],
          new double[0],
          new boolean[0],
          new boolean[0],
          new int[0]);

  /** Losses of two steps. */
  public record Losses(double loss, Inner inner) {}

  /** Losses of a part of one. */
  public record Inner(double norm) {}

  /** A value that was learned, and one of the optimiser's. */
  private static final class Counter implements Part {
    private double value;
    private double moment;

    @Override
    public void saveValues(State out) {
      out.put("value", value);
    }

    @Override
    public void start(State values) {
      value = values.scalarDouble("value");
      moment = 0;
    }

    @Override
    public void save(State out) {
      saveValues(out);
      out.put("moment", moment);
    }

    @Override
    public void restore(State in) {
      value = in.scalarDouble("value");
      moment = in.scalarDouble("moment");
    }
  }

  private static final class Counting implements Algorithm<Losses> {
    final Counter counter = new Counter();
    final List<Long> told = new ArrayList<>();
    double norm = 1;

    @Override
    public Losses update(Batch batch, Criterion criterion, long done) {
      told.add(done);
      counter.value += 10;
      counter.moment += 1;
      return new Losses(counter.value, new Inner(norm));
    }

    @Override
    public Parts parts() {
      return new Parts().part("counter", counter);
    }

    @Override
    public LivePolicy policy() {
      return new LivePolicy() {
        @Override
        public LivePolicy copy() {
          return this;
        }

        @Override
        public Actor actor(int n, Mode mode, Rng[] generators) {
          throw new UnsupportedOperationException("Nobody acts here.");
        }
      };
    }
  }

  @Test
  void countsUpdatesOverAResumeButNotOverAStart() {
    Counting algorithm = new Counting();
    GradientLearner<Losses> learner = new GradientLearner<>(ROLLOUT, algorithm);
    learner.update(BATCH, CRITERION);
    learner.update(BATCH, CRITERION);
    State state = new State();
    learner.save(state);

    Counting other = new Counting();
    GradientLearner<Losses> resumed = new GradientLearner<>(ROLLOUT, other);
    resumed.restore(state);
    assertThat(resumed.update(BATCH, CRITERION)).isEqualTo(new Losses(30, new Inner(1)));
    assertThat(other.counter.moment).isEqualTo(3);

    Snapshot snapshot = learner.snapshot();
    resumed.start(snapshot);
    assertThat(resumed.update(BATCH, CRITERION).loss()).isEqualTo(30);
    assertThat(other.counter.moment).isEqualTo(1);
    assertThat(algorithm.told).containsExactly(0L, 1L);
    assertThat(other.told).containsExactly(2L, 0L);
  }

  @Test
  void refusesLossesThatAreNotFinite() {
    Counting algorithm = new Counting();
    GradientLearner<Losses> learner = new GradientLearner<>(ROLLOUT, algorithm);
    learner.update(BATCH, CRITERION);
    algorithm.norm = Double.NaN;
    assertThatThrownBy(() -> learner.update(BATCH, CRITERION))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "Update 1: a loss or its gradient is not finite (Losses[loss=20.0, inner=Inner[norm=NaN]]). Maybe lower agent.learningRate or scale the rewards.");
  }
}
