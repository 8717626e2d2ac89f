package org.morl4j.envs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.EnvironmentRequest;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.check.Finding.Outcome;

/** Each way to break the contract is found, and nothing else with it. */
class EnvironmentCheckTest {
  private static final Box FLOATS = Box.of(2, 0, 1, Dtype.FLOAT64);

  /** Ten steps of noise; subclasses break one thing each. */
  private static class Sound implements Environment {
    protected Rng rng = new Rng(0);
    protected int t;

    @Override
    public EnvSpec spec() {
      return spec(FLOATS, 10, List.of("gain", "ease"));
    }

    static EnvSpec spec(Space obs, int horizon, List<String> objectives) {
      return new EnvSpec(
          "java:bent",
          obs,
          new Discrete(3),
          objectives,
          List.of("harm"),
          horizon,
          Vec.of(0, 0),
          null,
          "bent 1");
    }

    @Override
    public double[] reset(long seed) {
      rng = new Rng(seed);
      t = 0;
      return obs();
    }

    @Override
    public Step step(double[] act) {
      t++;
      return new Step(obs(), reward(act), new double[] {rng.nextDouble()}, false, t == 10);
    }

    protected double[] obs() {
      return new double[] {rng.nextDouble(), t / 10.0};
    }

    protected double[] reward(double[] act) {
      return new double[] {act[0] + 1, rng.nextDouble()};
    }
  }

  private static List<Finding> check(Supplier<Environment> env) {
    return EnvironmentCheck.of(n -> VectorEnv.of(env, n));
  }

  /** The one finding that is not ok. */
  private static Finding only(Supplier<Environment> env) {
    List<Finding> bad = check(env).stream().filter(one -> one.outcome() != Outcome.OK).toList();
    assertThat(bad).hasSize(1);
    assertThat(bad.get(0).remedy()).startsWith("Maybe ");
    return bad.get(0);
  }

  private static void fails(Supplier<Environment> env, String check, String text) {
    Finding found = only(env);
    assertThat(found.check()).isEqualTo(check);
    assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(found.text()).contains(text);
  }

  private static void remarked(Supplier<Environment> env, String check, String text) {
    Finding found = only(env);
    assertThat(found.check()).isEqualTo(check);
    assertThat(found.outcome()).isEqualTo(Outcome.REMARK);
    assertThat(found.text()).contains(text);
  }

  @Test
  void aSoundOnePassesAllChecks() {
    List<Finding> findings = check(Sound::new);
    assertThat(findings).allMatch(one -> one.outcome() == Outcome.OK);
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "names", "spaces", "signals", "bounds", "dtype", "ends", "horizon", "repeat", "seeds",
            "rows", "save", "speed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep-sea-treasure-v0", "minecart-v0", "Pendulum-v1", "fruit-tree-v0"})
  void nativeOnesFailNone(String name) {
    EnvironmentRequest request = EnvironmentRequest.of("native:" + name);
    assertThat(EnvironmentCheck.of(n -> EnvironmentSources.open(request, n)))
        .hasSize(12)
        .noneMatch(one -> one.outcome() == Outcome.FAIL);
  }

  @Test
  void lengths() {
    fails(
        () ->
            new Sound() {
              @Override
              protected double[] reward(double[] act) {
                return new double[3];
              }
            },
        "steps",
        "step gave a reward of 3 values, but the spec has 2 objectives: gain, ease.");
  }

  @Test
  void namesThatClashAreToldByTheSpec() {
    Supplier<Environment> clashing =
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(FLOATS, 10, List.of("gain", "harm"));
              }
            };
    assertThatThrownBy(() -> check(clashing))
        .hasMessage(
            "java:bent: costs[0] is \"harm\", which names another signal already. Maybe number"
                + " them.");
  }

  @Test
  void bounds() {
    fails(
        () ->
            new Sound() {
              @Override
              protected double[] obs() {
                return new double[] {0.5, rng.nextDouble() + t / 10.0};
              }
            },
        "bounds",
        ", expected 0.0 to 1.0 (row ");
  }

  @Test
  void wholeNumbers() {
    fails(
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(Box.of(2, 0, 1, Dtype.INT32), 10, List.of("gain", "ease"));
              }
            },
        "bounds",
        "expected a whole number: its type is int32");
  }

  @Test
  void float32() {
    remarked(
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(Box.of(2, 0, 1, Dtype.FLOAT32), 10, List.of("gain", "ease"));
              }
            },
        "dtype",
        "which is no float32");
  }

  @Test
  void notFinite() {
    fails(
        () ->
            new Sound() {
              @Override
              protected double[] reward(double[] act) {
                return new double[] {1, t == 7 ? Double.NaN : 1};
              }
            },
        "steps",
        "gave reward[1] = NaN");
  }

  @Test
  void aSignalThatIsAlways0() {
    remarked(
        () ->
            new Sound() {
              @Override
              protected double[] reward(double[] act) {
                return new double[] {1, 0};
              }
            },
        "signals",
        "objective ease was 0 in all of");
  }

  @Test
  void exceptionsAreTold() {
    fails(
        () ->
            new Sound() {
              @Override
              protected double[] reward(double[] act) {
                throw new IllegalStateException("out of fuel. Maybe refuel.");
              }
            },
        "steps",
        "java:bent row 0: out of fuel.");
  }

  @Test
  void aHorizonThatIsPassed() {
    fails(
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(FLOATS, 5, List.of("gain", "ease"));
              }
            },
        "steps",
        "the episode goes on after 5 steps, but its spec has a horizon of 5.");
  }

  @Test
  void aHorizonThatIsNotNamed() {
    remarked(
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(FLOATS, 0, List.of("gain", "ease"));
              }
            },
        "horizon",
        "each after 10 steps, but the spec has no horizon");
  }

  @Test
  void aTimeLimitThatTerminates() {
    remarked(
        () ->
            new Sound() {
              @Override
              public Step step(double[] act) {
                Step step = super.step(act);
                return new Step(step.obs(), step.reward(), step.cost(), t == 10, false);
              }
            },
        "horizon",
        "ended at the horizon of 10 steps as terminated, none as truncated");
  }

  @Test
  void noEnd() {
    remarked(
        () ->
            new Sound() {
              @Override
              public EnvSpec spec() {
                return spec(FLOATS, 0, List.of("gain", "ease"));
              }

              @Override
              public Step step(double[] act) {
                Step step = super.step(act);
                t = 0;
                return new Step(step.obs(), step.reward(), step.cost(), false, false);
              }
            },
        "ends",
        "no episode ended in");
  }

  /** Without a seed nothing repeats: not again, not alone, not after a restore. */
  @Test
  void anUnseededGenerator() {
    AtomicLong entropy = new AtomicLong();
    List<Finding> failed =
        check(
                () ->
                    new Sound() {
                      @Override
                      public double[] reset(long seed) {
                        return super.reset(entropy.incrementAndGet());
                      }
                    })
            .stream()
            .filter(one -> one.outcome() == Outcome.FAIL)
            .toList();
    assertThat(failed).extracting(Finding::check).containsExactly("repeat", "rows", "save");
    assertThat(failed.get(0).text()).contains("obs[0] was ").contains("(row 0, reset)");
    assertThat(failed.get(0).remedy()).contains("a generator that reset(seed) does not seed");
  }

  @Test
  void aSeedThatIsIgnored() {
    remarked(
        () ->
            new Sound() {
              @Override
              public double[] reset(long seed) {
                return super.reset(4);
              }
            },
        "seeds",
        "other seeds give the same 300 steps");
  }

  private static final class Forgetful extends Sound implements Savable {
    @Override
    public void save(State out) {
      out.put("rng", rng);
    }

    @Override
    public void restore(State in) {
      in.restore("rng", rng);
    }
  }

  @Test
  void aSavedStateThatLacksAField() {
    fails(Forgetful::new, "save", "restored after 9 steps: ");
  }

  /** Rows that share a field disturb one another. */
  @Test
  void rowsThatShare() {
    AtomicLong shared = new AtomicLong();
    List<Finding> failed =
        check(
                () ->
                    new Sound() {
                      @Override
                      public double[] reset(long seed) {
                        shared.set(0);
                        return super.reset(seed);
                      }

                      @Override
                      protected double[] reward(double[] act) {
                        return new double[] {shared.incrementAndGet(), 1};
                      }
                    })
            .stream()
            .filter(one -> one.outcome() == Outcome.FAIL)
            .toList();
    assertThat(failed).extracting(Finding::check).contains("rows");
  }
}
