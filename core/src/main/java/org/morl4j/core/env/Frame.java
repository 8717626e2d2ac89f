package org.morl4j.core.env;

/**
 * A picture of an environment.
 *
 * @param width pixels, at least 1
 * @param height the same
 * @param rgb three bytes a pixel, rows from the top, [height, width, 3]; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
public record Frame(int width, int height, byte[] rgb) {
  public Frame {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "A frame of %d by %d pixels has %d bytes, but must have width * height * 3."
              .formatted(width, height, rgb.length));
    }
  }
}
