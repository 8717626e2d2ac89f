package org.morl4j.agents.part;

import java.util.random.RandomGenerator;
import org.morl4j.core.learn.Setup;
import org.morl4j.nn.Backend;
import org.morl4j.nn.Backends;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * Makes the networks of one agent, one after the other.
 *
 * @param backend what runs them
 * @param options their hidden layers
 * @param shape what they read
 * @param init draws their parameters, in the order they are made
 */
public record Mlps(Backend backend, MlpOptions options, RowShape shape, RandomGenerator init) {
  /** Those of a learner: on its backend, drawn from the seed {@code init} of its own. */
  public static Mlps of(Setup setup, MlpOptions options) {
    return of(setup, options, RowShape.of(setup, options.preference()));
  }

  /** The same, reading other rows than the learner's spaces and signals make. */
  static Mlps of(Setup setup, MlpOptions options, RowShape shape) {
    return new Mlps(
        Backends.named(setup.backend()), options, shape, setup.seeds().child("init").generator());
  }

  /** Those that are made next with other hidden layers. */
  public Mlps with(MlpOptions value) {
    return new Mlps(backend, value, shape, init);
  }

  /**
   * The shape of one.
   *
   * @param layerNorm whether hidden layers are normalised (LayerNorm before the activation)
   */
  public NetworkSpec spec(int inputs, boolean layerNorm, int outputs) {
    return NetworkSpec.mlp(
        inputs, options.hidden(), options.activation(), layerNorm, outputs, options.start().init());
  }

  /** Makes what trains networks of such shapes. */
  public Trainable trainable(TrainableSpec spec) {
    return backend.trainable(spec, init);
  }
}
