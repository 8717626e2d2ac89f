package org.morl4j.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StateTest {
  /** Two numbers; the smallest possible Savable. */
  private static final class Pair implements Savable {
    long a;
    double b;

    Pair(long a, double b) {
      this.a = a;
      this.b = b;
    }

    @Override
    public void save(State out) {
      out.put("a", a);
      out.put("b", b);
    }

    @Override
    public void restore(State in) {
      a = in.scalarLong("a");
      b = in.scalarDouble("b");
    }
  }

  @Test
  void everyTypeComesBack() {
    State state = new State();
    state.put("f", new float[] {1, -0.0f, Float.NaN});
    state.put("d", new double[] {Double.MIN_VALUE});
    state.put("l", new long[] {Long.MIN_VALUE});
    state.put("i", new int[] {});
    state.put("b", new byte[] {-1});
    state.put("text", "gamma = 0.99, \u03b3");
    state.put("flags", new boolean[] {true, false});
    state.put("one", 7L);
    state.put("half", 0.5);
    assertThat(state.floats("f", 3)).containsExactly(1, -0.0f, Float.NaN);
    assertThat(state.doubles("d")).containsExactly(Double.MIN_VALUE);
    assertThat(state.longs("l")).containsExactly(Long.MIN_VALUE);
    assertThat(state.ints("i", 0)).isEmpty();
    assertThat(state.bytes("b")).containsExactly(-1);
    assertThat(state.string("text")).isEqualTo("gamma = 0.99, \u03b3");
    assertThat(state.booleans("flags", 2)).containsExactly(true, false);
    assertThat(state.scalarLong("one")).isEqualTo(7);
    assertThat(state.scalarDouble("half")).isEqualTo(0.5);
    assertThat(state.has("one")).isTrue();
    assertThat(state.has("two")).isFalse();
  }

  @Test
  void arraysAreCopiedInAndOut() {
    State state = new State();
    double[] values = {1, 2};
    state.put("d", values);
    values[0] = 9;
    state.doubles("d")[1] = 9;
    assertThat(state.doubles("d")).containsExactly(1, 2);
  }

  @Test
  void partsLieUnderTheirNames() {
    State state = new State();
    state.put("x", new Pair(1, 2));
    state.put("pairs", new Savable[] {new Pair(3, 4), new Pair(5, 6)});
    assertThat(state.entries().keySet())
        .containsExactly("x.a", "x.b", "pairs.0.a", "pairs.0.b", "pairs.1.a", "pairs.1.b");
    Pair x = new Pair(0, 0);
    Pair y = new Pair(0, 0);
    state.restore("x", x);
    state.restore("pairs", new Savable[] {new Pair(0, 0), y});
    assertThat(x.a).isEqualTo(1);
    assertThat(y.b).isEqualTo(6);
    assertThat(state.child("pairs").child("1").scalarLong("a")).isEqualTo(5);
    assertThat(state.hasChild("pairs")).isTrue();
    assertThat(state.hasChild("pair")).as("not a whole name").isFalse();
    assertThat(state.child("pairs").hasChild("2")).isFalse();
  }

  @Test
  void subtreesMove() {
    State state = new State();
    state.put("x", new Pair(1, 2));
    State alone = state.detach("x");
    assertThat(alone.entries().keySet()).containsExactly("a", "b");
    alone.put("a", 9L);
    assertThat(state.scalarLong("x.a")).as("detached").isEqualTo(1);
    State target = new State();
    target.child("deep").putAll("y", state.child("x"));
    assertThat(target.scalarDouble("deep.y.b")).isEqualTo(2);
  }

  @Test
  void missingEntriesAreNamed() {
    State state = new State();
    assertThatThrownBy(() -> state.child("learner").longs("updates"))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved state has no entry learner.updates. Maybe ");
  }

  @Test
  void otherTypesAndLengthsAreNamed() {
    State state = new State();
    state.put("w", new float[3]);
    assertThatThrownBy(() -> state.doubles("w"))
        .isInstanceOf(StateException.class)
        .hasMessage("The saved entry w holds float[], expected double[].");
    assertThatThrownBy(() -> state.floats("w", 4))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved entry w has 3 values, expected 4. Maybe ");
    assertThatThrownBy(() -> state.booleans("w", 3)).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> state.floats("w", -1)).isInstanceOf(StateException.class);
  }

  /** Bytes in the heap are copied, those outside stay where they are; both read alike. */
  @Test
  void buffersComeBack() {
    State state = new State();
    ByteBuffer heap = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
    ByteBuffer outside = ByteBuffer.allocateDirect(4).put(1, (byte) 7).position(1).limit(3);
    state.put("heap", heap);
    state.put("outside", outside);
    heap.put(1, (byte) 9);
    assertThat(state.bytes("heap")).containsExactly(2, 3);
    assertThat(state.bytes("outside")).containsExactly(7, 0);
    assertThat(state.buffer("heap", 2).get(1)).isEqualTo((byte) 3);
    assertThat(state.buffer("outside", 2).get(0)).isEqualTo((byte) 7);
    assertThat(state.buffer("outside", 2).isReadOnly()).isTrue();
    assertThatThrownBy(() -> state.buffer("outside", 3))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved entry outside has 2 values, expected 3.");
    assertThatThrownBy(() -> state.buffer("none", 3)).isInstanceOf(StateException.class);
  }
}
