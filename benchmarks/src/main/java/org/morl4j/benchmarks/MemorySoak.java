package org.morl4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Trainer;
import org.morl4j.envs.NativeEnvs;

/**
 * Trains SAC on native:Pendulum-v1, one update a step, and watches the memory: {@code MemorySoak
 * [UPDATES] [WARM-UP]}, 20,000 after a warm-up of 10,000 if not given. Prints the resident set
 * (/proc/self/statm) each 1,000 updates; then the growth in percent of the largest after the
 * warm-up over the one at its end, and that of the heap's live objects. Exit code 1 if either is
 * above 2.
 *
 * <p>The warm-up is that long because methods that run once an update are compiled by C2 after some
 * 5,000 calls, and the 20 MiB that the compiler takes meanwhile stay with the process. Wants a heap
 * that is resident from the start (-Xms as -Xmx, AlwaysPreTouch): else its first touch would count
 * as growth. The replay buffer is allocated before the first update.
 */
public final class MemorySoak {
  private static final int EVERY = 1000;
  private static final double ALLOWED_PERCENT = 2;
  private static final int PAGE = 4096;

  private MemorySoak() {}

  public static void main(String[] args) throws IOException {
    int updates = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 10_000; // a multiple of EVERY
    int last = warmUp + updates;
    AgentOptions options = BenchmarkAgents.of("sac", true);
    try (VectorEnv env = VectorEnv.of(() -> NativeEnvs.create("Pendulum-v1"), 1)) {
      Signals signals = options.signals(env.spec());
      SeedTree seeds = new SeedTree(1);
      Learner<?> learner = options.factory().create(new Setup(env.spec(), signals, last, seeds));
      Mixture criterion = new Mixture(Mixer.oneHot(0, signals.size()), List.of());
      Trainer trainer = new Trainer(env, learner, criterion, signals, 2L * last, seeds);
      while (trainer.advance() == null) {
        // Acts at random until the learner's own warm-up is over.
      }
      long first = 0;
      long largest = 0;
      long live = 0;
      for (int update = 2; update <= last; update++) {
        trainer.advance();
        if (update % EVERY == 0) {
          long resident = resident();
          System.out.printf("%d updates: %.1f MiB%n", update, resident / 1048576.0);
          if (update == warmUp) {
            live = live();
            first = resident();
          }
          largest = Math.max(update <= warmUp ? 0 : largest, resident);
        }
      }
      double growth = 100.0 * (largest - first) / first;
      double liveGrowth = 100.0 * (live() - live) / live;
      System.out.printf(
          "growth from %d to %d updates: resident set %.2f %%, live objects %.2f %% of %.1f MiB%n",
          warmUp, last, growth, liveGrowth, live / 1048576.0);
      System.exit(Math.max(growth, liveGrowth) > ALLOWED_PERCENT ? 1 : 0);
    }
  }

  @SuppressWarnings("SystemGc") // what is live is what a collection leaves
  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return Long.parseLong(pages) * PAGE;
  }
}
