package org.morl4j.core.learn;

import java.util.List;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;

/** An algorithm's options, as a config names them: a record that knows what it configures. */
public interface AgentOptions {
  /** The signals it learns from in an environment, with its discounts. */
  Signals signals(EnvSpec spec);

  /**
   * What one of its learners takes of the heap beside a replay, estimated before there is any;
   * empty where nothing is known.
   *
   * @param environments stepped together
   */
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    return List.of();
  }

  /**
   * Settings that do nothing beside the others, a sentence each.
   *
   * @param environments stepped together
   */
  default List<String> idle(int environments) {
    return List.of();
  }

  /** What becomes of recorded data once it acts, where a run doesn't say. */
  default OnlineData onlineData() {
    return OnlineData.UNION;
  }

  /** Makes learners with these options. */
  LearnerFactory factory();
}
