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

  /** A product of the same kind for another thread: only the Java one keeps state. */
  static Gemm sibling(Gemm gemm) {
    return gemm instanceof JavaGemm ? new JavaGemm() : gemm;
  }

  static Supplier<Gemm> choose(String wanted) {
    return switch (wanted) {
      case "onednn" -> loaded(OneDnnGemm::new);
      case "openblas" -> loaded(OpenBlasGemm::new);
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
      Supplier<Gemm> oneDnn = loaded(OneDnnGemm::new);
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
      return loaded(OpenBlasGemm::new);
    } catch (LinkageError e) {
      log.info("OpenBLAS doesn't load ({}), using plain Java", e.toString());
      return JavaGemm::new;
    }
  }

  /** Native products keep no state, so that all threads may use one. */
  private static Supplier<Gemm> loaded(Supplier<Gemm> constructor) {
    Gemm gemm = constructor.get();
    return () -> gemm;
  }

  static String threads(String variable) {
    String value = System.getenv(variable);
    return "threads-" + (value == null ? "default" : value);
  }
}
