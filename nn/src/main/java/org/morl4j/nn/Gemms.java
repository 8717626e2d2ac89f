package org.morl4j.nn;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the matrix product once for the JVM: oneDNN, else OpenBLAS, else plain Java, by what
 * loads. The system property {@code morl4j.gemm} (onednn, openblas, java) asks for one by name.
 * Loading doesn't touch ND4J, which would take seconds.
 */
final class Gemms {
  static final String PROPERTY = "morl4j.gemm";

  private static final Logger log = LoggerFactory.getLogger(Gemms.class);
  private static final Supplier<Gemm> CHOSEN = choose(System.getProperty(PROPERTY, "auto"));

  private Gemms() {}

  /** A product of the chosen kind for the use of one thread. */
  static Gemm create() {
    return CHOSEN.get();
  }

  static Supplier<Gemm> choose(String wanted) {
    return switch (wanted) {
      case "onednn" -> loaded(OneDnn::new);
      case "openblas" -> loaded(OpenBlas::new);
      case "java" -> JavaGemm::new;
      case "auto" -> firstThatLoads();
      default ->
          throw new IllegalArgumentException(
              "The system property "
                  + PROPERTY
                  + " is '"
                  + wanted
                  + "', but must be auto, onednn, openblas or java."
                  + " Maybe leave it out to take what loads.");
    };
  }

  private static Supplier<Gemm> firstThatLoads() {
    try {
      Supplier<Gemm> oneDnn = loaded(OneDnn::new);
      if (!"1".equals(System.getenv("OMP_NUM_THREADS"))) {
        log.warn(
            "OMP_NUM_THREADS is not 1: oneDNN may use several threads for each network, which is"
                + " slower here and may change last bits. Maybe start through the launcher, or set"
                + " it in the environment.");
      }
      return oneDnn;
    } catch (LinkageError e) {
      log.info("oneDNN doesn't load ({}), trying OpenBLAS", e.toString());
    }
    try {
      return loaded(OpenBlas::new);
    } catch (LinkageError e) {
      log.info("OpenBLAS doesn't load ({}), using plain Java", e.toString());
      return JavaGemm::new;
    }
  }

  /** Loads the library now, so that a failure shows here; each network gets its own buffers. */
  private static Supplier<Gemm> loaded(Supplier<NativeGemm.Sgemm> constructor) {
    NativeGemm.Sgemm library = constructor.get();
    return () -> new NativeGemm(library);
  }

  static String threads(String variable) {
    String value = System.getenv(variable);
    return "threads-" + (value == null ? "default" : value);
  }
}
