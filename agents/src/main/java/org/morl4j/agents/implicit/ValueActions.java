package org.morl4j.agents.implicit;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;

/**
 * Of which actions V learns, and how often: extras of XQL's authors.
 *
 * @param randomActions uniform actions at every state beside the recorded one
 * @param actionNoise deviation of noise on the recorded actions, in half-ranges, where V sees them;
 *     clipped at 0.5, as the action is at its bounds
 * @param valueUpdates steps of V in an update, all on its batch
 */
public record ValueActions(
    @Allowed(min = 0, max = 100) int randomActions,
    @Allowed(min = 0, max = 1) double actionNoise,
    @Allowed(min = 1, max = 1000) int valueUpdates) {
  /** The recorded actions, once. */
  public static final ValueActions RECORDED = new ValueActions(0, 0, 1);

  public ValueActions {
    Check.allowed(ValueActions.class, "randomActions", randomActions);
    Check.allowed(ValueActions.class, "actionNoise", actionNoise);
    Check.allowed(ValueActions.class, "valueUpdates", valueUpdates);
  }

  /** The same with other {@code randomActions}. */
  public ValueActions withRandomActions(int value) {
    return new ValueActions(value, actionNoise, valueUpdates);
  }

  /** The same with another {@code actionNoise}. */
  public ValueActions withActionNoise(double value) {
    return new ValueActions(randomActions, value, valueUpdates);
  }

  /** The same with other {@code valueUpdates}. */
  public ValueActions withValueUpdates(int value) {
    return new ValueActions(randomActions, actionNoise, value);
  }

  /** Whether V sees the recorded actions and no others. */
  boolean recordedAlone() {
    return randomActions == 0 && actionNoise == 0;
  }

  /**
   * @throws IllegalArgumentException if it asks for other actions where there is no Box of them
   */
  void require(EnvSpec spec) {
    if (!recordedAlone() && !(spec.actionSpace() instanceof Box)) {
      throw new IllegalArgumentException(
          """
          agent.randomActions is %d and agent.actionNoise %s, but %s has the action space %s, and \
          other actions than the recorded ones can be drawn of a Box only. Maybe set both to 0.\
          """
              .formatted(randomActions, actionNoise, spec.id(), spec.actionSpace()));
    }
  }
}
