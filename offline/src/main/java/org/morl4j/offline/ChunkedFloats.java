package org.morl4j.offline;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Rows of a chunked dataset of floats with one or two axes, straight from its chunks: the library's
 * own way copies an element a time where a chunk holds a single column, as h5py's chunks do.
 */
record ChunkedFloats(ChunkedDataset dataset, FloatingPoint type, int width) {
  /** Of a dataset, if it is such a one. */
  static Optional<ChunkedFloats> of(Dataset dataset) {
    int[] dimensions = dataset.getDimensions();
    boolean served = dimensions.length == 1 || dimensions.length == 2;
    if (served
        && dataset instanceof ChunkedDataset chunked
        && dataset.getDataType() instanceof FloatingPoint type
        && (type.getSize() == Float.BYTES || type.getSize() == Double.BYTES)) {
      int width = dimensions.length == 1 ? 1 : dimensions[1];
      return Optional.of(new ChunkedFloats(chunked, type, width));
    }
    return Optional.empty();
  }

  /**
   * Rows, flat.
   *
   * @throws HdfException if a chunk is missing or shorter than it should be
   */
  double[] rows(long from, int n) {
    int[] chunk = dataset.getChunkDimensions();
    boolean flat = chunk.length == 1;
    int across = flat ? 1 : chunk[1];
    double[] values = new double[Math.multiplyExact(n, width)];
    for (long top = from / chunk[0] * chunk[0]; top < from + n; top += chunk[0]) {
      for (int left = 0; left < width; left += across) {
        int row = Math.toIntExact(top);
        byte[] bytes = dataset.getDecompressedChunk(flat ? new int[] {row} : new int[] {row, left});
        if (bytes.length < (long) chunk[0] * across * type.getSize()) {
          throw new HdfException("a chunk is too short");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(type.getByteOrder());
        int begin = (int) Math.max(0, from - top);
        int end = (int) Math.min(chunk[0], from + n - top);
        int to = (int) (top - from);
        copy(buffer, begin, end, across, left, values, to);
      }
    }
    return values;
  }

  /** Rows {@code begin} to {@code end} of a chunk, whose row 0 is {@code to} of the values. */
  private void copy(
      ByteBuffer chunk, int begin, int end, int across, int left, double[] values, int to) {
    int columns = Math.min(across, width - left);
    boolean single = type.getSize() == Float.BYTES;
    for (int row = begin; row < end; row++) {
      int at = (to + row) * width + left;
      int from = row * across * type.getSize();
      for (int c = 0; c < columns; c++) {
        values[at + c] =
            single
                ? chunk.getFloat(from + c * Float.BYTES)
                : chunk.getDouble(from + c * Double.BYTES);
      }
    }
  }
}
