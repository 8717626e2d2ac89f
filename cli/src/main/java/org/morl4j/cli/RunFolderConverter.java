package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.morl4j.core.check.Check;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A run folder on the command line: must hold a {@code run.json}. */
final class RunFolderConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    Path folder = Path.of(text);
    if (!Files.isDirectory(folder)) {
      throw new TypeConversionException("there is no folder " + folder + "." + near(folder));
    }
    if (!Files.isRegularFile(folder.resolve("run.json"))) {
      throw new TypeConversionException(
          folder + " is not a run folder, since it has no run.json." + inside(folder));
    }
    return folder;
  }

  private static String near(Path folder) {
    Path parent = folder.toAbsolutePath().getParent();
    Path name = folder.getFileName();
    if (parent == null || name == null) {
      return "";
    }
    return Check.maybe(name.toString(), names(parent));
  }

  private static String inside(Path folder) {
    return names(folder).stream()
        .filter(name -> Files.isRegularFile(folder.resolve(name).resolve("run.json")))
        .findFirst()
        .map(name -> " Maybe you meant " + folder.resolve(name) + ".")
        .orElse("");
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.limit(1000).map(p -> String.valueOf(p.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
