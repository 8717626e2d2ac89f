package org.morl4j.core.check;

/** The mark U+FEFF that some editors, mostly on Windows, put before a text's first character. */
public final class ByteOrderMark {
  private static final String MARK = "\uFEFF";

  private ByteOrderMark() {}

  /** The text without it. */
  public static String strip(String text) {
    return text.startsWith(MARK) ? text.substring(1) : text;
  }
}
