package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.morl4j.offline.CsvWriter;
import org.morl4j.offline.MinariWriter;
import org.morl4j.offline.Recording;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The argument OUT of commands that write recorded data. */
@SuppressWarnings("NullAway.Init") // picocli sets the field.
final class DatasetOutput {
  @Parameters(
      paramLabel = "OUT",
      description = "file .csv, or folder of a new Minari dataset; must not exist")
  private Path out;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "id of a Minari dataset (the last two parts of OUT)")
  private @Nullable String id;

  /** Writes it and says what was written. */
  String write(Recording recording) throws IOException {
    try {
      if (out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
        CsvWriter.write(recording, out);
      } else {
        MinariWriter.write(recording, out, id == null ? id() : id);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return "%s: %d steps".formatted(out, recording.steps());
  }

  private String id() {
    Path absolute = out.toAbsolutePath().normalize();
    int n = absolute.getNameCount();
    return absolute.subpath(Math.max(0, n - 2), n).toString().replace('\\', '/');
  }
}
