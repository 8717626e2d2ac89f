package org.morl4j.envs;

import java.util.List;
import org.morl4j.core.env.Environment;

/** {@code java:NAME}, the {@link ProvidedEnvs}. */
public final class ProvidedSource implements NamedSource {
  @Override
  public List<String> prefixes() {
    return List.of("java");
  }

  @Override
  public List<String> names() {
    return ProvidedEnvs.names();
  }

  @Override
  public String remedy() {
    return ProvidedEnvs.REMEDY;
  }

  @Override
  public Environment create(String name) {
    return ProvidedEnvs.create(name);
  }
}
