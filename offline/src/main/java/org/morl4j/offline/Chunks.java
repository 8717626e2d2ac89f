package org.morl4j.offline;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Rows of a chunked dataset of one or two axes, straight from its chunks, of which the last row of
 * chunks is kept: who reads on and on inflates each once, several of a row side by side. The
 * library's own way inflates four kilobytes a time and copies an element a time where a chunk holds
 * a single column, as h5py's chunks do. For one thread.
 */
final class Chunks {
  /** Deflate makes at most 1032 bytes of one. */
  private static final long RATIO = 1032;

  private static final int DEFLATE = 1;
  private static final int TOGETHER = 256; // rows, such that they stay in the first cache

  private final ChunkedDataset dataset;
  private final Widening widening;
  private final boolean flat; // one axis
  private final int width;
  private final int high; // rows of a chunk
  private final int across; // columns of a chunk
  private final int bytes; // of a chunk
  private final double[][] band; // a row of chunks
  private long top = -1; // its first row

  private Chunks(ChunkedDataset dataset, Widening widening) {
    this.dataset = dataset;
    this.widening = widening;
    int[] dimensions = dataset.getDimensions();
    int[] chunk = dataset.getChunkDimensions();
    flat = chunk.length == 1;
    width = flat ? 1 : dimensions[1];
    high = chunk[0];
    across = flat ? 1 : chunk[1];
    if (high < 1 || across < 1) {
      throw new HdfException("a chunk without rows or columns");
    }
    bytes = Math.multiplyExact(Math.multiplyExact(high, across), dataset.getDataType().getSize());
    band = new double[(width + across - 1) / across][];
  }

  /** Of a dataset, if it is such a one. */
  static Optional<Chunks> of(Dataset dataset) {
    int axes = dataset.getDimensions().length;
    return dataset instanceof ChunkedDataset chunked && (axes == 1 || axes == 2)
        ? Widening.of(dataset.getDataType()).map(widening -> new Chunks(chunked, widening))
        : Optional.empty();
  }

  /**
   * Rows, flat.
   *
   * @throws HdfException if a chunk is missing or not as long as it should be
   */
  double[] rows(long from, int n) {
    double[] values = new double[Math.multiplyExact(n, width)];
    for (long first = from / high * high; first < from + n; first += high) {
      load(first);
      int begin = (int) Math.max(0, from - first);
      int end = (int) Math.min(high, from + n - first);
      for (int row = begin; row < end; row += TOGETHER) {
        copy(row, Math.min(end, row + TOGETHER), values, (int) (first - from));
      }
    }
    return values;
  }

  /** Rows {@code begin} to {@code end} of the band, whose row 0 is {@code to} of the values. */
  private void copy(int begin, int end, double[] values, int to) {
    for (int left = 0; left < width; left++) {
      double[] chunk = band[left / across];
      int at = (to + begin) * width + left;
      for (int i = begin * across + left % across; i < end * across; i += across) {
        values[at] = chunk[i];
        at += width;
      }
    }
  }

  private void load(long first) {
    if (first == top) {
      return;
    }
    top = -1; // of nothing, should it fail
    List<PipelineFilterWithData> filters = dataset.getFilters();
    boolean deflated = filters.size() == 1 && filters.get(0).getId() == DEFLATE;
    int row = Math.toIntExact(first);
    IntStream.range(0, band.length).parallel().forEach(i -> load(row, i, deflated));
    top = first;
  }

  private void load(int row, int i, boolean deflated) {
    int[] at = flat ? new int[] {row} : new int[] {row, i * across};
    ByteBuffer chunk =
        deflated
            ? inflated(dataset.getRawChunkBuffer(at))
            : ByteBuffer.wrap(dataset.getDecompressedChunk(at));
    if (chunk.remaining() < bytes) {
      throw new HdfException("a chunk is too short");
    }
    if (band[i] == null) {
      band[i] = new double[high * across];
    }
    widening.widen(chunk, band[i]);
  }

  private ByteBuffer inflated(ByteBuffer raw) {
    if (bytes > RATIO * raw.remaining()) {
      throw new HdfException("a chunk is too short");
    }
    // One byte more, so that the end of the stream and its checksum are reached.
    byte[] chunk = new byte[bytes + 1];
    Inflater inflater = new Inflater();
    inflater.setInput(raw);
    int length = 0;
    try {
      while (!inflater.finished()) {
        int n = inflater.inflate(chunk, length, chunk.length - length);
        if (n == 0 && !inflater.finished()) {
          throw new HdfException("a chunk is of another length");
        }
        length += n;
      }
    } catch (DataFormatException e) {
      throw new HdfException("a chunk is damaged", e);
    } finally {
      inflater.end();
    }
    return ByteBuffer.wrap(chunk, 0, length);
  }
}
