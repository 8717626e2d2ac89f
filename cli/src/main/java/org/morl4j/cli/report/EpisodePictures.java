package org.morl4j.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.Episode;

/** The animated pictures that {@code play --report} keeps in a run folder. */
final class EpisodePictures {
  /** The page holds them, so all together must not be too much for a browser. */
  private static final long MOST_BYTES = 32L << 20;

  private static final byte[] GIF = "GIF89a".getBytes(StandardCharsets.US_ASCII);

  private EpisodePictures() {}

  /**
   * Of the policies that have any, in order, as far as there is room.
   *
   * @param remarks told what is left out
   */
  static List<Episode> read(Path runFolder, List<String> policies, List<String> remarks) {
    Path folder = runFolder.resolve(HtmlReport.EPISODES);
    List<Episode> episodes = new ArrayList<>();
    long room = MOST_BYTES;
    int left = 0;
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return episodes;
    }
    for (String policy : policies) {
      byte[] gif = policy.matches("[A-Za-z0-9]+") ? gif(folder, policy, room) : null;
      if (gif != null) {
        room -= gif.length;
        episodes.add(new Episode(policy, Base64.getEncoder().encodeToString(gif)));
      } else if (Files.exists(folder.resolve(policy + ".gif"), LinkOption.NOFOLLOW_LINKS)) {
        left++;
      }
    }
    if (left > 0) {
      remarks.add(
          """
          %d animated %s in the folder %s left out: no GIF, or more than %d MiB together."""
              .formatted(
                  left,
                  left == 1 ? "picture is" : "pictures are",
                  HtmlReport.EPISODES,
                  MOST_BYTES >> 20));
    }
    return episodes;
  }

  private static byte @Nullable [] gif(Path folder, String policy, long room) {
    Path file = folder.resolve(policy + ".gif");
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > room) {
        return null;
      }
      byte[] bytes = Files.readAllBytes(file);
      boolean isGif =
          bytes.length > GIF.length && Arrays.equals(bytes, 0, GIF.length, GIF, 0, GIF.length);
      return isGif ? bytes : null;
    } catch (IOException e) {
      return null; // told as left out
    }
  }
}
