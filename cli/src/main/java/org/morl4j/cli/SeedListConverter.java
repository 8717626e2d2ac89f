package org.morl4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 1-5} or {@code 1,3,7} on the command line: seeds, in the order given. */
final class SeedListConverter implements ITypeConverter<SeedListConverter.Seeds> {
  private static final Pattern PART = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");
  private static final int MOST = 10_000;

  /** Seeds, none twice. */
  record Seeds(List<Long> all) {
    Seeds {
      all = List.copyOf(all);
    }
  }

  @Override
  public Seeds convert(String text) {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = PART.matcher(part.strip());
      if (!range.matches()) {
        throw new TypeConversionException(
            "\"%s\" is no seed and no range of seeds; write them as in 1-5 or 1,3,7"
                .formatted(part.strip()));
      }
      long from = Long.parseLong(range.group(1));
      long to = range.group(2) == null ? from : Long.parseLong(range.group(2));
      if (to < from || to - from >= MOST) {
        throw new TypeConversionException(
            "the range %s must rise and hold at most %d seeds".formatted(part.strip(), MOST));
      }
      for (long seed = from; seed <= to; seed++) {
        if (!seeds.add(seed)) {
          throw new TypeConversionException("seed %d is given twice".formatted(seed));
        }
      }
    }
    return new Seeds(new ArrayList<>(seeds));
  }
}
