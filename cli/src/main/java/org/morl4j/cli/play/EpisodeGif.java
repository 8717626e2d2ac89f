package org.morl4j.cli.play;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.morl4j.cli.play.Reel.Shot;

/** A reel as an animated GIF that plays for ever, its last picture standing for a second. */
public final class EpisodeGif {
  private static final int LAST = 100; // hundredths of a second
  private static final int FASTEST = 2; // browsers slow down what is faster

  private EpisodeGif() {}

  /**
   * The file.
   *
   * @param rate pictures of the episode a second
   */
  public static byte[] of(Reel reel, double rate) throws IOException {
    int delay = (int) Math.max(FASTEST, Math.round(100 * reel.stride() / rate));
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      List<Shot> shots = reel.shots();
      for (int i = 0; i < shots.size(); i++) {
        BufferedImage image = shots.get(i).image();
        int time = i == shots.size() - 1 ? Math.max(LAST, delay) : delay;
        writer.writeToSequence(new IIOImage(image, null, metadata(writer, image, time)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, int delay)
      throws IIOInvalidTreeException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = new IIOMetadataNode(format);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delay));
    root.appendChild(control);
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0}); // 0 times: for ever
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(loop);
    root.appendChild(extensions);
    metadata.mergeTree(format, root);
    return metadata;
  }
}
