package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export RUN}: one policy of the front as a folder to take home. */
@Command(
    name = "export",
    description = {
      "Writes a policy of the front into a folder: policy.json and policy.safetensors as they were"
          + " saved, policy.onnx, and golden.json with observations and the actions they lead to.",
      "The ONNX graph takes raw observations and gives the greedy action within its bounds."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ExportCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  @Mixin private RunArgument run;

  @ArgGroup(multiplicity = "1")
  private PolicyChoice choice;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "the folder, which must not exist")
  private Path out;

  @Option(
      names = "--force",
      description = "write over the four files in a folder that exists; others are left alone")
  private boolean force;

  ExportCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    Runs.Exported exported =
        runs.export(
            run.folder, new Runs.ExportOptions(choice.policy, choice.preference, out, force));
    PrintWriter printed = spec.commandLine().getOut();
    List<List<String>> rows =
        exported.values().stream()
            .map(value -> List.of(value.name(), value.shape(), value.meaning()))
            .toList();
    printed.printf("policy %s, ONNX opset %d%n", exported.policy(), exported.opset());
    printed.print(new Table(List.of("value", "shape", "is"), rows).print());
    if (exported.wasSampled()) {
      spec.commandLine()
          .getErr()
          .printf(
              """
              %s was measured drawing its actions; policy.onnx acts greedily, which may return \
              something else. Maybe compare: morl4j play %s --policy %s --mode greedy%n""",
              exported.policy(), run.folder, exported.policy());
    }
    printed.println("export: " + out);
    return Main.DONE;
  }
}
