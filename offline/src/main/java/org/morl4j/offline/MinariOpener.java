package org.morl4j.offline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.DatasetOpener;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;

/**
 * Opens {@link Minari} datasets: by their folder, or by their name below the folder that the
 * environment variable MINARI_DATASETS_PATH names, else below {@code .minari/datasets} in the
 * user's home.
 */
public final class MinariOpener implements DatasetOpener {
  private static final String ROOT = "MINARI_DATASETS_PATH";

  private final Path root;

  public MinariOpener() {
    this(System.getenv());
  }

  MinariOpener(Map<String, String> environment) {
    String named = environment.get(ROOT);
    root =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".minari", "datasets")
            : Path.of(named);
  }

  @Override
  public boolean opens(DatasetName name) {
    return name.kind() == DatasetName.Kind.MINARI || holds(Path.of(name.name()));
  }

  private static boolean holds(Path folder) {
    return Files.exists(data(folder).resolve("main_data.hdf5"));
  }

  private static Path data(Path folder) {
    return Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
  }

  @Override
  public Dataset open(DatasetName name) throws IOException {
    Path folder =
        name.kind() == DatasetName.Kind.MINARI ? below(name.name()) : Path.of(name.name());
    return new Recorded(folder, Minari.read(folder));
  }

  /** A name may have parts, but never leads out of the root. */
  private Path below(String name) {
    Path folder = root.resolve(name).normalize();
    if (!folder.startsWith(root.normalize()) || !holds(folder)) {
      throw new IllegalArgumentException(
          "data.minari is \"%s\", but %s holds no such dataset. Maybe download it with Minari, or set %s to the folder that holds it."
              .formatted(name, root, ROOT));
    }
    return folder;
  }

  private record Recorded(Path folder, Episodes episodes) implements Dataset {
    @Override
    public String description() {
      return "the dataset in " + folder;
    }

    @Override
    public String hash() {
      Path file = data(folder).resolve("main_data.hdf5");
      try (InputStream in = Files.newInputStream(file);
          DigestInputStream digested =
              new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
        digested.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digested.getMessageDigest().digest());
      } catch (IOException e) {
        throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has SHA-256.", e);
      }
    }

    @Override
    public EnvSpec spec() {
      return episodes.spec();
    }

    @Override
    public DataView view(Signals signals) {
      return TransitionTable.of(description(), List.of(Transitions.of(episodes, signals)));
    }
  }
}
