package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import org.morl4j.cli.report.RunReport.Episode;

/** The episodes that were kept as animated pictures. */
final class EpisodeSection {
  private EpisodeSection() {}

  /** Empty where there are none. */
  static String of(RunReport run) {
    if (run.episodes().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append("<section id=\"episodes\" aria-labelledby=\"episodes-title\">\n");
    out.append("<h2 id=\"episodes-title\">Episodes</h2>\n<p class=\"about\">As kept by");
    out.append(
        " <code>morl4j play RUN --policy ID --report</code>.</p>\n<div class=\"episodes\">\n");
    for (Episode episode : run.episodes()) {
      String policy = html(episode.policy());
      out.append("<figure data-policy=\"").append(policy).append("\"><img alt=\"An episode of ");
      out.append(policy).append("\" src=\"data:image/gif;base64,").append(episode.gif());
      out.append("\"><figcaption><code>").append(policy).append("</code></figcaption></figure>\n");
    }
    return out.append("</div>\n</section>\n").toString();
  }
}
