package org.morl4j.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The argument RUN of commands about one run. */
@SuppressWarnings("NullAway.Init") // picocli sets the field.
final class RunArgument {
  @Parameters(
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "the run folder")
  Path folder;
}
