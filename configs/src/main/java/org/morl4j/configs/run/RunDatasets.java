package org.morl4j.configs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.DatasetOpener;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.state.Seal;
import org.morl4j.core.state.WholeFiles;
import org.morl4j.pareto.search.JobStates;

/**
 * Opens the replays that finished runs kept: by the run's folder where it kept one, else by the
 * file in its folder {@code states}.
 */
public final class RunDatasets implements DatasetOpener {
  @Override
  public boolean opens(DatasetName name) {
    return name.kind() == DatasetName.Kind.PATH && Files.exists(config(Path.of(name.name())));
  }

  /** The config of the run that a folder or a file of states belongs to. */
  private static Path config(Path path) {
    Path run = path.toAbsolutePath();
    if (Files.isRegularFile(run) && run.getParent() != null) {
      run = run.getParent().resolve("..");
    }
    return run.resolve("config.json").normalize();
  }

  @Override
  public Replay open(DatasetName name) throws IOException {
    Path path = Path.of(name.name());
    RunConfig config = Catalogue.reader().read(config(path), List.of());
    return new Replay(Files.isDirectory(path) ? only(path) : path, config, EnvironmentOpener.BY_ID);
  }

  private static Path only(Path run) throws IOException {
    List<Path> files = JobStates.files(run);
    if (files.size() == 1) {
      return files.get(0);
    }
    throw new IllegalArgumentException(
        files.isEmpty()
            ? "data.path is \"%s\", a run that kept no replay. Maybe train it with execution.keepState set to replay."
                .formatted(run)
            : "data.path is \"%s\", a run that kept the states of %d jobs. Maybe name one of them, such as %s."
                .formatted(run, files.size(), files.get(0)));
  }

  /** The replay of one job. */
  record Replay(Path file, RunConfig config, EnvironmentOpener opener) implements Dataset {
    /** The same of a run whose environment a program handed in, if it has that id. */
    Replay in(EnvironmentOpener other, String id) {
      return id.equals(config.environment().id()) ? new Replay(file, config, other) : this;
    }

    @Override
    public String description() {
      return "the replay in " + file;
    }

    @Override
    public String hash() {
      try {
        WholeFiles.requireRegular(file);
        return Seal.of(file);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
      }
    }

    @Override
    public EnvSpec spec() {
      try (VectorEnv env = opener.open(config.environment(), 1)) {
        return env.spec();
      }
    }

    @Override
    public DataView view(Signals signals) {
      try {
        return JobStates.replay(file, spec(), signals);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
      }
    }
  }
}
