package org.morl4j.pareto.search;

import java.util.Map;
import java.util.function.BiFunction;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/** Tasks from saved state, by their kinds. */
final class TaskState {
  private static final Map<String, BiFunction<State, SearchContext, Task>> KINDS =
      Map.of(
          Task.Preference.KIND, Task.Preference::restore,
          Task.Fixed.KIND, Task.Fixed::restore,
          Task.Extension.KIND, Task.Extension::restore,
          Task.EveryPreference.KIND, Task.EveryPreference::restore,
          Task.Extraction.KIND, Task.Extraction::restore);

  private TaskState() {}

  static void save(State out, Task task) {
    out.put("kind", task.kind());
    task.save(out);
  }

  static Task restore(State in, SearchContext context) {
    String kind = in.string("kind");
    BiFunction<State, SearchContext, Task> restore = KINDS.get(kind);
    if (restore == null) {
      throw new StateException(
          "The saved job has a task of the kind %s, which this version doesn't know. Maybe it was written by another release."
              .formatted(kind));
    }
    return restore.apply(in, context);
  }
}
