package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting that the docs name is read by the real reader; see {@link DocPage} for how. */
class DocsTest {
  private static final Path ROOT = Path.of("..");

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static DocSettings.Found found(Path page) throws IOException {
    return DocSettings.in(ROOT.relativize(page).toString(), Files.readString(page));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySettingIsReadAsItStands(Path page) throws IOException {
    assertThat(found(page).problems()).isEmpty();
  }

  @Test
  void theSettingsAreSeen() throws IOException {
    int checked = 0;
    for (Path page : pages()) {
      checked += found(page).checked();
    }
    assertThat(checked).isGreaterThan(200);
    assertThat(found(ROOT.resolve("docs/sac.md")).checked()).isGreaterThan(30);
  }

  private static List<String> problems(String text) {
    return DocSettings.in("page.md", text).problems();
  }

  @Test
  void wrongKeysAndValuesInBackticksAreTold() {
    String page =
        """
        # Page
        <!-- settings: agent.type=sac in agent agent.critic -->
        Two critics: `"combine": "mixed-min"`, or
        `"combine": "mixed_min"` and `element_min`; `"plyak": 0.1`.
        `agent.polyak=2` and `--set agent.polyak=0.5`; `replay.nStep`, `replay.mStep`.
        Also `targetDelay`, `targetDelays`, `Sac.targetDelays` and `targetDelays()`.
        """;
    assertThat(problems(page))
        .hasSize(6)
        .contains("page.md:6: targetDelays is no setting. Maybe you meant targetDelay.")
        .anyMatch(p -> p.startsWith("page.md:4: ") && p.contains("agent.critic.combine is"))
        .anyMatch(p -> p.equals("page.md:4: element_min is no value. Maybe you meant element-min."))
        .anyMatch(p -> p.startsWith("page.md:4: ") && p.contains("unknown key agent.plyak"))
        .anyMatch(p -> p.startsWith("page.md:5: ") && p.contains("agent.polyak is 2,"))
        .contains("page.md:5: there is no setting agent.replay.mStep.");
  }

  @Test
  void wrongKeysAndDefaultsInTablesAreTold() {
    String page =
        """
        <!-- settings: agent.type=dqn in agent -->
        | setting | default | meaning |
        | --- | --- | --- |
        | `gamma`, `polyak` | 0.99, 1 | right |
        | `exploration.start`, `.end` | 1, 0.5 | the second is not the default |
        | `hidden` | [64, 32] | nor is this |
        | `head` | `{"type": "scalar", "hubr": 1}` | nor is this a head |
        | `gama` | 0.99 | no setting |
        | `activation` | gelu | not the default |
        """;
    assertThat(problems(page))
        .contains(
            "page.md:5: agent.exploration.end is 0.05 by default, not 0.5.",
            "page.md:6: agent.hidden is [64,64] by default, not [64, 32].",
            "page.md:9: agent.activation is \"relu\" by default, not gelu.")
        .anyMatch(p -> p.startsWith("page.md:7: ") && p.contains("unknown key agent.head.hubr"))
        .anyMatch(p -> p.startsWith("page.md:8: ") && p.contains("unknown key agent.gama"))
        .noneMatch(p -> p.startsWith("page.md:4: "));
  }

  @Test
  void aColumnCanBeAType() {
    String page =
        """
        <!-- settings: in agent -->
        | setting | `dqn` | `c51` |
        | --- | --- | --- |
        | `targetEvery` | 2500 | 2500 |
        """;
    assertThat(problems(page))
        .containsExactly("page.md:4: agent.targetEvery is 2000 by default, not 2500.");
  }

  @Test
  void wrongBlocksAreTold() {
    String page =
        """
        ```json
        {"agent": {"type": "sac"},
         "search": {"type": "single", "evaluatEvery": 3}}
        ```
        <!-- settings: none -->
        ```json
        {"anything": 1}
        ```
            ./morl4j train a.json --set agent.epoch=3
        ```
        $ ./morl4j train a.json --set agent.epochs=0
        --set agent.epochs=0: agent.epochs is 0, but must lie between 1 and 10000. Maybe leave it out for its default, 10.
        ```
        """;
    assertThat(problems(page))
        .hasSize(2)
        .anyMatch(p -> p.startsWith("page.md:2: ") && p.contains("unknown key search.evaluatEvery"))
        .anyMatch(p -> p.startsWith("page.md:9: ") && p.contains("unknown key agent.epoch."));
  }

  @Test
  void aRefusalThatIsShownMustBeTheRealOne() {
    String page =
        """
        ```
        $ ./morl4j train a.json --set agent.epochs=0
        --set agent.epochs=0: agent.epochs is 0, but must lie between 2 and 10000. Maybe leave it out for its default, 10.
        ```
        """;
    assertThat(problems(page)).hasSize(1).first().asString().startsWith("page.md:2: ");
  }
}
