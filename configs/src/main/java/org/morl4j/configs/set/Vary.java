package org.morl4j.configs.set;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.rng.Rng;

/**
 * A setting that a sweep varies: {@code path=a,b,c}, or {@code path=log(low,high)}, {@code
 * uniform(low,high)}, {@code int(low,high)} or {@code choice(a,b,c)} to draw from.
 *
 * @param path of the setting
 * @param values what it takes
 */
public record Vary(String path, Values values) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z]+)\\((.*)\\)");
  private static final String FORMS =
      "a list such as 1,2,3, or log(low,high), uniform(low,high), int(low,high) or choice(a,b,c)";

  /** What a varied setting takes. */
  public sealed interface Values {
    /** One of them, as text of a config. */
    String draw(Rng rng);

    /** Values that are to be possible if all are: each of a list, both ends of a range. */
    List<String> bounds();
  }

  /** Given values, each as likely. */
  public record Listed(List<String> all) implements Values {
    public Listed {
      all = List.copyOf(all);
    }

    @Override
    public String draw(Rng rng) {
      return all.get(rng.nextInt(all.size()));
    }

    @Override
    public List<String> bounds() {
      return all;
    }
  }

  /** A number between two. */
  public record Range(Scale scale, double low, double high) implements Values {
    /** How numbers lie in a range. */
    public enum Scale {
      UNIFORM,
      /** Each order of magnitude as likely. */
      LOG,
      /** Whole numbers, both ends included. */
      INT
    }

    @Override
    public String draw(Rng rng) {
      double u = rng.nextDouble();
      return switch (scale) {
        case UNIFORM -> text(rounded(low + u * (high - low)));
        case LOG -> text(rounded(low * StrictMath.exp(u * StrictMath.log(high / low))));
        case INT -> text(low + Math.floor(u * (high - low + 1)));
      };
    }

    @Override
    public List<String> bounds() {
      return List.of(text(low), text(high));
    }

    /** Four significant digits: what is drawn can be read, and is what is trained. */
    private double rounded(double value) {
      double near = Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
      return Math.min(high, Math.max(low, near));
    }

    private String text(double value) {
      return scale == Scale.INT ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /**
   * @throws ConfigException if it has none of the forms
   */
  public static Vary parse(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 1 || argument.substring(equals + 1).isBlank()) {
      throw new ConfigException(
          "--vary %s: must have the form path=values, as in agent.learningRate=1e-4,1e-3."
              .formatted(argument));
    }
    String path = argument.substring(0, equals).strip();
    String text = argument.substring(equals + 1).strip();
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      List<String> all = split(text, argument);
      requireDistinct(all, argument);
      return new Vary(path, new Listed(all));
    }
    List<String> parts = split(form.group(2), argument);
    return switch (form.group(1)) {
      case "choice" -> new Vary(path, new Listed(parts));
      case "log" -> new Vary(path, range(Range.Scale.LOG, parts, argument));
      case "uniform" -> new Vary(path, range(Range.Scale.UNIFORM, parts, argument));
      case "int" -> new Vary(path, range(Range.Scale.INT, parts, argument));
      default ->
          throw new ConfigException(
              "--vary %s: %s is none of log, uniform, int and choice. Maybe write %s."
                  .formatted(argument, form.group(1), FORMS));
    };
  }

  private static void requireDistinct(List<String> all, String argument) {
    Set<String> seen = new HashSet<>();
    for (String value : all) {
      if (!seen.add(value)) {
        throw new ConfigException(
            "--vary %s gives %s twice. Maybe leave one out.".formatted(argument, value));
      }
    }
  }

  private static Range range(Range.Scale scale, List<String> parts, String argument) {
    double[] ends = new double[2];
    for (int i = 0; i < 2; i++) {
      try {
        ends[i] = parts.size() == 2 ? Double.parseDouble(parts.get(i)) : Double.NaN;
      } catch (NumberFormatException e) {
        ends[i] = Double.NaN;
      }
    }
    boolean whole = ends[0] == Math.rint(ends[0]) && ends[1] == Math.rint(ends[1]);
    boolean finite = Double.isFinite(ends[0]) && Double.isFinite(ends[1]);
    if (!finite || ends[0] >= ends[1] || scale == Range.Scale.INT && !whole) {
      throw new ConfigException(
          "--vary %s: %s takes two%s numbers, the lower one first."
              .formatted(
                  argument,
                  scale.name().toLowerCase(Locale.ROOT),
                  scale == Range.Scale.INT ? " whole" : ""));
    }
    if (scale == Range.Scale.LOG && ends[0] <= 0) {
      throw new ConfigException(
          "--vary %s: the lower end of log is %s, but must be positive. Maybe use uniform(%s,%s)."
              .formatted(argument, parts.get(0), parts.get(0), parts.get(1)));
    }
    return new Range(scale, ends[0], ends[1]);
  }

  /** At commas that stand in no list, object or string. */
  private static List<String> split(String text, String argument) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == '{')) {
        depth++;
      } else if (!quoted && (c == ']' || c == '}')) {
        depth--;
      } else if (!quoted && depth == 0 && c == ',') {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    if (parts.contains("")) {
      throw new ConfigException(
          "--vary %s: a value is empty. Maybe there is a comma too many.".formatted(argument));
    }
    return parts;
  }

  /** The setting with one of its values, as an override. */
  String with(String value) {
    return path + "=" + value;
  }

  /** Whether its values are drawn from a range, so that only a random search can take them. */
  boolean isRange() {
    return values instanceof Range;
  }

  /** As it was given, in one way of writing it. */
  String told() {
    if (values instanceof Listed listed) {
      return path + "=" + String.join(",", listed.all());
    }
    Range range = (Range) values;
    String scale = range.scale().name().toLowerCase(Locale.ROOT);
    return path + "=" + scale + "(" + String.join(",", range.bounds()) + ")";
  }
}
