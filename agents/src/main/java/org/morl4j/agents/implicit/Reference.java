package org.morl4j.agents.implicit;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/** What the reference policy mu of {@link UniRl} is while it acts. */
public interface Reference {
  /** Whether mu is whoever took the recorded actions, rather than a copy of the policy. */
  default boolean recorded() {
    return false;
  }

  /**
   * How far mu moves towards the policy after an update, 1 for a copy.
   *
   * @param done updates so far, this one included
   */
  double step(long done);

  /**
   * A moving average of the policy.
   *
   * @param share how far it moves at each update
   */
  record Moving(@Allowed(above = 0, max = 1) double share) implements Reference {
    public static final Moving DEFAULT = new Moving(0.02);

    public Moving {
      Check.allowed(Moving.class, "share", share);
    }

    @Override
    public double step(long done) {
      return share;
    }
  }

  /**
   * Copies of the policy.
   *
   * @param every updates from one to the next
   */
  record Copies(@Allowed(min = 1, max = 1_000_000_000) int every) implements Reference {
    public static final Copies DEFAULT = new Copies(1000);

    public Copies {
      Check.allowed(Copies.class, "every", every);
    }

    @Override
    public double step(long done) {
      return done % every == 0 ? 1 : 0;
    }
  }

  /** The policy as it began to act: implicit regularisation towards a policy that stays. */
  record Fixed() implements Reference {
    public static final Fixed DEFAULT = new Fixed();

    @Override
    public double step(long done) {
      return 0;
    }
  }

  /** The mixture of policies that filled the replay, as SQL and EQL would have it online. */
  record Recorded() implements Reference {
    public static final Recorded DEFAULT = new Recorded();

    @Override
    public boolean recorded() {
      return true;
    }

    @Override
    public double step(long done) {
      return 0;
    }
  }
}
