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

  /** In the order of their definitions; they share one function scope. */
  private static final List<String> SCRIPTS =
      List.of(
          "model.js",
          "chart.js",
          "front.js",
          "space.js",
          "parallel.js",
          "curves.js",
          "lineage.js",
          "table.js",
          "main.js");

  private Page() {}

  static String of(Run run) {
    String style = resource("page/report.css");
    // Registered before anything else runs, so that it sees every error.
    String watch = Escape.script(resource("page/watch.js"));
    String echarts = Escape.script(resource("echarts/echarts.min.js"));
    StringBuilder report = new StringBuilder("(function () {\n'use strict';\n");
    for (String name : SCRIPTS) {
      report.append(Escape.script(resource("page/" + name))).append('\n');
    }
    report.append("})();\n");
    List<String> scripts = List.of(watch, echarts, report.toString());

    List<String> hashes = new ArrayList<>();
    scripts.forEach(script -> hashes.add(hash(script)));
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
    page.append("<title>").append(Escape.html(run.title())).append(" · MORL4J</title>\n");
    page.append("<style>").append(style).append("</style>\n");
    page.append("<script>").append(watch).append("</script>\n");
    page.append("</head>\n<body>\n");
    page.append(Sections.of(run));
    page.append("<script type=\"application/json\" id=\"data\">")
        .append(Escape.json(ChartData.of(run)))
        .append("</script>\n");
    page.append("<script>").append(echarts).append("</script>\n");
    page.append("<script>").append(report).append("</script>\n");
    return page.append("</body>\n</html>\n").toString();
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
