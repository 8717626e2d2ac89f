package org.morl4j.cli.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.ReportException;
import org.morl4j.cli.report.RunText;

/** JSON files of run folders. */
final class JsonFile {
  private JsonFile() {}

  static JsonValue read(Path file) {
    return JsonValue.parse(text(file), file.toString(), 1);
  }

  /** A value a line. */
  static List<JsonValue> lines(Path file) {
    List<JsonValue> lines = new ArrayList<>();
    String[] text = text(file).split("\n");
    for (int i = 0; i < text.length; i++) {
      if (!text[i].isBlank()) {
        lines.add(JsonValue.parse(text[i], file.toString(), i + 1));
      }
    }
    return lines;
  }

  private static String text(Path file) {
    try {
      return RunText.of(file);
    } catch (ReportException e) {
      throw new CompareException(String.valueOf(e.getMessage()));
    }
  }
}
