package org.morl4j.envs;

import java.util.List;
import org.morl4j.core.env.Environment;

/** {@code native:NAME}, the {@link NativeEnvs}. */
public final class NativeSource implements NamedSource {
  @Override
  public List<String> prefixes() {
    return List.of("native");
  }

  @Override
  public List<String> names() {
    return NativeEnvs.names();
  }

  @Override
  public Environment create(String name) {
    return NativeEnvs.create(name);
  }
}
