package org.morl4j.configs.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;

/**
 * A hash of everything that decides what a run computes: threads and checkpoints don't, nor where
 * the Python modules and plugins of its environment lie. Settings at their defaults are left out,
 * so that a run of an older build goes on where a config has got settings since.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** The hash of a config. */
  public static String of(RunConfig config) {
    RunConfig same = config.with(config.execution().standard()).withoutPlaces();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Catalogue.writeBriefly(same).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
