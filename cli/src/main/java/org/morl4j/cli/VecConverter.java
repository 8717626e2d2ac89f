package org.morl4j.cli;

import org.morl4j.core.check.Vec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 0.7,-50} on the command line. */
final class VecConverter implements ITypeConverter<Vec> {
  @Override
  public Vec convert(String text) {
    String[] parts = text.split(",", -1);
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        values[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException e) {
        values[i] = Double.NaN;
      }
      if (!Double.isFinite(values[i])) {
        throw new TypeConversionException(
            "\"" + parts[i].strip() + "\" is not a finite number; write numbers as in 0.7,-50");
      }
    }
    return Vec.of(values);
  }
}
