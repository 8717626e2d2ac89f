package org.morl4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.pareto.indicator.ExpectedUtility;
import org.morl4j.pareto.indicator.Indicators;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code indicators FRONT.csv}: quality indicators of a front as JSON. */
@Command(
    name = "indicators",
    description = {
      "Prints hypervolume, expected utility, sparsity and cardinality of a front as JSON, and with"
          + " --against also IGD, IGD+ and additive epsilon.",
      "Rows are points to be maximised, their values separated by commas or blanks; a header and a"
          + " column called policy are optional."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class IndicatorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FRONT.csv", description = "the front")
  private Path front;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "a,b,...",
      converter = VecConverter.class,
      description = "reference point of the hypervolume, one number an objective")
  private Vec reference;

  @Option(
      names = "--against",
      paramLabel = "OTHER.csv",
      description = "reference set of the distances, e.g. the known front")
  private @Nullable Path against;

  @Option(
      names = "--divisions",
      paramLabel = "N",
      description =
          "divisions of the weight grid of expected utility (default: 100 for two objectives, 10"
              + " for three, 4 beyond)")
  private @Nullable Integer divisions;

  @Option(
      names = "--objectives",
      split = ",",
      paramLabel = "NAME,NAME,...",
      description =
          "the columns that count (default: the objectives of the run.json beside the file, else"
              + " all columns but policy, within_limits and standard errors)")
  private List<String> objectiveNames = new ArrayList<>();

  @Option(
      names = "--header",
      negatable = true,
      description =
          "whether the files begin with a header; asked for only where a first line 0,1,... may be"
              + " a point or number the columns")
  private @Nullable Boolean header;

  @Option(names = "--json", description = "what is printed anyway; for scripts that say it always")
  private boolean json;

  @Override
  public Integer call() {
    FrontCsv csv = read(front);
    int objectives = csv.points()[0].length;
    if (reference.size() != objectives) {
      throw new UsageException(
          "--reference has "
              + reference.size()
              + " values, but "
              + front
              + " has "
              + objectives
              + " objectives.");
    }
    double[][] other = against == null ? null : other(csv, against, objectives);
    int grid = divisions == null ? ExpectedUtility.defaultDivisions(objectives) : divisions;
    Indicators indicators;
    try {
      indicators = Indicators.of(csv.points(), reference.toArray(), grid, other);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    spec.commandLine().getOut().println(json(indicators));
    return Main.DONE;
  }

  private FrontCsv read(Path file) {
    FrontCsv csv = FrontCsv.read(file, HeaderLine.of(header), objectiveNames);
    csv.remarks().forEach(spec.commandLine().getErr()::println);
    return csv;
  }

  private double[][] other(FrontCsv csv, Path file, int objectives) {
    FrontCsv other = read(file);
    if (other.points()[0].length != objectives) {
      throw new UsageException(
          file
              + " has "
              + other.points()[0].length
              + " objectives, but "
              + front
              + " has "
              + objectives
              + ".");
    }
    boolean sameNames = csv.objectives().containsAll(other.objectives());
    if (sameNames
        && !other.objectives().isEmpty()
        && !other.objectives().equals(csv.objectives())) {
      throw new UsageException(
          file
              + " has the columns "
              + other.objectives()
              + ", but "
              + front
              + " has them in the order "
              + csv.objectives()
              + ".");
    }
    return other.points();
  }

  private static String json(Indicators indicators) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.setPrettyPrinter(
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
      out.writeStartObject();
      out.writeNumberField("hypervolume", indicators.hypervolume());
      out.writeNumberField("expected_utility", indicators.expectedUtility());
      out.writeNumberField("sparsity", indicators.sparsity());
      out.writeNumberField("cardinality", indicators.cardinality());
      optional(out, "igd", indicators.igd());
      optional(out, "igd_plus", indicators.igdPlus());
      optional(out, "epsilon_additive", indicators.epsilonAdditive());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to a string can't fail.", e);
    }
    return text.toString();
  }

  private static void optional(JsonGenerator out, String name, @Nullable Double value)
      throws IOException {
    if (value != null) {
      out.writeNumberField(name, value);
    }
  }
}
