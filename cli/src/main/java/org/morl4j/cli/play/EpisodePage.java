package org.morl4j.cli.play;

import static org.morl4j.cli.report.Escape.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.cli.report.Numbers;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.train.Playback.Moment;

/** An episode to step through: the picture, sums of rewards and costs, and the steps as a table. */
public final class EpisodePage {
  private static final List<String> SCRIPTS =
      List.of("look.js", "export.js", "chart.js", "edges.js", "life.js", "play.js");

  /** Beyond, a table helps nobody; the CSV has them all. */
  private static final int MOST_ROWS = 500;

  private static final int MOST_NUMBERS = 8;

  private final EnvSpec spec;
  private final List<Moment> moments;
  private final Reel reel;
  private final StringBuilder out = new StringBuilder(1 << 16);

  private EpisodePage(EnvSpec spec, List<Moment> moments, Reel reel) {
    this.spec = spec;
    this.moments = moments;
    this.reel = reel;
  }

  /**
   * Writes the page.
   *
   * @param title what is played
   * @param moments all steps, in order
   * @param reel empty where the environment draws nothing
   */
  public static void write(
      Path file, String title, EnvSpec spec, List<Moment> moments, Reel reel, double rate)
      throws IOException {
    EpisodePage page = new EpisodePage(spec, moments, reel);
    HtmlReport.write(file, title, page.body(title), page.data(rate), SCRIPTS);
  }

  private String body(String title) {
    int episodes = moments.isEmpty() ? 0 : moments.get(moments.size() - 1).episode() + 1;
    out.append("<header class=\"top\">\n<p class=\"eyebrow\">MORL4J episode</p>\n<h1>");
    out.append(html(title)).append("</h1>\n<p class=\"lead\"><code>").append(html(spec.id()));
    out.append("</code>, ").append(Numbers.count(moments.size())).append(" steps");
    out.append(episodes > 1 ? " in " + episodes + " episodes" : "");
    out.append("</p>\n</header>\n<main>\n");
    if (reel.seen() > 0) {
      out.append("<section id=\"pictures\"><h2>Pictures</h2>\n<p><img id=\"picture\"");
      out.append(" alt=\"The environment at the step below\"></p>\n");
      out.append("<div class=\"controls\" id=\"player\"></div>\n</section>\n");
    }
    out.append("<section id=\"sums\"><h2>Rewards and costs</h2>\n");
    out.append("<p class=\"about\">Undiscounted sums since the start of the episode.</p>\n");
    out.append("<div id=\"sums-chart\" class=\"chart wide\" role=\"img\"");
    out.append(" aria-label=\"Sums of rewards and costs over steps\"></div>\n</section>\n");
    table();
    return out.append("</main>\n").toString();
  }

  private void table() {
    int shown = Math.min(moments.size(), MOST_ROWS);
    out.append("<section id=\"steps\"><h2>Steps</h2>\n");
    if (shown < moments.size()) {
      out.append("<p class=\"about\">The first ").append(shown);
      out.append(" steps; <code>--out episode.csv</code> has all.</p>\n");
    }
    out.append("<div class=\"scroll\"><table><thead><tr><th class=\"number\">Episode</th>");
    out.append("<th class=\"number\">Step</th><th>Observation</th><th>Action</th>");
    spec.objectives().forEach(this::head);
    spec.costs().forEach(this::head);
    out.append("<th>End</th></tr></thead><tbody>\n");
    for (Moment moment : moments.subList(0, shown)) {
      out.append("<tr><td class=\"number\">").append(moment.episode());
      out.append("</td><td class=\"number\">").append(moment.step()).append("</td><td>");
      out.append(list(moment.obs())).append("</td><td>").append(list(moment.act()));
      out.append("</td>");
      cells(moment.reward());
      cells(moment.cost());
      out.append("<td>").append(moment.terminated() ? "terminated " : "");
      out.append(moment.truncated() ? "truncated" : "").append("</td></tr>\n");
    }
    out.append("</tbody></table></div>\n</section>\n");
  }

  private void head(String name) {
    out.append("<th class=\"number\">").append(html(name)).append("</th>");
  }

  private void cells(double[] values) {
    for (double value : values) {
      out.append("<td class=\"number\">").append(Numbers.significant(value, 5)).append("</td>");
    }
  }

  private static String list(double[] values) {
    List<String> texts = new ArrayList<>();
    for (int j = 0; j < Math.min(values.length, MOST_NUMBERS); j++) {
      texts.add(Numbers.significant(values[j], 4));
    }
    int more = values.length - texts.size();
    return String.join(", ", texts) + (more > 0 ? " and " + more + " more" : "");
  }

  private String data(double rate) throws IOException {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    top.put("rate", rate);
    ArrayNode pictures = top.putArray("pictures");
    for (Reel.Shot shot : reel.shots()) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(shot.image(), "png", png);
      pictures
          .addObject()
          .put("step", shot.index())
          .put(
              "src",
              "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
    }
    List<String> names = new ArrayList<>(spec.objectives());
    names.addAll(spec.costs());
    int m = spec.objectives().size();
    ArrayNode signals = top.putArray("signals");
    for (int s = 0; s < names.size(); s++) {
      ObjectNode signal = signals.addObject().put("name", names.get(s));
      signal.put("kind", s < m ? "reward" : "cost");
      ArrayNode sums = signal.putArray("sums");
      double sum = 0;
      for (Moment moment : moments) {
        sum += s < m ? moment.reward()[s] : moment.cost()[s - m];
        sums.add(sum);
        sum = moment.ended() ? 0 : sum;
      }
    }
    return top.toString();
  }
}
