package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private final Path temp;

  DoctorTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void tellsTheMachineAndTheKernel() {
    String found = found(Map.of("MORL4J_HOME", temp.toString()));
    assertThat(found)
        .contains("morl4j  0.", "java    " + Runtime.version(), "kernel  dnnl_sgemm 2.5.2")
        .contains("cuda    the cuda profile's nd4j-cuda-11.6 binaries")
        .contains("no Hopper; untested on hardware");
  }

  @Test
  void aMissingPythonIsToldWithTheRemedy() {
    assertThat(found(Map.of("MORL4J_HOME", temp.toString(), "PATH", temp.toString())))
        .contains("python  none found; only environments of the provider gymnasium need it. Maybe");
    assertThat(found(Map.of("MORL4J_PYTHON", "/nowhere/python")))
        .contains("python  /nowhere/python (MORL4J_PYTHON): can't be started");
    assertThat(found(Map.of("MORL4J_PYTHON", "/bin/false"))).contains("fails with exit code 1");
  }

  @Test
  void environmentsOfOtherVersionsAreNotTakenForTheOneInUse() throws IOException {
    Path bin = Files.createDirectories(temp.resolve("python-0123456789ab").resolve("bin"));
    Path python = Files.writeString(bin.resolve("python"), "#!/bin/sh\necho old\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    assertThat(found(Map.of("MORL4J_HOME", temp.toString(), "PATH", "")))
        .contains("python  none found")
        .contains(
            "python  "
                + temp.resolve("python-0123456789ab")
                + ": set up by another version of MORL4J; it may be deleted");
  }

  @Test
  void aPythonOnThePathIsAskedForItsVersions() {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "no /usr/bin/python3");
    assertThat(found(Map.of("MORL4J_HOME", temp.toString(), "PATH", "/usr/bin")))
        .containsPattern("python  /usr/bin/python3[0-9.]*: python 3\\.");
  }

  private String found(Map<String, String> environment) {
    return new Doctor(new ScriptedRuns(temp), environment).examine().print();
  }
}
