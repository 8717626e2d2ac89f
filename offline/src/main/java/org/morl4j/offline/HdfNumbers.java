package org.morl4j.offline;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.morl4j.core.check.Check;

/**
 * Numbers and flags of an HDF5 file, as primitive arrays. Nothing is read that the file can't hold:
 * a dataset that claims more bytes than deflate could make of the whole file is refused before room
 * is made for it. Whatever the library below says of a damaged file becomes a {@link
 * DatasetException}.
 */
final class HdfNumbers implements AutoCloseable {
  /** Deflate makes at most 1032 bytes of one. */
  private static final long RATIO = 1032;

  private static final int HEAD = 52;
  private static final int VERSION = 8;
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final int LONGEST = 300;

  private static final Map<Class<?>, Function<Object, double[]>> CONVERSIONS =
      Map.of(
          double[].class, data -> (double[]) data,
          float[].class, HdfNumbers::ofFloats,
          long[].class, data -> Arrays.stream((long[]) data).asDoubleStream().toArray(),
          int[].class, data -> Arrays.stream((int[]) data).asDoubleStream().toArray(),
          short[].class, HdfNumbers::ofShorts,
          byte[].class, HdfNumbers::ofBytes,
          boolean[].class, HdfNumbers::ofBooleans,
          String[].class, HdfNumbers::ofWords);

  private final Path file;
  private final long bytes;
  private final HdfFile hdf;

  private HdfNumbers(Path file, long bytes, HdfFile hdf) {
    this.file = file;
    this.bytes = bytes;
    this.hdf = hdf;
  }

  static HdfNumbers open(Path file) throws IOException {
    long bytes = Files.size(file);
    requireWhole(file, bytes);
    return guarded(file, () -> new HdfNumbers(file, bytes, new HdfFile(file)));
  }

  /** The superblock says where the file ends: at byte 40 in version 0, 44 in 1, then 28. */
  private static void requireWhole(Path file, long bytes) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        continue;
      }
    }
    if (head.position() < HEAD || head.getLong(0) != SIGNATURE) {
      return; // the library looks further, or refuses
    }
    int version = head.get(VERSION);
    long end = head.getLong(version == 0 ? 40 : version == 1 ? 44 : 28);
    if (end > bytes) {
      throw new DatasetException(
          "%s has %d bytes, but says that it has %d. Maybe it was cut short."
              .formatted(file, bytes, end));
    }
  }

  HdfFile root() {
    return hdf;
  }

  /**
   * Does something with the file.
   *
   * @throws DatasetException if the file doesn't hold what its structures say
   */
  static <T> T guarded(Path file, Supplier<T> action) {
    try {
      return action.get();
    } catch (DatasetException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new DatasetException(
          "%s needs more memory than there is. Maybe it is damaged, or raise -Xmx.".formatted(file),
          e);
    } catch (RuntimeException | StackOverflowError e) {
      // A foreign parser on damaged bytes fails in many ways; none of them is ours to tell apart.
      throw new DatasetException(
          "%s can't be read as HDF5: %s. Maybe it was cut short or damaged."
              .formatted(file, reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    String message = Check.plain(String.valueOf(failure.getMessage()));
    boolean words =
        failure instanceof HdfException
            && !message.contains("Exception")
            && !message.contains("null")
            && !message.contains("io.jhdf")
            && message.length() < LONGEST;
    return words ? message : "its structures contradict each other";
  }

  /** A group below another, if there is one; links are none. */
  Optional<Group> group(Group in, String name) {
    return child(in, name).filter(Group.class::isInstance).map(Group.class::cast);
  }

  /** A dataset in a group, if there is one. */
  Optional<Dataset> dataset(Group in, String name) {
    return child(in, name).filter(Dataset.class::isInstance).map(Dataset.class::cast);
  }

  /** Whatever has that name in a group. */
  Optional<Node> child(Group in, String name) {
    return guarded(file, () -> Optional.ofNullable(in.getChild(name)));
  }

  /** Rows of a dataset. */
  int length(Dataset dataset) {
    int[] dimensions = guarded(file, dataset::getDimensions);
    return dimensions.length == 0 ? 0 : dimensions[0];
  }

  /**
   * All values of a dataset, flat.
   *
   * @throws DatasetException if it holds no numbers, or claims more than the file can hold
   */
  double[] all(Dataset dataset) {
    return column(dataset).rows(0, length(dataset));
  }

  /** A dataset to be read from first to last in parts. */
  Column column(Dataset dataset) {
    requireHeld(dataset);
    return new Column(dataset, guarded(file, () -> Chunks.of(dataset)));
  }

  /** A dataset that is being read. */
  final class Column {
    private final Dataset dataset;
    private final Optional<Chunks> chunks;

    private Column(Dataset dataset, Optional<Chunks> chunks) {
      this.dataset = dataset;
      this.chunks = chunks;
    }

    /**
     * Rows of it, flat.
     *
     * @throws DatasetException if it holds no numbers
     */
    double[] rows(long from, int n) {
      return guarded(file, () -> fromChunks(from, n).orElseGet(() -> fromLibrary(from, n)));
    }

    /** None where the chunks are not all there. */
    private Optional<double[]> fromChunks(long from, int n) {
      try {
        return chunks.map(numbers -> numbers.rows(from, n));
      } catch (HdfException e) {
        return Optional.empty(); // the library knows what stands for a chunk that was never written
      }
    }

    private double[] fromLibrary(long from, int n) {
      if (from == 0 && n == length(dataset)) {
        return converted(dataset, dataset.getDataFlat());
      }
      int[] shape = dataset.getDimensions();
      shape[0] = n;
      long[] at = new long[shape.length];
      at[0] = from;
      Object nested = dataset.getData(at, shape);
      double[] values = new double[Math.toIntExact(dataset.getSize() / length(dataset)) * n];
      if (fill(dataset, nested, values, 0) != values.length) {
        throw new HdfException("rows of other lengths");
      }
      return values;
    }
  }

  /** Copies an array of arrays; returns where it ends. */
  private int fill(Dataset dataset, Object from, double[] to, int at) {
    if (from instanceof Object[] parts && !(from instanceof String[])) {
      int end = at;
      for (Object part : parts) {
        end = fill(dataset, part, to, end);
      }
      return end;
    }
    double[] values = converted(dataset, from);
    System.arraycopy(values, 0, to, at, values.length);
    return at + values.length;
  }

  private void requireHeld(Dataset dataset) {
    long claimed = guarded(file, dataset::getSizeInBytes);
    if (claimed < 0 || claimed / RATIO > bytes) {
      throw new DatasetException(
          "%s: %s claims %d bytes, which a file of %d bytes can't hold. Maybe it is damaged."
              .formatted(file, dataset.getPath(), claimed, bytes));
    }
  }

  private double[] converted(Dataset dataset, Object data) {
    Function<Object, double[]> conversion = CONVERSIONS.get(data.getClass());
    if (conversion == null) {
      if (dataset.getSize() == 0) {
        return new double[0];
      }
      throw new DatasetException(
          "%s: %s holds %s, but must hold numbers or flags."
              .formatted(file, dataset.getPath(), dataset.getJavaType().getSimpleName()));
    }
    return conversion.apply(data);
  }

  private static double[] ofFloats(Object data) {
    float[] from = (float[]) data;
    return doubles(from.length, i -> from[i]);
  }

  private static double[] ofShorts(Object data) {
    short[] from = (short[]) data;
    return doubles(from.length, i -> from[i]);
  }

  private static double[] ofBytes(Object data) {
    byte[] from = (byte[]) data;
    return doubles(from.length, i -> from[i]);
  }

  private static double[] ofBooleans(Object data) {
    boolean[] from = (boolean[]) data;
    return doubles(from.length, i -> from[i] ? 1 : 0);
  }

  /** The enumeration that h5py writes booleans as; other words are NaN, which nothing allows. */
  private static double[] ofWords(Object data) {
    String[] from = (String[]) data;
    return doubles(
        from.length, i -> "TRUE".equals(from[i]) ? 1 : "FALSE".equals(from[i]) ? 0 : Double.NaN);
  }

  private static double[] doubles(int n, IntToDoubleFunction value) {
    double[] values = new double[n];
    Arrays.setAll(values, value);
    return values;
  }

  @Override
  public void close() {
    hdf.close();
  }
}
