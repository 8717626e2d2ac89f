package org.morl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program is the one in examples/library, which compiles and does what it says. */
class LibraryReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = ROOT.resolve("examples/library");

  @TempDir Path temp;

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<String> stripped(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void theReadmeShowsTheExample() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## From a Java program"));
    String block = section.substring(section.indexOf("```java\n") + 8);
    List<String> shown = stripped(block.substring(0, block.indexOf("```")));
    String main = Files.readString(EXAMPLE.resolve("src/main/java/example/dam/Main.java"));
    List<String> compiled =
        stripped(main.substring(main.indexOf("// README") + 9, main.indexOf("// end")));
    assertThat(shown).hasSize(10).isEqualTo(compiled);
  }

  @Test
  void theExampleCompilesAndRuns() throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-d", temp.resolve("classes").toString(), "-cp", classPath()));
    try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
      sources.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            temp.resolve("classes") + File.pathSeparator + classPath(),
            "example.dam.Main");
    Process process = builder.directory(temp.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    String number = "[-0-9.E]+";
    assertThat(out.lines().filter(line -> !line.startsWith("SLF4J")))
        .satisfiesExactly(
            line -> assertThat(line).matches("best \\[N, N] flood \\[N]".replace("N", number)),
            line -> assertThat(line).matches("last \\[N, N] flood \\[N]".replace("N", number)),
            line -> assertThat(line).matches("\\[N]".replace("N", number)));
    assertThat(temp.resolve("out/dam/front.csv")).exists();
  }

  /** Every published module stands in the bill of materials, with this build's version. */
  @Test
  void theBillOfMaterialsNamesEveryModule() throws IOException {
    String bill = Files.readString(ROOT.resolve("bom/pom.xml"));
    String parent = Files.readString(ROOT.resolve("pom.xml"));
    String version = parent.replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
    assertThat(bill).contains("<version>" + version + "</version>");
    List<String> modules =
        parent
            .lines()
            .filter(line -> line.contains("<module>"))
            .map(line -> line.replaceAll(".*<module>(.*)</module>.*", "$1"))
            .filter(module -> !module.equals("bom") && !module.equals("benchmarks"))
            .toList();
    assertThat(modules).hasSizeGreaterThan(10);
    for (String module : modules) {
      String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
      String artifact =
          pom.substring(pom.indexOf("</parent>"))
              .replaceAll("(?s).*?<artifactId>([^<]*)</artifactId>.*", "$1");
      assertThat(bill).as(module).contains("<artifactId>" + artifact + "</artifactId>");
    }
  }
}
