package org.morl4j.envs.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeLog;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.State;
import org.morl4j.envs.SignalNames;
import org.morl4j.envs.maze.MazeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * n Gymnasium environments in W Python processes, row by row the same as in Python: values are
 * float64 both ways, and every episode begins with {@code numpy.random.seed(s)}, {@code
 * random.seed(s)} and {@code env.reset(seed=s)}.
 *
 * <pre>
 * try (VectorEnv env = GymVectorEnv.open(GymOptions.of("gymnasium:CartPole-v1"), 8)) {
 *   VectorStep step = env.reset(new EpisodeSeeds(new SeedTree(7), 8));
 *   step = env.step(actions);
 * }
 * </pre>
 *
 * <p>A restored environment replays each row's episode from its seed and actions. After an {@link
 * EnvWorkerException} only {@code reset} (if every worker lives) and {@code close} are possible.
 */
public final class GymVectorEnv implements VectorEnv {
  private static final Logger LOG = LoggerFactory.getLogger(GymVectorEnv.class);

  private final WorkerPool pool;
  private final List<Worker> workers;
  private final EnvSpec spec;
  private final int n;
  private final int obsSize;
  private final int actSize;
  private final StepChecks checks;
  private final int[] workerOf;
  private final int[] minimised;
  private final EpisodeLog log;
  private final VectorStep out;
  private boolean exact = true;
  private @Nullable EnvException failure;

  private GymVectorEnv(WorkerPool pool, EnvSpec spec, int n, SignalNames names) {
    this.pool = pool;
    this.workers = pool.workers;
    this.spec = spec;
    this.n = n;
    obsSize = spec.observationSpace().size();
    actSize = spec.actionSpace().size();
    workerOf = new int[n];
    for (Worker worker : workers) {
      for (int i = 0; i < worker.rows; i++) {
        workerOf[worker.firstRow + i] = worker.id;
      }
    }
    checks = new StepChecks(spec, n, row -> workers.get(workerOf[row]));
    minimised = names.minimised(spec.objectives()).stream().mapToInt(j -> j).toArray();
    log = new EpisodeLog(n, actSize);
    out = VectorStep.allocate(spec, n);
  }

  /**
   * Starts the workers with the interpreter that {@link PythonEnvironment#resolve()} finds or sets
   * up, and builds {@code n} environments.
   *
   * @throws EnvException if Python or a package is missing, the id is unknown, or a space is of a
   *     kind that has no fixed size
   */
  public static GymVectorEnv open(GymOptions options, int n) {
    return open(options, n, PythonEnvironment.resolve());
  }

  /** As {@link #open(GymOptions, int)}, with that interpreter. */
  public static GymVectorEnv open(GymOptions options, int n, PythonEnvironment python) {
    if (n < 1) {
      throw new IllegalArgumentException("A VectorEnv of " + n + " rows must have at least 1.");
    }
    WorkerPool pool = WorkerPool.start(options, n, python.interpreter());
    return new GymVectorEnv(pool, pool.open(), n, options.signals());
  }

  /** Versions of Python and of the packages that computed these environments, by name. */
  @Override
  public Map<String, String> versions() {
    return Map.copyOf(pool.versions);
  }

  /** The walls, where the environment is a maze of gymnasium-robotics. */
  public Optional<MazeMap> maze() {
    return Optional.ofNullable(pool.maze());
  }

  /** Python processes. */
  public int workers() {
    return workers.size();
  }

  /** The process id of worker {@code i}, for diagnosis. */
  public long pid(int i) {
    return workers.get(i).pid();
  }

  /** Every port that the bridge listens on: ours and the workers'. */
  List<Integer> ports() {
    return pool.ports();
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public VectorStep reset(EpisodeSeeds seeds) {
    if (failure != null && !workers.stream().allMatch(Worker::isAlive)) {
      throw unusable(failure);
    }
    failure = null;
    log.use(seeds);
    out.clearOutcome();
    for (int i = 0; i < n; i++) {
      mask(i, true);
      seed(i, log.begin(i));
    }
    run(Worker.RESET);
    readObs(out.obs());
    try {
      checks.observations(out.obs());
    } catch (EnvWorkerException e) {
      failure = e;
      throw e;
    }
    announceSeeds();
    return out;
  }

  @Override
  public VectorStep step(double[] act) {
    if (failure != null) {
      throw unusable(failure);
    }
    checks.actions(act);
    for (int i = 0; i < n; i++) {
      log.recordFrom(i, act, i * actSize);
    }
    for (int w = 0; w < workers.size(); w++) {
      Worker worker = workers.get(w);
      worker.data().putActions(act, worker.firstRow);
    }
    run(Worker.STEP);
    for (int w = 0; w < workers.size(); w++) {
      Worker worker = workers.get(w);
      worker.data().getStep(out, worker.firstRow);
    }
    turnMinimised(out.reward());
    try {
      checks.step(out);
    } catch (EnvWorkerException e) {
      failure = e;
      throw e;
    }
    for (int i = 0; i < n; i++) {
      if (out.ended(i)) {
        log.begin(i);
        seed(i, log.peek(i));
      }
    }
    return out;
  }

  /** Larger is better in all that comes from here. */
  private void turnMinimised(double[] reward) {
    int m = spec.objectives().size();
    for (int j : minimised) {
      for (int i = j; i < reward.length; i += m) {
        reward[i] = 0 - reward[i]; // not -reward[i]: a reward of 0 stays one without a sign
      }
    }
  }

  /** All workers start before the first is waited for; each is waited for, even if one fails. */
  private void run(byte command) {
    for (int w = 0; w < workers.size(); w++) {
      workers.get(w).send(command);
    }
    EnvWorkerException first = null;
    for (int w = 0; w < workers.size(); w++) {
      try {
        workers.get(w).receive();
      } catch (EnvWorkerException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      failure = first;
      throw first;
    }
  }

  private static IllegalStateException unusable(EnvException failure) {
    return new IllegalStateException(
        "This environment failed before and can't go on: " + failure.getMessage(), failure);
  }

  private void seed(int row, long seed) {
    Worker worker = workers.get(workerOf[row]);
    worker.data().putSeed(row - worker.firstRow, seed);
  }

  private void mask(int row, boolean takesPart) {
    Worker worker = workers.get(workerOf[row]);
    worker.data().putMask(row - worker.firstRow, takesPart);
  }

  private void readObs(double[] to) {
    for (Worker worker : workers) {
      worker.data().getObs(to, worker.firstRow);
    }
  }

  /**
   * A row that ends begins its next episode in the same call, so its seed must lie there before.
   */
  private void announceSeeds() {
    for (int i = 0; i < n; i++) {
      seed(i, log.peek(i));
    }
  }

  @Override
  public boolean exact() {
    return exact;
  }

  @Override
  public void save(State to) {
    log.save(to);
    to.put("obs", out.obs());
  }

  @Override
  public void restore(State from) {
    log.restore(from);
    double[] saved = from.doubles("obs", out.obs().length);
    boolean[] same = replay();
    double[] reached = new double[saved.length];
    readObs(reached);
    boolean all = true;
    for (int i = 0; i < n; i++) {
      for (int j = i * obsSize; same[i] && j < (i + 1) * obsSize; j++) {
        same[i] = Double.compare(reached[j], saved[j]) == 0;
      }
      all &= same[i];
    }
    if (!all) {
      beginAnew(same);
    }
    readObs(out.obs());
    announceSeeds();
    out.clearOutcome();
    for (int i = 0; i < n; i++) {
      out.truncated()[i] = !same[i];
    }
    failure = null;
  }

  /**
   * Takes every row's episode from its seed through its actions. False where it ended on the way.
   */
  private boolean[] replay() {
    int longest = 0;
    for (int i = 0; i < n; i++) {
      seed(i, log.seed(i));
      mask(i, true);
      longest = Math.max(longest, log.steps(i));
    }
    run(Worker.RESET);
    boolean[] same = new boolean[n];
    Arrays.fill(same, true);
    double[] one = new double[actSize];
    double[] act = new double[n * actSize];
    for (int t = 0; t < longest; t++) {
      for (int i = 0; i < n; i++) {
        boolean takesPart = same[i] && t < log.steps(i);
        mask(i, takesPart);
        if (takesPart) {
          log.action(i, t, one);
          System.arraycopy(one, 0, act, i * actSize, actSize);
        }
      }
      for (Worker worker : workers) {
        worker.data().putActions(act, worker.firstRow);
      }
      run(Worker.REPLAY);
      for (Worker worker : workers) {
        for (int i = 0; i < worker.rows; i++) {
          int row = worker.firstRow + i;
          same[row] &= t >= log.steps(row) || !worker.data().ended(i);
        }
      }
    }
    return same;
  }

  private void beginAnew(boolean[] same) {
    exact = false;
    for (int i = 0; i < n; i++) {
      mask(i, !same[i]);
      if (!same[i]) {
        LOG.warn(
            "{} row {} did not reproduce its episode (seed {}, {} steps) and begins a new one; the"
                + " resumed run is not exact. Maybe it draws from a generator that reset(seed) does"
                + " not seed, or the versions of its packages changed.",
            spec.id(),
            i,
            log.seed(i),
            log.steps(i));
        seed(i, log.begin(i));
      }
    }
    run(Worker.RESET);
  }

  /**
   * A picture of one row; needs {@code "render_mode": "rgb_array"} in {@link GymOptions#kwargs}.
   *
   * @throws EnvException if the environment draws none
   */
  @Override
  public Frame render(int row) {
    Worker worker = workers.get(workerOf[row]);
    Path folder = WorkerPool.privateFolder();
    Path file = folder.resolve("frame");
    try {
      JsonNode shape =
          worker.callBetweenSteps(
              "rendering", control -> control.render(row - worker.firstRow, file.toString()));
      if (shape.size() != 3 || shape.get(2).asInt() != 3) {
        throw worker.failure("rendered a frame of shape " + shape + ", not RGB.", row, "");
      }
      return new Frame(shape.get(1).asInt(), shape.get(0).asInt(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new EnvException(spec.id() + ": the frame could not be read.", e);
    } finally {
      WorkerPool.delete(folder);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
