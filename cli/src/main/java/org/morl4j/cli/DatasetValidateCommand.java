package org.morl4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.morl4j.offline.Recording;
import org.morl4j.offline.RecordingSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataset validate PATH}: reads all of it. */
@Command(
    name = "validate",
    description = {
      "Reads every episode: shapes, finite numbers, members of spaces, ends of episodes.",
      "Exit code 0 if all is as it must be, else 2 with the file, episode, row and key."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DatasetValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument data;

  @Option(names = "--json", description = "print JSON instead of a line")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Recording recording = data.open();
    RecordingSummary summary = RecordingSummary.of(recording);
    recording.metadata().references();
    String text =
        "%s is valid: %d episodes, %d steps"
            .formatted(data.path, summary.episodes(), summary.steps());
    if (json) {
      text =
          JsonNodeFactory.instance
              .objectNode()
              .put("path", data.path.toString())
              .put("valid", true)
              .put("episodes", summary.episodes())
              .put("steps", summary.steps())
              .toPrettyString();
    }
    spec.commandLine().getOut().println(text);
    return Main.DONE;
  }
}
