package org.morl4j.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.End;
import org.morl4j.cli.report.RunReport.LimitText;
import org.morl4j.cli.report.RunReport.Setting;

/** Reads from run.json and config.json what a run was to do, and how it ended. */
final class Settings {
  private Settings() {}

  static Setting read(
      Path folder, @Nullable JsonValue run, @Nullable String config, int objectives) {
    return new Setting(named(folder), objectives == 1 || isSingle(config), limits(run), end(run));
  }

  /** Relative where that needs no way up: a report that is passed on should tell no home folder. */
  static String named(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    return whole.startsWith(here) && !whole.equals(here)
        ? here.relativize(whole).toString()
        : whole.getFileName() + "";
  }

  private static boolean isSingle(@Nullable String config) {
    JsonValue search =
        config == null ? null : JsonValue.parse(config, "config.json", 1).find("search");
    JsonValue type = search == null ? null : search.find("type");
    return type != null && type.text().equals("single");
  }

  private static List<LimitText> limits(@Nullable JsonValue run) {
    JsonValue all = run == null ? null : run.find("constraints");
    List<LimitText> limits = new ArrayList<>();
    if (all != null) {
      for (JsonValue one : all.items()) {
        limits.add(
            new LimitText(
                one.get("name").text(),
                one.get("signal").text(),
                one.get("sense").text().equals("at-most"),
                one.get("limit").number(),
                one.get("per").text()));
      }
    }
    return limits;
  }

  private static @Nullable End end(@Nullable JsonValue run) {
    JsonValue end = run == null ? null : run.find("end");
    return end == null
        ? null
        : new End(
            !end.get("reason").text().equals("budget"),
            end.get("done").count(),
            end.get("budget").count());
  }
}
