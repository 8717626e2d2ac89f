package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path temp;

  @Test
  void meansHaveTheirErrorsAndLimitsTheirWord() throws IOException {
    Files.writeString(
        temp.resolve("front.csv"),
        """
        policy,energy,flood,energy_standard_error,flood_standard_error,within_limits
        best,19.25,4.5,0.125,0.03333,1
        last,21,8,0,1234.5,0
        """);
    assertThat(Results.front(temp).print())
        .isEqualTo(
            """
            policy         energy         flood  within limits
            best    19.25 +- 0.13  4.5 +- 0.033  yes
            last               21     8 +- 1200  no
            """);
    assertThat(Results.otherwise(temp)).isEmpty();
  }

  @Test
  void withoutLimitsThereIsNoSuchColumn() throws IOException {
    Files.writeString(
        temp.resolve("front.csv"),
        "policy,energy,energy_standard_error,within_limits\nbest,19.25,0,\n");
    assertThat(Results.front(temp).print()).isEqualTo("policy  energy\nbest     19.25\n");
  }

  @Test
  void theOtherWayToActStandsBeside() throws IOException {
    Files.writeString(
        temp.resolve("archive.json"),
        """
        {"objectives": ["energy"], "costs": ["flood"], "mode": "sampled", "points": [
          {"policy": "best", "greedy": {"returns": [20], "standard_error": [0.5],
            "costs": [6], "cost_standard_error": [0], "within_limits": false}}]}
        """);
    assertThat(Results.otherwise(temp))
        .isEqualTo(
            """
            the same policies acting greedily:
            policy     energy  flood  within limits
            best    20 +- 0.5      6  no
            """);
  }
}
