package org.morl4j.nn;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Prints the nanoseconds an element of every loop that a network's passes and its optimiser are
 * made of, in processor time of the thread; benchmarks/README.md has the command and what was
 * measured. It stands beside the tests because the loops are the package's own; it is no test, and
 * no build waits for it. Copying or filling an input that a loop overwrites is counted in.
 */
public final class KernelBenchmark {
  private static final int ROWS = 256;
  private static final int UNITS = 256;
  private static final int ELEMENTS = ROWS * UNITS;
  private static final int REPEATS = 7;
  private static final double WARM_UP_SECONDS = 0.5;
  private static final double REPEAT_SECONDS = 0.1;

  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private final Random rng = new Random(1);
  private final Map<String, Runnable> kernels = new LinkedHashMap<>();
  private double sink; // read at the end, so that no result is unused

  private KernelBenchmark() {
    addActivations();
    addLayerNorm();
    addSums();
    addTransposes();
    addRowProducts();
    addUpdates();
  }

  /** Measures the kernels whose names start with one of the arguments; all without arguments. */
  public static void main(String[] args) {
    System.out.printf(
        "%s, Java %s, load average %.1f%n%d elements, processor time, median of %d repeats [range]%n",
        processor(),
        Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        ELEMENTS,
        REPEATS);
    System.out.println("| kernel | ns an element |\n| --- | --- |");
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.kernels.forEach(
        (name, kernel) -> {
          if (args.length == 0 || Arrays.stream(args).anyMatch(name::startsWith)) {
            report(name, kernel);
          }
        });
    if (Double.isNaN(benchmark.sink)) {
      System.out.println("A sum was not a number.");
    }
  }

  private void addActivations() {
    float[] x = gaussian(ELEMENTS);
    float[] y = new float[ELEMENTS];
    float[] kept = new float[ELEMENTS];
    for (Activation activation : Activation.values()) {
      if (activation == Activation.IDENTITY) {
        continue;
      }
      String name = activation.name();
      float[] d = new float[ELEMENTS];
      kernels.put(name, () -> activation.apply(x, y, kept, ELEMENTS));
      kernels.put(
          name + " derivative",
          () -> {
            Arrays.fill(d, 1f); // or repeated factors below 1 would end in slow subnormals
            activation.scaleByDerivative(d, x, y, kept, ELEMENTS);
          });
    }
  }

  private void addLayerNorm() {
    LayerNorm norm = new LayerNorm(ROWS, UNITS);
    float[] sums = gaussian(ELEMENTS);
    float[] work = new float[ELEMENTS];
    float[] weight = gaussian(UNITS);
    float[] bias = gaussian(UNITS);
    float[] two = gaussian(2 * UNITS);
    kernels.put(
        "LayerNorm forward",
        () -> {
          System.arraycopy(sums, 0, work, 0, ELEMENTS);
          norm.forward(work, ROWS, weight, bias);
        });
    kernels.put(
        "LayerNorm gradient of weight and bias",
        () -> norm.parameterGradient(sums, ROWS, two, 0, UNITS));
    kernels.put(
        "LayerNorm gradient of inputs",
        () -> {
          System.arraycopy(sums, 0, work, 0, ELEMENTS);
          norm.inputGradient(work, ROWS, weight);
        });
    kernels.put(
        "LayerNorm tangent",
        () -> {
          System.arraycopy(sums, 0, work, 0, ELEMENTS);
          norm.tangent(work, ROWS, weight, two, 0, UNITS);
        });
  }

  private void addSums() {
    float[] x = gaussian(ELEMENTS);
    float[] sum = new float[UNITS];
    ColumnSum columnSum = new ColumnSum(UNITS);
    kernels.put("Gradients.norm", () -> sink += Gradients.norm(x));
    kernels.put(
        "Gradients.clipByNorm",
        () -> {
          x[0] += 1; // the norm is above the limit each time
          sink += Gradients.clipByNorm(x, 250);
        });
    kernels.put("ColumnSum", () -> columnSum.of(x, ROWS, sum));
  }

  private void addTransposes() {
    float[] x = gaussian(ELEMENTS);
    float[][] columns = new float[UNITS][ROWS];
    kernels.put("Transpose.columns", () -> Transpose.columns(x, ROWS, UNITS, columns));
  }

  /** A row's product with a matrix; an element is a multiplication and an addition. */
  private void addRowProducts() {
    float[] x = gaussian(UNITS);
    float[][] rows = new float[UNITS][];
    Arrays.setAll(rows, i -> gaussian(UNITS));
    float[] flat = gaussian(ELEMENTS);
    float[] bias = gaussian(UNITS);
    float[] out = new float[UNITS];
    Axpy axpy = new Axpy();
    kernels.put(
        "Axpy.accumulate",
        () -> {
          System.arraycopy(bias, 0, out, 0, UNITS);
          axpy.accumulate(out, UNITS, rows, UNITS, x, 0, 1);
        });
    kernels.put("Axpy.inner", () -> Axpy.inner(flat, bias, UNITS, UNITS, x, 0, out, 0));
  }

  private void addUpdates() {
    float[] parameters = gaussian(ELEMENTS);
    float[] gradient = gaussian(ELEMENTS);
    float[] target = gaussian(ELEMENTS);
    Adam adam = new Adam(ELEMENTS, Adam.Options.DEFAULT);
    kernels.put("Adam.step", () -> adam.step(parameters, gradient, 1e-6));
    kernels.put("Polyak.move", () -> Polyak.move(target, gradient, 0.005f));
  }

  private float[] gaussian(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) rng.nextGaussian();
    }
    return x;
  }

  private static void report(String name, Runnable kernel) {
    nanoseconds(kernel, WARM_UP_SECONDS);
    double[] each = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      each[i] = nanoseconds(kernel, REPEAT_SECONDS) / ELEMENTS;
    }
    Arrays.sort(each);
    System.out.printf(
        "| %s | %.3f [%.3f-%.3f] |%n", name, each[REPEATS / 2], each[0], each[REPEATS - 1]);
  }

  /** Processor nanoseconds of one call. */
  private static double nanoseconds(Runnable kernel, double seconds) {
    long start = THREAD.getCurrentThreadCpuTime();
    long now = start;
    long calls = 0;
    while (now - start < seconds * 1e9) {
      for (int i = 0; i < 8; i++) {
        kernel.run();
      }
      calls += 8;
      now = THREAD.getCurrentThreadCpuTime();
    }
    return (double) (now - start) / calls;
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      try {
        String model = "";
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("model name")) {
            model = line.substring(line.indexOf(':') + 1).strip();
          }
        }
        return model;
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
