package org.morl4j.envs.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.morl4j.core.env.Frame;

/**
 * A picture in an environment's own units, y upwards. It needs no display and no fonts.
 *
 * <pre>
 * Canvas canvas = new Canvas(100, -2.4, 2.4, -0.5, 1.5); // 480 by 200 pixels
 * canvas.line(Canvas.INK, 2, -2.4, 0, 2.4, 0);
 * return canvas.frame();
 * </pre>
 */
public final class Canvas {
  public static final Color PAPER = new Color(0xFF, 0xFF, 0xFF);
  public static final Color INK = new Color(0x2B, 0x2F, 0x36);
  public static final Color FAINT = new Color(0xC9, 0xCE, 0xD6);
  public static final Color WATER = new Color(0xD8, 0xE9, 0xF7);
  public static final Color BLUE = new Color(0x2F, 0x6F, 0xB5);
  public static final Color GOLD = new Color(0xE3, 0xA0, 0x08);
  public static final Color RED = new Color(0xC2, 0x3B, 0x3B);

  private final double scale;
  private final double left;
  private final double top;
  private final BufferedImage image;
  private final Graphics2D graphics;

  /**
   * @param scale pixels a unit
   * @param left what the picture shows, in units
   */
  public Canvas(double scale, double left, double right, double bottom, double top) {
    this.scale = scale;
    this.left = left;
    this.top = top;
    image =
        new BufferedImage(
            (int) Math.ceil((right - left) * scale),
            (int) Math.ceil((top - bottom) * scale),
            BufferedImage.TYPE_3BYTE_BGR);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
  }

  private double px(double x) {
    return (x - left) * scale;
  }

  private double py(double y) {
    return (top - y) * scale;
  }

  /**
   * A straight line.
   *
   * @param pixels its width
   */
  public void line(Color color, double pixels, double x1, double y1, double x2, double y2) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke((float) pixels, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(px(x1), py(y1), px(x2), py(y2)));
  }

  /** A filled disc. */
  public void disc(Color color, double x, double y, double radius) {
    graphics.setColor(color);
    double r = radius * scale;
    graphics.fill(new Ellipse2D.Double(px(x) - r, py(y) - r, 2 * r, 2 * r));
  }

  /** A filled rectangle by its lower left corner. */
  public void box(Color color, double x, double y, double width, double height) {
    graphics.setColor(color);
    graphics.fill(new Rectangle2D.Double(px(x), py(y + height), width * scale, height * scale));
  }

  /**
   * Straight lines from point to point.
   *
   * @param pixels their width
   * @param points x and y of each in turn
   */
  public void path(Color color, double pixels, double... points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.length; i += 2) {
      if (i == 0) {
        path.moveTo(px(points[0]), py(points[1]));
      } else {
        path.lineTo(px(points[i]), py(points[i + 1]));
      }
    }
    graphics.setColor(color);
    graphics.setStroke(new BasicStroke((float) pixels));
    graphics.draw(path);
  }

  /** What was drawn. */
  public Frame frame() {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      rgb[3 * i] = (byte) (argb[i] >> 16);
      rgb[3 * i + 1] = (byte) (argb[i] >> 8);
      rgb[3 * i + 2] = (byte) argb[i];
    }
    return new Frame(width, height, rgb);
  }
}
