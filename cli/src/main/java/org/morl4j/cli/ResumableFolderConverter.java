package org.morl4j.cli;

import java.nio.file.Path;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.set.RunSet;
import picocli.CommandLine.ITypeConverter;

/** A run folder on the command line, or a folder of several runs that were begun together. */
final class ResumableFolderConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    Path folder = Path.of(text);
    return RunSet.isSet(folder) || Bench.isBench(folder)
        ? folder
        : new RunFolderConverter().convert(text);
  }
}
