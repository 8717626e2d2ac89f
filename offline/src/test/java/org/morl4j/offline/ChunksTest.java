package org.morl4j.offline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.DatasetCreationOptions.Builder;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunksTest {
  private static final int ROWS = 11;
  private static final int COLUMNS = 3;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("chunks.hdf5");
  }

  private static Builder chunks(int... dimensions) {
    return DatasetCreationOptions.builder().chunkDimensions(dimensions);
  }

  private void written(Object data, Builder options) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("data", data, options.build());
    }
  }

  private void read(Consumer<Dataset> check) {
    try (HdfFile hdf = new HdfFile(file)) {
      check.accept(hdf.getDatasetByPath("data"));
    }
  }

  /** Row i, column j is 10 i + j + 1/4. */
  private static float[][] floats() {
    float[][] values = new float[ROWS][COLUMNS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        values[i][j] = 10 * i + j + 0.25f;
      }
    }
    return values;
  }

  private static double[] expected(int from, int n) {
    double[] values = new double[n * COLUMNS];
    Arrays.setAll(values, i -> 10 * (from + i / COLUMNS) + i % COLUMNS + 0.25);
    return values;
  }

  private void requireRows(Builder options) {
    written(floats(), options);
    read(
        data -> {
          Chunks chunks = Chunks.of(data).orElseThrow();
          for (int from = 0; from < ROWS; from++) {
            for (int n = 1; n <= ROWS - from; n++) {
              assertThat(chunks.rows(from, n)).containsExactly(expected(from, n));
            }
          }
        });
  }

  @Test
  void anyRowsOfChunksOfASingleColumn() {
    requireRows(chunks(4, 1).deflate());
  }

  @Test
  void anyRowsOfChunksThatOverlapTheEdge() {
    requireRows(chunks(4, 2).deflate());
  }

  @Test
  void anyRowsOfChunksThatAreNotDeflated() {
    requireRows(chunks(3, 3));
  }

  @Test
  void anyRowsOfChunksWithOtherFilters() {
    requireRows(chunks(5, 2).shuffle().deflate());
  }

  @Test
  void numbersOfOtherTypes() {
    written(new int[] {3, -2, 7}, chunks(2).deflate());
    read(data -> assertThat(Chunks.of(data).orElseThrow().rows(1, 2)).containsExactly(-2, 7));
    written(new long[] {3, -2, 1L << 40}, chunks(2).deflate());
    read(
        data ->
            assertThat(Chunks.of(data).orElseThrow().rows(0, 3))
                .containsExactly(3, -2, 1_099_511_627_776.0));
    written(new byte[] {1, 0, -1}, chunks(2).deflate());
    read(data -> assertThat(Chunks.of(data).orElseThrow().rows(0, 3)).containsExactly(1, 0, -1));
    written(new byte[] {1, 0, -1}, chunks(2).deflate().unsigned());
    read(data -> assertThat(Chunks.of(data).orElseThrow().rows(0, 3)).containsExactly(1, 0, 255));
    written(new double[] {0.1, -1e300}, chunks(2).deflate());
    read(data -> assertThat(Chunks.of(data).orElseThrow().rows(0, 2)).containsExactly(0.1, -1e300));
  }

  @Test
  void whatIsNotInChunksOfNumbersIsLeftToTheLibrary() {
    written(new String[] {"a", "b"}, DatasetCreationOptions.builder());
    read(data -> assertThat(Chunks.of(data)).isEmpty());
    written(new float[] {1, 2}, DatasetCreationOptions.builder());
    read(data -> assertThat(Chunks.of(data)).isEmpty());
  }

  /** The checksum of a stream stands at its end. */
  @Test
  void aDamagedChunkIsRefused() throws IOException {
    double[] values = new double[500];
    Arrays.setAll(values, i -> Math.sin(i));
    written(values, chunks(500).deflate());
    byte[] bytes = Files.readAllBytes(file);
    byte[] stream = new byte[6];
    read(
        data -> {
          ByteBuffer raw = ((ChunkedDataset) data).getRawChunkBuffer(new int[] {0});
          raw.position(raw.limit() - stream.length).get(stream);
        });
    int at = new String(bytes, ISO_8859_1).indexOf(new String(stream, ISO_8859_1));
    bytes[at + stream.length - 1] ^= 1;
    Files.write(file, bytes);
    read(
        data -> {
          Chunks chunks = Chunks.of(data).orElseThrow();
          assertThatThrownBy(() -> chunks.rows(0, 500)).hasMessageContaining("chunk");
        });
  }
}
