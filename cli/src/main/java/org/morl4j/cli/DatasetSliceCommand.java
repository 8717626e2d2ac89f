package org.morl4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.offline.Recording;
import org.morl4j.offline.Slice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataset slice PATH OUT}: some of the episodes. */
@Command(
    name = "slice",
    description = "Writes some of the episodes, in their order: by number, by return, or the best.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DatasetSliceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument data;

  @Mixin private DatasetOutput output;

  @Option(
      names = "--episodes",
      paramLabel = "FROM-TO",
      description = "their numbers, from 0, both included; TO may be left out")
  private @Nullable String episodes;

  @Option(
      names = "--returns",
      paramLabel = "LOW,HIGH",
      converter = VecConverter.class,
      description = "bounds of their returns")
  private @Nullable Vec returns;

  @Option(
      names = "--top",
      paramLabel = "SHARE",
      description = "of those left the best, such as 0.1")
  private @Nullable Double top;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      description = "whose returns count (the sum of all)")
  private @Nullable String objective;

  @Override
  public Integer call() throws IOException {
    Recording recording = data.open();
    Recording part;
    try {
      part = slice().of(recording);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    spec.commandLine().getOut().println(output.write(part));
    return Main.DONE;
  }

  private Slice slice() {
    Slice slice = Slice.ALL;
    if (episodes != null) {
      slice = byNumber(slice, episodes);
    }
    if (returns != null) {
      if (returns.size() != 2) {
        throw new UsageException(
            "--returns has %d numbers, but takes two: the least and the greatest."
                .formatted(returns.size()));
      }
      slice = slice.withReturns(returns.get(0), returns.get(1));
    }
    if (top != null) {
      slice = slice.withTop(top);
    }
    return objective == null ? slice : slice.withObjective(objective);
  }

  private static Slice byNumber(Slice slice, String numbers) {
    if (!numbers.matches("[0-9]{1,9}-([0-9]{1,9})?")) {
      throw new UsageException(
          "--episodes is %s, but must be two numbers, such as 0-99."
              .formatted(Check.quoted(numbers, 100)));
    }
    int dash = numbers.indexOf('-');
    String last = numbers.substring(dash + 1);
    return slice.withEpisodes(
        Integer.parseInt(numbers.substring(0, dash)),
        last.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(last));
  }
}
