package org.morl4j.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Trainable} is made of.
 *
 * @param blocks in the order of the flat vector
 * @param adam the optimiser's constants
 * @param target whether a slowly moving copy of all parameters is kept
 * @param slots how many gradients it holds side by side
 */
public record TrainableSpec(List<Block> blocks, Adam.Options adam, boolean target, int slots) {
  public TrainableSpec {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || slots < 1) {
      throw new IllegalArgumentException(
          "A Trainable has %d blocks and %d slots, but needs one of each at least."
              .formatted(blocks.size(), slots));
    }
  }

  /** A stretch of the flat vector. */
  public sealed interface Block {
    /** How many parameters. */
    int size();

    /**
     * A network's parameters.
     *
     * @param spec its shape
     */
    record Net(NetworkSpec spec) implements Block {
      @Override
      public int size() {
        return spec.parameterCount();
      }
    }

    /**
     * Parameters without a network, such as log standard deviations. A step that would take one
     * beyond its bounds ends at them.
     *
     * @param values what they begin with
     * @param min least value
     * @param max largest value
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on use; equality is never asked for
    record Free(float[] values, float min, float max) implements Block {
      @Override
      public int size() {
        return values.length;
      }
    }
  }

  /** Networks alone, Adam's usual constants, no target, one gradient. */
  public static TrainableSpec of(List<NetworkSpec> networks) {
    return new TrainableSpec(
        networks.stream().<Block>map(Block.Net::new).toList(), Adam.Options.DEFAULT, false, 1);
  }

  /** One network, likewise. */
  public static TrainableSpec of(NetworkSpec network) {
    return of(List.of(network));
  }

  /** The same with a network behind all blocks. */
  public TrainableSpec with(NetworkSpec network) {
    return with(new Block.Net(network));
  }

  /** The same with free parameters behind all blocks. */
  public TrainableSpec withFree(float[] values) {
    return withFree(values, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  /** The same with free parameters of at least {@code min} and at most {@code max}. */
  public TrainableSpec withFree(float[] values, float min, float max) {
    return with(new Block.Free(values.clone(), min, max));
  }

  private TrainableSpec with(Block block) {
    List<Block> more = new ArrayList<>(blocks);
    more.add(block);
    return new TrainableSpec(more, adam, target, slots);
  }

  /** The same with other constants of Adam. */
  public TrainableSpec withAdam(Adam.Options options) {
    return new TrainableSpec(blocks, options, target, slots);
  }

  /** The same with or without a target. */
  public TrainableSpec withTarget(boolean kept) {
    return new TrainableSpec(blocks, adam, kept, slots);
  }

  /** The same with so many gradients. */
  public TrainableSpec withSlots(int count) {
    return new TrainableSpec(blocks, adam, target, count);
  }

  /** P, the length of the flat vector. */
  public int parameterCount() {
    int sum = 0;
    for (Block block : blocks) {
      sum = Math.addExact(sum, block.size());
    }
    return sum;
  }

  /** Where a block begins in the flat vector. */
  public int offset(int block) {
    int at = 0;
    for (int i = 0; i < block; i++) {
      at += blocks.get(i).size();
    }
    return at;
  }
}
