package org.morl4j.cli.play;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.env.Frame;

/**
 * The pictures of an episode, evenly spaced and bounded in number and size: when there are too
 * many, every other one goes and from then on only every other one is kept.
 */
public final class Reel {
  static final int MOST = 300;
  static final int WIDEST = 320;

  /**
   * A picture.
   *
   * @param index of all pictures there were, from 0
   */
  record Shot(int index, BufferedImage image) {}

  private List<Shot> shots = new ArrayList<>();
  private int seen;
  private int stride = 1;

  /** Takes the next picture. */
  public void add(Frame frame) {
    if (seen % stride == 0) {
      if (shots.size() == MOST) {
        stride *= 2;
        shots = new ArrayList<>(shots.stream().filter(s -> s.index() % stride == 0).toList());
      }
      if (seen % stride == 0) {
        shots.add(new Shot(seen, image(frame)));
      }
    }
    seen++;
  }

  /** How many pictures there were. */
  public int seen() {
    return seen;
  }

  /** One of how many is kept. */
  int stride() {
    return stride;
  }

  List<Shot> shots() {
    return List.copyOf(shots);
  }

  private static BufferedImage image(Frame frame) {
    int[] argb = new int[frame.width() * frame.height()];
    byte[] rgb = frame.rgb();
    for (int i = 0; i < argb.length; i++) {
      argb[i] = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
    }
    BufferedImage image =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, frame.width(), frame.height(), argb, 0, frame.width());
    return frame.width() <= WIDEST ? image : narrowed(image);
  }

  private static BufferedImage narrowed(BufferedImage image) {
    int height = Math.max(1, image.getHeight() * WIDEST / image.getWidth());
    BufferedImage small = new BufferedImage(WIDEST, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, WIDEST, height, null);
    graphics.dispose();
    return small;
  }
}
