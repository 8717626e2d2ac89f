package org.morl4j.core.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.env.EnvSpec;

/**
 * All S signals of a run: objectives first, then costs, then auxiliaries. Values of every signal
 * are kept side by side in arrays [.., S] in this order; code outside this class finds a component
 * by its signal's name, never by a literal position.
 *
 * @param all the signals in order
 */
public record Signals(List<Signal> all) {
  public Signals {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    int last = 0;
    for (Signal signal : all) {
      if (!names.add(signal.name())) {
        throw new IllegalArgumentException(
            "Two signals are named " + signal.name() + ", but names must be unique.");
      }
      if (signal.kind().ordinal() < last) {
        throw new IllegalArgumentException(
            "Signal " + signal.name() + " is out of order: objectives, costs, auxiliaries.");
      }
      last = signal.kind().ordinal();
    }
  }

  /** An environment's objectives and costs under one discount and lambda. */
  public static Signals of(EnvSpec spec, double gamma, double gaeLambda) {
    List<Signal> all = new ArrayList<>();
    spec.objectives().forEach(n -> all.add(new Signal(n, Kind.OBJECTIVE, gamma, gaeLambda)));
    spec.costs().forEach(n -> all.add(new Signal(n, Kind.COST, gamma, gaeLambda)));
    return new Signals(all);
  }

  /** S. */
  public int size() {
    return all.size();
  }

  public Signal get(int i) {
    return all.get(i);
  }

  /** How many there are of a kind: m, k, or the number of auxiliaries. */
  public int count(Kind kind) {
    return (int) all.stream().filter(s -> s.kind() == kind).count();
  }

  public List<String> names() {
    return all.stream().map(Signal::name).toList();
  }

  /**
   * The place of a signal in arrays [.., S].
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public int indexOf(String name) {
    int i = names().indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException(
          "There is no signal " + name + ". Allowed: " + String.join(", ", names()) + ".");
    }
    return i;
  }
}
