package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Run;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;

/** Configs as {@code init} writes them, and the comments and descriptions from the Javadoc. */
class CommentedConfigTest {
  private static final String BOX = "native:Pendulum-v1";
  private static final String DISCRETE = "native:CartPole-v1";

  static Set<String> agents() {
    return Catalogue.agents();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void everyAgentsConfigReadsBackAsItsDefaults(String agent) {
    RunConfig plain = Catalogue.defaults("a", BOX, agent, "single");
    Requirements requirements = plain.agent().factory().requirements();
    boolean scans = requirements.scan();
    boolean offline = requirements.schedule(Phase.ONLINE).isEmpty();
    String withoutData = agent.equals("smore") ? "has no goals" : "Maybe name some by data.path";
    List<String> fitting = new ArrayList<>();
    for (String environment : List.of(BOX, DISCRETE)) {
      RunConfig config = Catalogue.defaults("a", environment, agent, "single");
      try {
        Run.check(config);
        fitting.add(environment);
      } catch (ConfigException e) {
        assertThat(e)
            .hasMessageContaining("Maybe")
            .hasMessageContaining(scans && environment.equals(BOX) ? withoutData : "Maybe");
      }
      String text = Catalogue.writeCommented(config);
      assertThat(Catalogue.reader().parse(text, "a.json", List.of())).isEqualTo(config);
    }
    assertThat(fitting.isEmpty()).isEqualTo(scans || offline); // without data it can't be trained
  }

  @Test
  void everySearchsConfigReadsBackAsItsDefaults() {
    for (String search : Catalogue.searches()) {
      RunConfig config = Catalogue.defaults("a", DISCRETE, "ppo", search);
      String text = Catalogue.writeCommented(config);
      assertThat(Catalogue.reader().parse(text, "a.json", List.of())).isEqualTo(config);
    }
  }

  @Test
  void commentsAreTheRecordsJavadoc() {
    String text = Catalogue.writeCommented(Catalogue.defaults("a", BOX, "ppo", "single"));
    assertThat(text)
        .startsWith(
            """
            {
              // of the file: 2; files without it are of format 1
              "format": 2,
              // of the run and its folder: letters, digits, dot, dash and underscore
              "name": "a",
              // jars with environments of your own, by their paths from the config's folder
              "plugins": [],
              // seed, threads, checkpoints
              "execution": {
                // all randomness comes from it
                "seed": 1,
            """)
        .contains(
            "    // provider and name, e.g. native:deep-sea-treasure-v0\n"
                + "    \"id\": \"native:Pendulum-v1\"",
            "    \"type\": \"ppo\",\n"
                + "    // steps of every environment row in one update\n"
                + "    \"rolloutLength\": 256,",
            "      // which Gaussian serves a Box (state-independent, state-dependent,",
            "  // how its policies are searched, by its type (c-morl, ");
  }

  /** A setting without a description is one that its author forgot: add its @param. */
  @Test
  void everySettingIsDescribed() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Catalogue.schema());
    List<String> bare = new ArrayList<>();
    collect(schema, "", bare);
    assertThat(bare).isEmpty();
    assertThat(schema.findPath("threads").path("description").asText())
        .isEqualTo("jobs side by side; results don't depend on it");
  }

  private static void collect(JsonNode node, String path, List<String> bare) {
    node.properties()
        .forEach(
            child -> {
              if (child.getKey().equals("properties")) {
                child
                    .getValue()
                    .properties()
                    .forEach(
                        property -> {
                          boolean given =
                              property.getKey().equals("$schema")
                                  || property.getValue().has("const")
                                  || property.getValue().has("description");
                          if (!given) {
                            bare.add(path + "/" + property.getKey());
                          }
                        });
              }
              collect(child.getValue(), path + "/" + child.getKey(), bare);
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), path + "/" + i, bare);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () -> Run.check(Catalogue.defaults("a", "native:Pendlum-v1", "ppo", "single")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe you meant Pendulum-v1");
    assertThatThrownBy(() -> Run.check(Catalogue.defaults("a", DISCRETE, "sac", "single")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe");
  }
}
