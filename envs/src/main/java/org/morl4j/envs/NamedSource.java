package org.morl4j.envs;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.envs.wrap.TimeLimit;

/** A source of single environments in Java, each with a name: rows are stepped one by one. */
interface NamedSource extends EnvironmentSource {
  /** The names, as they stand after the prefix. */
  List<String> names();

  /** What may help where no name is like the one asked for; begins with a blank. */
  default String remedy() {
    return "";
  }

  /** A new environment of one of the {@link #names()}. */
  Environment create(String name);

  @Override
  default VectorEnv open(EnvironmentRequest request, int rows) {
    List<String> names = names();
    if (!names.contains(request.name())) {
      String allowed =
          names.isEmpty()
              ? "a name, of which there are none"
              : "one of " + String.join(", ", names);
      String maybe = Check.maybe(request.name(), names);
      throw new IllegalArgumentException(
          "environment.id is \"%s\", but must be %s: and %s.%s"
              .formatted(
                  request.id(), request.prefix(), allowed, maybe.isEmpty() ? remedy() : maybe));
    }
    int limit = request.timeLimit();
    return VectorEnv.of(
        () -> {
          Environment env = create(request.name());
          return limit == 0 ? env : TimeLimit.of(env, limit);
        },
        rows);
  }

  @Override
  default List<EnvSpec> known() {
    List<EnvSpec> specs = new ArrayList<>();
    for (String name : names()) {
      try (Environment env = create(name)) {
        specs.add(env.spec());
      }
    }
    return specs;
  }
}
