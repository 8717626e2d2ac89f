package org.morl4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.core.state.State;
import org.morl4j.nn.TrainableSpec.Block;

/** A {@link Trainable} whose flat vector, gradients and moments are arrays of this process. */
final class HostTrainable implements Trainable {
  /** Makes the network of a block, with parameters drawn for it. */
  interface Maker {
    Network network(NetworkSpec spec);
  }

  private final TrainableSpec spec;
  private final int[] offsets;
  private final List<Store> stores = new ArrayList<>();
  private final float[] parameters;
  private final HostGradient[] gradients;
  private final Adam adam;

  HostTrainable(TrainableSpec spec, Maker maker) {
    this.spec = spec;
    parameters = new float[spec.parameterCount()];
    gradients = new HostGradient[spec.slots()];
    Arrays.setAll(gradients, i -> new HostGradient(new float[parameters.length]));
    adam = new Adam(parameters.length, spec.adam());
    offsets = new int[spec.blocks().size()];
    for (int b = 0; b < offsets.length; b++) {
      offsets[b] = spec.offset(b);
      Store store = store(spec.blocks().get(b), maker);
      store.get(parameters, offsets[b]);
      stores.add(store);
    }
  }

  private Store store(Block block, Maker maker) {
    if (block instanceof Block.Net net) {
      Network network = maker.network(net.spec());
      return new NetStore(network, spec.target() ? network.copy() : network);
    }
    return new FreeStore((Block.Free) block, spec.target());
  }

  /** Where a block's values are used. */
  private interface Store {
    /** Brings what lies beyond the block's bounds back to them. */
    default void project(float[] flat, int offset) {}

    void get(float[] out, int offset);

    void set(float[] in, int offset);

    void getTarget(float[] out, int offset);

    void setTarget(float[] in, int offset);

    void track(double polyak);

    Network network();

    Network target();

    float[] free();
  }

  private record NetStore(Network network, Network target) implements Store {
    @Override
    public void get(float[] out, int offset) {
      network.getParameters(out, offset);
    }

    @Override
    public void set(float[] in, int offset) {
      network.setParameters(in, offset);
    }

    @Override
    public void getTarget(float[] out, int offset) {
      target.getParameters(out, offset);
    }

    @Override
    public void setTarget(float[] in, int offset) {
      target.setParameters(in, offset);
    }

    @Override
    public void track(double polyak) {
      target.track(network, polyak);
    }

    @Override
    public float[] free() {
      throw new IllegalArgumentException("This block is a network and has no free parameters.");
    }
  }

  private static final class FreeStore implements Store {
    private final float[] values;
    private final float[] target;
    private final float min;
    private final float max;

    FreeStore(Block.Free block, boolean target) {
      values = block.values().clone();
      min = block.min();
      max = block.max();
      this.target = target ? values.clone() : values;
    }

    @Override
    public void project(float[] flat, int offset) {
      for (int i = offset; i < offset + values.length; i++) {
        flat[i] = Math.max(min, Math.min(max, flat[i]));
      }
    }

    @Override
    public void get(float[] out, int offset) {
      System.arraycopy(values, 0, out, offset, values.length);
    }

    @Override
    public void set(float[] in, int offset) {
      System.arraycopy(in, offset, values, 0, values.length);
    }

    @Override
    public void getTarget(float[] out, int offset) {
      System.arraycopy(target, 0, out, offset, target.length);
    }

    @Override
    public void setTarget(float[] in, int offset) {
      System.arraycopy(in, offset, target, 0, target.length);
    }

    @Override
    public void track(double polyak) {
      Polyak.move(target, values, (float) polyak);
    }

    @Override
    public Network network() {
      throw new IllegalArgumentException("This block holds free parameters and has no network.");
    }

    @Override
    public Network target() {
      return network();
    }

    @Override
    public float[] free() {
      return values;
    }
  }

  @Override
  public TrainableSpec spec() {
    return spec;
  }

  @Override
  public int parameterCount() {
    return parameters.length;
  }

  @Override
  public int offset(int block) {
    return offsets[block];
  }

  @Override
  public Network network(int block) {
    return stores.get(block).network();
  }

  @Override
  public Network pass(int block) {
    return network(block).share();
  }

  @Override
  public Network target(int block) {
    return stores.get(block).target();
  }

  @Override
  public float[] free(int block) {
    return stores.get(block).free();
  }

  @Override
  public Gradient gradient(int slot) {
    return gradients[slot];
  }

  @Override
  public void freeGradient(int slot, int block, float[] values) {
    System.arraycopy(values, 0, gradients[slot].values(), offsets[block], free(block).length);
  }

  @Override
  public double norm(int slot) {
    return Gradients.norm(gradients[slot].values());
  }

  @Override
  public double clip(int slot, double maxNorm) {
    return Gradients.clipByNorm(gradients[slot].values(), maxNorm);
  }

  @Override
  public void combine(Combination rule, int into, int other) {
    rule.apply(gradients[into].values(), gradients[other].values());
  }

  @Override
  public void reset() {
    adam.reset();
  }

  @Override
  public void step(int slot, double learningRate) {
    adam.step(parameters, gradients[slot].values(), learningRate);
    spread();
  }

  @Override
  public void track(double polyak) {
    if (spec.target()) {
      stores.forEach(store -> store.track(polyak));
    }
  }

  @Override
  public void read(float[] out) {
    System.arraycopy(parameters, 0, out, 0, parameters.length);
  }

  @Override
  public void write(float[] in) {
    System.arraycopy(in, 0, parameters, 0, parameters.length);
    spread();
  }

  private void spread() {
    for (int b = 0; b < offsets.length; b++) {
      stores.get(b).project(parameters, offsets[b]);
      stores.get(b).set(parameters, offsets[b]);
    }
  }

  @Override
  public void saveValues(State out) {
    out.put("parameters", parameters);
    if (spec.target()) {
      float[] target = new float[parameters.length];
      for (int b = 0; b < offsets.length; b++) {
        stores.get(b).getTarget(target, offsets[b]);
      }
      out.put("target", target);
    }
  }

  @Override
  public void start(State values) {
    restoreValues(values);
    reset();
  }

  private void restoreValues(State in) {
    write(in.floats("parameters", parameters.length));
    if (spec.target()) {
      float[] target = in.floats("target", parameters.length);
      for (int b = 0; b < offsets.length; b++) {
        stores.get(b).setTarget(target, offsets[b]);
      }
    }
  }

  @Override
  public void save(State out) {
    saveValues(out);
    out.put("adam", adam);
  }

  @Override
  public void restore(State in) {
    restoreValues(in);
    in.restore("adam", adam);
  }
}
