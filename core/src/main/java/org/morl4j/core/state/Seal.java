package org.morl4j.core.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 that a file carries of itself: of all its bytes, with zeros where the seal's own
 * digits stand. It tells a file that was damaged or cut from the one that was written; it is no
 * signature, anyone can write another.
 */
public final class Seal {
  /** What stands in the place of the digits while they are reckoned. */
  public static final String BLANK = "0".repeat(64);

  private static final int SHOWN = 12;

  private Seal() {}

  /**
   * The text with its seal in the place of {@link #BLANK}.
   *
   * @param text in which the last 64 zeros in a row are that place
   */
  public static String sealed(String text) {
    int at = text.lastIndexOf(BLANK);
    if (at < 0) {
      throw new IllegalArgumentException("The text has no place for a seal.");
    }
    return text.substring(0, at) + of(text) + text.substring(at + BLANK.length());
  }

  /**
   * Checks a text that {@link #sealed} gave.
   *
   * @param name of the file, for the message
   * @param seal what the text says of itself
   * @throws StateException if it is another text
   */
  public static void check(String name, String text, String seal) {
    requireDigits(name, seal);
    int at = text.lastIndexOf(seal);
    if (at < 0) {
      throw damaged(name, seal, of(text));
    }
    String found = of(text.substring(0, at) + BLANK + text.substring(at + BLANK.length()));
    if (!found.equals(seal)) {
      throw damaged(name, seal, found);
    }
  }

  /** The SHA-256 of a text in UTF-8, in hexadecimal digits. */
  public static String of(String text) {
    return digits(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The SHA-256 of a file's bytes, in hexadecimal digits. */
  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested = new DigestInputStream(in, sha256())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return digits(digested.getMessageDigest().digest());
    }
  }

  static String digits(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  static void requireDigits(String name, String seal) {
    if (!seal.matches("[0-9a-f]{64}")) {
      throw new StateException(
          "%s is damaged: its SHA-256 must have 64 digits from 0 to f. Maybe put back a copy of it."
              .formatted(name));
    }
  }

  static StateException damaged(String name, String seal, String found) {
    return new StateException(
        """
        %s is damaged: the SHA-256 of its bytes begins with %s, but it was written with %s. Maybe \
        put back a copy of it."""
            .formatted(name, found.substring(0, SHOWN), seal.substring(0, SHOWN)));
  }
}
