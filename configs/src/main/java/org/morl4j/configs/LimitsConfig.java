package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.HandlerOptions;
import org.morl4j.constraints.Lagrange;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.LimitKeeper;

/**
 * The limits of a run and what keeps them.
 *
 * @param constraints limits on signals
 * @param handlers what keeps them, each by its {@code type}; null for one Lagrange handler over all
 *     limits, or for none where the agent has no use for one; [] for none: limits are then measured
 *     only
 * @param limitCritic what says where limits stand while an agent learns from recorded data
 */
public record LimitsConfig(
    @Allowed(maxItems = 64) List<LimitConfig> constraints,
    @Allowed(maxItems = 64) @Nullable List<HandlerOptions> handlers,
    LimitCriticConfig limitCritic) {
  public static final LimitsConfig DEFAULT =
      new LimitsConfig(List.of(), null, LimitCriticConfig.DEFAULT);

  public LimitsConfig {
    Check.allowed(LimitsConfig.class, "constraints", constraints);
    Check.allowed(LimitsConfig.class, "handlers", handlers);
    constraints = List.copyOf(constraints);
    handlers = handlers == null ? null : List.copyOf(handlers);
  }

  /** The same with one limit more. */
  public LimitsConfig with(LimitConfig limit) {
    return new LimitsConfig(
        Stream.concat(constraints.stream(), Stream.of(limit)).toList(), handlers, limitCritic);
  }

  /** The same kept by other handlers; null for the default one. */
  public LimitsConfig withHandlers(@Nullable List<HandlerOptions> value) {
    return new LimitsConfig(constraints, value, limitCritic);
  }

  /** The same with another {@code limitCritic}. */
  public LimitsConfig withLimitCritic(LimitCriticConfig value) {
    return new LimitsConfig(constraints, handlers, value);
  }

  /**
   * The handlers named, or the one that stands where none are.
   *
   * @param keeper who keeps limits while the agent learns; none stands where handlers don't
   */
  public List<HandlerOptions> keepers(LimitKeeper keeper) {
    if (handlers != null) {
      return handlers;
    }
    return constraints.isEmpty() || keeper != LimitKeeper.HANDLERS
        ? List.of()
        : List.of(Lagrange.Options.DEFAULT);
  }

  /**
   * A limit on one signal; exactly one of atMost, atLeast and equals.
   *
   * @param signal name of an objective or a cost
   * @param settings the rest, with defaults
   */
  public record LimitConfig(
      @Allowed(maxLength = 100) String signal, @JsonUnwrapped Settings settings) {
    public LimitConfig {
      Check.allowed(LimitConfig.class, "signal", signal);
      long given =
          Stream.of(settings.atMost, settings.atLeast, settings.equals)
              .filter(value -> value != null)
              .count();
      if (given != 1) {
        throw new IllegalArgumentException(
            "signal %s has %d of atMost, atLeast and equals, but must have exactly one."
                .formatted(Check.quoted(signal, 100), given));
      }
    }

    /**
     * The limit among a run's signals.
     *
     * @throws IllegalArgumentException if there is no such signal
     */
    public Limit limit(Signals signals) {
      if (!signals.names().contains(signal)) {
        throw new IllegalArgumentException(
            "signal is %s, but must be one of %s.%s"
                .formatted(
                    Check.quoted(signal, 100),
                    String.join(", ", signals.names()),
                    Check.maybe(signal, signals.names())));
      }
      return new Limit(
          settings.name == null ? signal : settings.name,
          signals.indexOf(signal),
          settings.sense(),
          settings.value(),
          settings.per,
          settings.statistic);
    }

    /**
     * What a limit may say beside its signal.
     *
     * @param atMost the most it may be
     * @param atLeast the least it may be
     * @param equals what it is to be
     * @param per what counts of an episode: its sum, its sum under the agent's discount, or the
     *     mean of its steps
     * @param statistic what is bound of that over episodes
     * @param name of the limit; null for the signal's
     */
    public record Settings(
        @Allowed(min = -1e15, max = 1e15) @Nullable Double atMost,
        @Allowed(min = -1e15, max = 1e15) @Nullable Double atLeast,
        @Allowed(min = -1e15, max = 1e15) @Nullable Double equals,
        Per per,
        Statistic statistic,
        @Allowed(maxLength = 100) @Nullable String name) {
      public static final Settings DEFAULT =
          new Settings(null, null, null, Per.EPISODE_SUM, new Statistic.Mean(), null);

      public Settings {
        Check.allowed(Settings.class, "atMost", atMost);
        Check.allowed(Settings.class, "atLeast", atLeast);
        Check.allowed(Settings.class, "equals", equals);
        Check.allowed(Settings.class, "name", name);
        if (name != null && !name.matches("[A-Za-z0-9._ -]{1,100}")) {
          throw new IllegalArgumentException(
              """
              name is %s, but must be 1 to 100 letters, digits, dots, dashes, underscores or \
              spaces."""
                  .formatted(Check.quoted(name, 100)));
        }
      }

      /** At most that. */
      public static Settings atMost(double value) {
        return new Settings(value, null, null, DEFAULT.per, DEFAULT.statistic, null);
      }

      /** At least that. */
      public static Settings atLeast(double value) {
        return new Settings(null, value, null, DEFAULT.per, DEFAULT.statistic, null);
      }

      /** That very value. */
      public static Settings equalTo(double value) {
        return new Settings(null, null, value, DEFAULT.per, DEFAULT.statistic, null);
      }

      /** The same with another {@code per}. */
      public Settings withPer(Per value) {
        return new Settings(atMost, atLeast, equals, value, statistic, name);
      }

      /** The same with another {@code statistic}. */
      public Settings withStatistic(Statistic value) {
        return new Settings(atMost, atLeast, equals, per, value, name);
      }

      /** The same under another {@code name}. */
      public Settings withName(String value) {
        return new Settings(atMost, atLeast, equals, per, statistic, value);
      }

      private Sense sense() {
        if (atMost != null) {
          return Sense.AT_MOST;
        }
        return atLeast != null ? Sense.AT_LEAST : Sense.EQUALS;
      }

      private double value() {
        return Stream.of(atMost, atLeast, equals)
            .filter(value -> value != null)
            .findFirst()
            .orElseThrow();
      }
    }
  }
}
