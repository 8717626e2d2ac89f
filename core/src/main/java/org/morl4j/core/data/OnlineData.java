package org.morl4j.core.data;

import java.util.List;

/** What becomes of recorded data once a learner acts. */
public enum OnlineData {
  /** What it lives through joins the data, as if both lay in one buffer (finetuning of IQL). */
  UNION {
    @Override
    public TransitionSource source(TransitionSource data, TransitionSource own) {
      return new UnionSource(List.of(data, own));
    }
  },
  /** Half of every batch is data, half its own (RLPD). */
  HALF_HALF {
    @Override
    public TransitionSource source(TransitionSource data, TransitionSource own) {
      return MixedSource.halfHalf(data, own);
    }
  },
  /** It learns from its own transitions alone (WSRL). */
  OWN {
    @Override
    public TransitionSource source(TransitionSource data, TransitionSource own) {
      return own;
    }
  };

  /** What it learns from while it acts. */
  public abstract TransitionSource source(TransitionSource data, TransitionSource own);
}
