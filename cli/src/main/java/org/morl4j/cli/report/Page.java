package org.morl4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Puts sections, data, style and scripts into one document. The Content-Security-Policy allows the
 * inline style and scripts by their hashes and nothing else: no network, no other script, no style
 * attribute.
 */
final class Page {
  private static final String FOLDER = "/org/morl4j/cli/report/";

  private static final List<String> RUN_SCRIPTS =
      List.of(
          "look.js",
          "model.js",
          "export.js",
          "chart.js",
          "choice.js",
          "rank.js",
          "marks.js",
          "commands.js",
          "panel.js",
          "sliders.js",
          "pins.js",
          "front.js",
          "space.js",
          "parallel.js",
          "curves.js",
          "learning.js",
          "critics.js",
          "limits.js",
          "lineage.js",
          "table.js",
          "edges.js",
          "life.js",
          "main.js");

  private Page() {}

  /** The report of a run. */
  static String of(RunReport run) {
    return of(run.title(), Sections.of(run), ChartData.of(run), RUN_SCRIPTS);
  }

  /**
   * A document.
   *
   * @param body HTML, with every text escaped
   * @param data JSON that the scripts find in the element {@code data}
   * @param scripts resources of the folder page, in the order of their definitions; they share one
   *     function scope
   */
  static String of(String title, String body, String data, List<String> scripts) {
    String style = resource("page/report.css");
    // Registered before anything else runs, so that it sees every error.
    String watch = Escape.script(resource("page/watch.js"));
    String echarts = Escape.script(resource("echarts/echarts.min.js"));
    StringBuilder report = new StringBuilder("(function () {\n'use strict';\n");
    for (String name : scripts) {
      report.append(Escape.script(resource("page/" + name))).append('\n');
    }
    report.append("})();\n");
    List<String> inline = List.of(watch, echarts, report.toString());

    List<String> hashes = new ArrayList<>();
    inline.forEach(script -> hashes.add(hash(script)));
    String policy =
        "default-src 'none'; script-src "
            + String.join(" ", hashes)
            + "; style-src "
            + hash(style)
            + "; img-src data:; base-uri 'none'; form-action 'none'";

    StringBuilder page = new StringBuilder(2_000_000);
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append(policy)
        .append("\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.append("<title>").append(Escape.html(title)).append(" · MORL4J</title>\n");
    page.append("<style>").append(style).append("</style>\n");
    page.append("<script>").append(watch).append("</script>\n");
    page.append("</head>\n<body>\n");
    page.append(body).append(footer());
    page.append("<script type=\"application/json\" id=\"data\">")
        .append(Escape.json(data))
        .append("</script>\n");
    page.append("<script>").append(echarts).append("</script>\n");
    page.append("<script>").append(report).append("</script>\n");
    return page.append("</body>\n</html>\n").toString();
  }

  private static String footer() {
    StringBuilder out = new StringBuilder();
    out.append(
        "<noscript><p class=\"remark\">The charts need JavaScript; the tables hold the same"
            + " numbers.</p></noscript>\n<footer>\n<p>Written by MORL4J. Charts drawn with Apache"
            + " ECharts 6.1.0, which is part of this file.</p>\n");
    out.append("<details><summary>Notice and licences</summary>\n<pre>");
    for (String name : List.of("NOTICE", "LICENSE-zrender", "LICENSE-d3")) {
      out.append(Escape.html(resource("echarts/" + name).strip())).append("\n\n");
    }
    out.append(
        "Apache ECharts is licensed under the Apache License, Version 2.0:\n"
            + "https://www.apache.org/licenses/LICENSE-2.0</pre></details>\n</footer>\n");
    return out.toString();
  }

  /** A text of this package's resources, with the parser's line ends. */
  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The resource " + FOLDER + name + " is missing. Maybe the jar was repacked.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new ReportException("The resource " + FOLDER + name + " can't be read: " + e, e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256, but this one lacks it.", e);
    }
  }
}
