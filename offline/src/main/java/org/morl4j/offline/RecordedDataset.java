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
import java.util.Optional;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;

/**
 * A recording that runs learn from.
 *
 * @param path that was named
 * @param recording its episodes
 */
record RecordedDataset(Path path, Recording recording) implements Dataset {
  @Override
  public String description() {
    return "the dataset in " + path;
  }

  @Override
  public String hash() {
    Path file = Recordings.rows(path);
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
    return recording.spec();
  }

  @Override
  public DataView view(Signals signals) {
    try {
      return Transitions.of(description(), recording, signals);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<ReferenceScores> references() {
    return recording.metadata().references();
  }
}
