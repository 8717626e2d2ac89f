package org.morl4j.offline;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/** Small files that tests read. */
final class Written {
  private Written() {}

  /** A flat HDF5 file of these datasets. */
  static Path hdf5(Path file, Map<String, Object> datasets) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      datasets.forEach(hdf::putDataset);
    }
    return file;
  }

  /** An array as NumPy writes it. */
  static byte[] npy(String descr, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, shape);
    int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    byte[] text =
        (header + " ".repeat(length - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(10 + length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
    bytes.put("NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0);
    bytes.putShort((short) length).put(text).put(data);
    return bytes.array();
  }

  static byte[] floats(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    return bytes.array();
  }

  /** A zip of .npy files. */
  static Path npz(Path file, Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      bytes.writeTo(out);
    }
    return file;
  }

  /**
   * Two episodes of two objectives and two costs, with observations of many parts: a matrix, a
   * choice, a tuple.
   */
  static Episodes rich() {
    Space matrix =
        new Box(
            Vec.of(-1, -1, Double.NEGATIVE_INFINITY, -1),
            Vec.of(1, 1, 2, Double.POSITIVE_INFINITY),
            List.of(2, 2),
            Dtype.FLOAT64);
    Space obs =
        new DictSpace(
            List.of(
                new DictSpace.Entry("choice", new Discrete(3, 1)),
                new DictSpace.Entry("matrix", matrix),
                new DictSpace.Entry(
                    "pair",
                    new TupleSpace(
                        List.of(
                            Box.of(1, 0, 255, Dtype.UINT8), Box.of(1, -1, 1, Dtype.FLOAT32))))));
    EnvSpec spec =
        new EnvSpec(
            "minari:test/rich-v0",
            obs,
            Box.of(2, -1, 1, Dtype.FLOAT32),
            List.of("speed", "energy"),
            List.of("heat", "noise"),
            0,
            null,
            null,
            "data");
    Episode first =
        new Episode(
            new double[] {
              1, 0.1, 0.2, 0.3, 0.4, 200, 0.5, 2, -0.1, 0, -7, 9, 255, -0.5, 3, 1, -1, 2, 0, 0, 1
            },
            new double[] {0.5, -0.5, 1, -1},
            new double[] {1, -2, 3, -4},
            new double[] {0.1, 0, 0, 7},
            true,
            false);
    Episode second =
        new Episode(
            new double[] {3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1},
            new double[] {0.25, 0},
            new double[] {5, 6},
            new double[] {8, 9},
            false,
            true);
    return new Episodes(spec, Metadata.EMPTY.with("author_note", "kept"), List.of(first, second));
  }
}
