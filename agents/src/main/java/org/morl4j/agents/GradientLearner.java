package org.morl4j.agents;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.metrics.NumberRecord;
import org.morl4j.core.state.State;

/**
 * A learner around an {@link Algorithm}: counts its updates, refuses losses that are not finite,
 * and takes its parts through snapshots, starts and checkpoints.
 *
 * @param <L> the algorithm's losses
 */
public final class GradientLearner<L extends Record> implements Learner<L> {
  private final Requirements requirements;
  private final Algorithm<L> algorithm;
  private final Parts parts;
  private final long before; // updates that count as done when it starts
  private @Nullable NumberRecord numbers; // of the losses' type, once there are any
  private long done;

  public GradientLearner(Requirements requirements, Algorithm<L> algorithm) {
    this(requirements, algorithm, 0);
  }

  private GradientLearner(Requirements requirements, Algorithm<L> algorithm, long before) {
    this.requirements = requirements;
    this.algorithm = algorithm;
    this.before = before;
    done = before;
    parts = algorithm.parts();
  }

  /** Makes learners of the algorithms that {@code algorithm} makes. */
  public static LearnerFactory factory(
      Requirements requirements, Function<Setup, ? extends Algorithm<?>> algorithm) {
    return factory(requirements, algorithm, null);
  }

  /**
   * The same with learners that clone such policies.
   *
   * @param cloning makes them; null for none
   */
  public static LearnerFactory factory(
      Requirements requirements,
      Function<Setup, ? extends Algorithm<?>> algorithm,
      @Nullable LearnerFactory cloning) {
    return new LearnerFactory() {
      @Override
      public Optional<LearnerFactory> cloning() {
        return Optional.ofNullable(cloning);
      }

      @Override
      public Requirements requirements() {
        return requirements;
      }

      @Override
      public Learner<?> create(Setup setup) {
        return new GradientLearner<>(requirements, algorithm.apply(setup), setup.clock().before());
      }
    };
  }

  @Override
  public String name() {
    return algorithm.getClass().getSimpleName();
  }

  @Override
  public Requirements requirements() {
    return requirements;
  }

  @Override
  public void enter(Phase phase) {
    algorithm.enter(phase);
  }

  @Override
  public void prepare(DataView data) {
    algorithm.prepare(data);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ArithmeticException naming the loss that is not finite
   */
  @Override
  public L update(Batch batch, Criterion criterion) {
    L losses = algorithm.update(batch, criterion, done);
    requireFinite(losses);
    done++;
    return losses;
  }

  private void requireFinite(L losses) {
    if (numbers == null) {
      numbers = NumberRecord.of(losses);
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (!Double.isFinite(numbers.value(i, losses))) {
        throw new ArithmeticException(
            "Update %d: a loss or its gradient is not finite (%s). Maybe lower agent.learningRate or scale the rewards."
                .formatted(done, losses));
      }
    }
  }

  @Override
  public Policy policy() {
    return algorithm.policy();
  }

  @Override
  public @Nullable ValueFunction values() {
    return algorithm.values();
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    parts.saveValues(state);
    return new Snapshot(algorithm.policy().copy(), state);
  }

  @Override
  public void start(Snapshot snapshot) {
    parts.start(snapshot.state());
    done = before;
  }

  @Override
  public void save(State out) {
    parts.save(out);
    out.put("updates", done);
  }

  @Override
  public void restore(State in) {
    parts.restore(in);
    done = in.scalarLong("updates");
  }
}
