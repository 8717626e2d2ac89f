package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.Sample.Env;
import org.morl4j.configs.json.Sample.LinearReward;
import org.morl4j.configs.json.Sample.Ppo;
import org.morl4j.configs.json.Sample.PpoOptions;
import org.morl4j.configs.json.Sample.RandomAgent;
import org.morl4j.configs.json.Sample.Run;
import org.morl4j.configs.json.Sample.Search;
import org.morl4j.configs.json.Sample.Std;
import org.morl4j.configs.json.Sample.TimeLimit;
import org.morl4j.core.check.Vec;

class ConfigReaderTest {
  private static final Run RUN =
      new Run(
          "demo",
          new Env(
              "native:deep-sea-treasure-v0",
              4,
              Vec.of(0, -25.5),
              List.of(new TimeLimit(100), new LinearReward(Vec.of(1, 0.5))),
              Map.of("map", "convex", "float", 2.0, "whole", 3L, "flag", true)),
          new Ppo(new PpoOptions(1e-3, 0.2, 3, 1L << 40, true), Std.STATE_DEPENDENT),
          0.02,
          null);

  @Test
  void readsEveryKindOfComponent() {
    assertThat(read()).isEqualTo(RUN);
  }

  @Test
  void absentKeysTakeTheDefaultOfTheEnclosingRecordWhereItHoldsTheSameType() {
    assertThat(parse("{'name': 'a', 'environment': {}, 'search': {'rounds': 2}}").search())
        .isEqualTo(new Search(2, Search.DEFAULT.inner()));
    assertThat(
            parse("{'name': 'a', 'environment': {}, 'search': {'inner': {'clip': 0.3}}}").search())
        .isEqualTo(
            new Search(5, new Ppo(new PpoOptions(1e-3, 0.3, 4, 64, false), Std.STATE_DEPENDENT)));
    assertThat(
            parse("{'name': 'a', 'environment': {}, 'search': {'inner': {'type': 'random'}}}")
                .search())
        .isEqualTo(new Search(5, new RandomAgent()));
  }

  @Test
  void recordsThatAreLeftOutWholeAreTheirDefault() {
    assertThat(parse("{'name': 'a'}")).isEqualTo(new Run("a", Env.DEFAULT, null, null, null));
  }

  @Test
  void nullIsAValueOnlyWhereDeclared() {
    assertThat(read("targetKl=null").targetKl()).isNull();
    refuses(
        Sample.TEXT.replace("\"demo\"", "null"),
        "run.json:3:11: name is null, but must be a string.");
  }

  @Test
  void unknownKeysAreAllNamed() {
    refuses(
        Sample.TEXT.replace("learningRate", "learnigRate").replace("count", "number"),
        "run.json:6:5: unknown key environment.number. Allowed: count, id, options, reference,"
            + " wrappers.",
        "run.json:16:5: unknown key agent.learnigRate. Allowed: bufferSize, clip, epochs,"
            + " learningRate, normalize, std. Maybe you meant learningRate.");
  }

  @Test
  void valuesOutOfRangeAreToldWithTheirFullPath() {
    refuses(
        Sample.TEXT.replace("0.001", "-0.001"),
        "run.json:16:21: agent.learningRate is -0.001, but must be positive.");
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"clip\": 1.7"),
        "run.json:17:13: agent.clip is 1.7, but must lie strictly between 0 and 1.");
    refuses(
        Sample.TEXT.replace("\"steps\": 100", "\"steps\": 0"),
        "run.json:9:39: environment.wrappers.0.steps is 0, but must be at least 1.");
    refuses(
        Sample.TEXT.replace("[1, 0.5]", "[1, -0.5]"),
        "run.json:10:44: environment.wrappers.1.weights[1] is -0.5, but must be zero or positive.");
    refuses(
        "{'name': 'a', 'environment': {}, 'search': {'rounds': 101}}",
        "run.json:1:44: search: Too many rounds.");
  }

  @Test
  void nothingIsCoerced() {
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"epochs\": \"ten\""),
        "run.json:17:15: agent.epochs is \"ten\" (a string), but must be a whole number.");
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"epochs\": \"10\""),
        "run.json:17:15: agent.epochs is \"10\" (a string), but must be a whole number."
            + " Maybe you meant 10 without quotes.");
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"epochs\": 1.5"),
        "run.json:17:15: agent.epochs is 1.5, but must be a whole number.");
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"epochs\": [3]"),
        "run.json:17:15: agent.epochs is a list, but must be a whole number.");
    refuses(
        Sample.TEXT.replace("\"epochs\": 3", "\"normalize\": 1"),
        "run.json:17:18: agent.normalize is 1, but must be true or false.");
    refuses(
        Sample.TEXT.replace("[0, -25.5]", "[0, true]"),
        "run.json:7:22: environment.reference[1] is true (a boolean), but must be a number.");
    refuses(
        Sample.TEXT.replace("[0, -25.5]", "-25.5"),
        "run.json:7:18: environment.reference is -25.5, but must be a list of numbers.");
    refuses(
        Sample.TEXT.replace("\"flag\": true", "\"flag\": [true]"),
        "run.json:12:68: environment.options.flag is a list, but must be a string, a number, true"
            + " or false.");
    refuses(
        Sample.TEXT.replace("\"demo\"", "7"),
        "run.json:3:11: name is 7, but must be a string. Maybe you meant \"7\" with quotes.");
    refuses("[1]", "run.json:1:1: the config is a list, but must be an object.");
  }

  @Test
  void wholeNumbersMayBeWrittenAsPowersButNotExceedTheirType() {
    assertThat(((Ppo) agent(read("agent.bufferSize=1e6"))).options().bufferSize())
        .isEqualTo(1000000);
    refusesOverride(
        "agent.epochs=1e10",
        "--set agent.epochs=1e10: agent.epochs is 1e10, but must lie between -2147483648 and"
            + " 2147483647.");
    refusesOverride(
        "agent.bufferSize=1e999999999",
        "--set agent.bufferSize=1e999999999: agent.bufferSize is 1e999999999, but must lie between"
            + " -9223372036854775808 and 9223372036854775807.");
    refusesOverride(
        "targetKl=1e400",
        "--set targetKl=1e400: targetKl is 1e400, but must be at most 1.7976931348623157E308 in"
            + " magnitude.");
  }

  @Test
  void namesOutsideAChoiceListTheAllowedOnes() {
    refuses(
        Sample.TEXT.replace("state-dependent", "state-dependant"),
        "run.json:18:12: agent.std is \"state-dependant\" (a string), but must be one of"
            + " \"state-independent\", \"state-dependent\". Maybe you meant state-dependent.");
    refuses(
        Sample.TEXT.replace("\"ppo\"", "\"pp0\""),
        "run.json:15:13: agent.type is \"pp0\" (a string), but must be one of \"bounded\", \"ppo\","
            + " \"random\"."
            + " Maybe you meant ppo.");
    refuses(
        Sample.TEXT.replace("\"type\": \"ppo\",", ""),
        "run.json:14:12: missing key agent.type. Allowed: bounded, ppo, random.");
  }

  @Test
  void missingKeysAreNamedWithWhatTheyMustBe() {
    refuses("{}", "run.json:1:1: missing key name, which must be a string.");
    refuses(
        "{'name': 'a', 'search': {'inner': {'type': 'bounded'}}}",
        "run.json:1:35: missing key search.inner.limit, which must be an object.");
  }

  @Test
  void textThatIsNotJson() {
    refuses("", "run.json:1:1: the config is empty, but must be an object {...}.");
    refuses(
        "{'name': 'a',\n /* why */\n}",
        "run.json:2:2: not JSON: no comments are allowed but those that start with //.");
    refuses("{'name': 'a'} // end\n// of it\n}", "run.json:3:1: not JSON: a } or ] too many.");
    refuses("// nothing", "run.json:1:1: the config is empty, but must be an object {...}.");
    // A slash in a string is one, and a value of the command line has no comment.
    refuses(
        "{'name': 'a//b', 'nam': 1}",
        "run.json:1:18: unknown key nam. Allowed: agent, environment, name, search, targetKl. Maybe"
            + " you meant name.");
    refuses("{'name': 'a',\n 'name': 'b'}", "run.json:2:2: name is given twice, first at 1:2.");
    refuses("{'name': 'a'}}", "run.json:1:14: not JSON: a } or ] too many.");
    refuses(
        "{'name': 'a'",
        "run.json:1:13: not JSON: Unexpected end-of-input: expected close marker for Object (start"
            + " marker at [line: 1, column: 1]).");
    refuses(
        "{'name': 'a'} 7",
        "run.json:1:15: there is more text after the end of the config. Maybe a } too many.");
    refuses("[".repeat(100_000), "run.json:1:66: nested deeper than 64 levels.");
    refuses("{'a':".repeat(100_000), "run.json:1:326: nested deeper than 64 levels.");
    refuses(
        " ".repeat(1_048_577),
        "run.json:1:1: the text has 1048577 characters, but at most 1048576 are allowed.");
    refuses("{'name': " + "9".repeat(2000) + "}", "run.json:1:2: a number or name is too long.");
  }

  @Test
  void lineCommentsAreAsNotThere() {
    String commented =
        "// the run\n{//\"\n\"name\": \"a//\\\"//b\", // its name \"\n\r\n//\n\"targetKl\": 2//}\n}//";
    Run run = Sample.READER.parse(commented, "run.json", List.of());
    assertThat(run.name()).isEqualTo("a//\"//b");
    assertThat(run.targetKl()).isEqualTo(2);
    assertThat(Sample.READER.parse("{}", "x", List.of("name=5//6")).name()).isEqualTo("5//6");
  }

  @Test
  void overridesReachIntoObjectsAndLists() {
    Run run =
        read(
            "name=x=y",
            "environment.wrappers.0.steps=7",
            "environment.reference=[1,2]",
            "search.rounds=9",
            "environment.options.map=concave");
    assertThat(run.name()).isEqualTo("x=y");
    assertThat(run.environment().wrappers().get(0)).isEqualTo(new TimeLimit(7));
    assertThat(run.environment().reference()).isEqualTo(Vec.of(1, 2));
    assertThat(run.search()).isEqualTo(new Search(9, Search.DEFAULT.inner()));
    assertThat(run.environment().options()).containsEntry("map", "concave");
  }

  @Test
  void wrongOverridesAreToldWithTheOptionAsPlace() {
    refusesOverride(
        "agent.epocs=3",
        "--set agent.epocs=3: unknown key agent.epocs. Allowed: bufferSize, clip, epochs,"
            + " learningRate, normalize, std. Maybe you meant epochs.");
    refusesOverride(
        "agent.epochs=ten",
        "--set agent.epochs=ten: agent.epochs is \"ten\" (a string), but must be a whole number.");
    refusesOverride("seed", "--set seed: must have the form path=value, as in agent.epochs=3.");
    refusesOverride(
        "environment.wrappers.2.steps=3",
        "--set environment.wrappers.2.steps=3: environment.wrappers is a list of 2, so 2 is none of"
            + " its indexes.");
    refusesOverride(
        "agent.epochs=0", "--set agent.epochs=0: agent.epochs is 0, but must be at least 1.");
  }

  @Test
  void readsFilesAndNamesThoseThatItCannotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("demo.json");
    Files.writeString(file, "\uFEFF" + Sample.TEXT);
    assertThat(Sample.READER.read(file, List.of())).isEqualTo(RUN);

    assertThatThrownBy(() -> Sample.READER.read(folder.resolve("dmo.json"), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(folder.resolve("dmo.json") + ": no such file. Maybe you meant demo.json.");
    assertThatThrownBy(() -> Sample.READER.read(Path.of("/dev/null"), List.of()))
        .hasMessageStartingWith("/dev/null is a pipe or a device, but must be a file. Maybe");
    assertThatThrownBy(() -> Sample.READER.read(folder, List.of()))
        .hasMessage(folder + " is a folder, but must be a file. Maybe name the config in it.");
    Files.write(file, "{\"name\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Sample.READER.read(file, List.of()))
        .hasMessage(file + " is not UTF-8 text.");
  }

  @Test
  void manyProblemsAreCutShortInTheMessageOnly() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 30; i++) {
      text.append("\"unknown").append(i).append("\": 1,");
    }
    String json = text + "\"name\": \"a\", \"environment\": {}}";
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> Sample.READER.parse(json, "run.json", List.of()));
    assertThat(e.problems()).hasSize(30);
    assertThat(e.getMessage().lines()).hasSize(21);
    assertThat(e.getMessage()).endsWith("\nand 10 more.");
  }

  private static Run read(String... overrides) {
    return Sample.READER.parse(Sample.TEXT, "run.json", List.of(overrides));
  }

  private static Sample.Agent agent(Run run) {
    return java.util.Objects.requireNonNull(run.agent());
  }

  private static Run parse(String singleQuoted) {
    return Sample.READER.parse(singleQuoted.replace('\'', '"'), "run.json", List.of());
  }

  private static void refuses(String text, String... problems) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(String.join("\n", problems));
  }

  private static void refusesOverride(String override, String problem) {
    assertThatThrownBy(() -> read(override))
        .isInstanceOf(ConfigException.class)
        .hasMessage(problem);
  }
}
