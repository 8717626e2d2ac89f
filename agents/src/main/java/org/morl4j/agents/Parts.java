package org.morl4j.agents;

import java.util.LinkedHashMap;
import java.util.Map;
import org.morl4j.core.learn.Part;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The named parts of an algorithm, in the order they are saved.
 *
 * <pre>
 *   new Parts().part("actor", actor).part("critics", critics).progress("noise", rng)
 * </pre>
 */
public final class Parts implements Part {
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, Savable> progress = new LinkedHashMap<>();

  /** Adds what a snapshot holds. */
  public Parts part(String name, Part part) {
    parts.put(name, part);
    return this;
  }

  /** Adds what has no moments of its own and a snapshot holds, such as a normaliser. */
  public Parts values(String name, Savable savable) {
    return part(name, Part.of(savable));
  }

  /** Adds what only a resume needs, such as a generator: it goes on over a start. */
  public Parts progress(String name, Savable savable) {
    progress.put(name, savable);
    return this;
  }

  @Override
  public void saveValues(State out) {
    parts.forEach((name, part) -> part.saveValues(out.child(name)));
  }

  @Override
  public void start(State values) {
    parts.forEach((name, part) -> part.start(values.child(name)));
  }

  @Override
  public void save(State out) {
    parts.forEach(out::put);
    progress.forEach(out::put);
  }

  @Override
  public void restore(State in) {
    parts.forEach(in::restore);
    progress.forEach(in::restore);
  }
}
